"""Draws the README's pictures from the running program: `python -m tests.pictures`."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
SIZE = (120, 32)


async def draw() -> None:
    """The overview and a province of the sample documents, in Vietnamese, as SVG."""
    from db.settings import load, sample_database_url
    from seed.documents import ensure_sample
    from tui.main import dashboard

    settings = load(database_url=sample_database_url(), screen_language="vi")
    ensure_sample(settings)
    app = dashboard(settings)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        app.save_screenshot("overview.svg", str(FOLDER))
        await pilot.press("end", "enter")
        await pilot.pause(0.2)
        app.save_screenshot("province.svg", str(FOLDER))


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(TIENDO_DATA_FOLDER=folder, TIENDO_TODAY="2026-11-22", LOGNAME="chuyenvien")
        asyncio.run(draw())
