"""Pictures of the screens in Vietnamese with the longest names, at three sizes.

`pytest tests/tui/screens/test_pictures.py --snapshot-update` renews them.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.fake_board import FakeBoard
from tui.app import Dashboard, Options

SIZES = [(80, 24), (120, 40), (200, 50)]
WAYS = {
    "overview": [],
    "all_provinces": ["a", "pagedown"],
    "targets": ["down", "enter"],
    "long_title": ["down", "down", "enter", "3"],
    "deliveries": ["end", "enter", "4"],
    "budget": ["down", "enter", "5"],
    "record": ["down", "down", "enter", "3", "enter"],
    "help": ["f1"],
    "summary": ["b", "enter"],
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("way", WAYS)
def test_picture(snap_compare: Any, monkeypatch: pytest.MonkeyPatch, way: str, size: tuple[int, int]) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")

    async def go(pilot: Pilot[None]) -> None:
        for key in WAYS[way]:
            await pilot.press(key)
            await pilot.pause()

    app = Dashboard(FakeBoard(), Options(poll_ms=60_000))
    assert snap_compare(app, run_before=go, terminal_size=size)
