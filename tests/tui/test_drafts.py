from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest

from tui.drafts import WRITE_WITHIN_S, Draft, DraftFile, DraftKeeper, flush_all

EARLIER = Draft({"title": "cũ"}, "title", "2025-09-14T08:00:00+07:00")
DRAFT = Draft({"title": "Tập huấn\x00 “x”", "classes": "một"}, "classes", "2025-09-15T08:00:00+07:00", EARLIER)


def file(folder: Path, **other: str) -> DraftFile:
    return DraftFile(**({"folder": folder, "person": "../a b", "province": "A14", "kind": "training"} | other))  # type: ignore[arg-type]


def test_there_and_back_for_nobody_else(tmp_path: Path) -> None:
    one = file(tmp_path / "state")
    assert one.read() is None
    one.write(DRAFT)
    assert one.read() == DRAFT
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(one.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in one.path.parent.iterdir()] == [one.path.name]
    one.remove()
    one.remove()
    assert one.read() is None


def test_the_head_and_the_texts_that_it_began_with_are_kept(tmp_path: Path) -> None:
    one = file(tmp_path)
    draft = Draft({"title": "b"}, "title", "", None, "revision-1", {"title": "a"})
    one.write(draft)
    assert one.read() == draft


def test_a_draft_of_an_older_version_has_no_base(tmp_path: Path) -> None:
    one = file(tmp_path)
    one.write(DRAFT)
    one.path.write_text('{"texts": {"title": "a"}, "active": "", "written": "", "earlier": null}')
    assert one.read() == Draft({"title": "a"}, base=None)


def test_each_person_province_kind_and_record_has_its_own(tmp_path: Path) -> None:
    names = [{}, {"person": "b"}, {"province": "B14"}, {"kind": "target"}, {"record": "r"}]
    assert len({file(tmp_path, **other).path for other in names}) == len(names)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"texts": []}', '{"texts": {}, "active": ""}'])
def test_a_damaged_file_is_no_draft(tmp_path: Path, text: str) -> None:
    one = file(tmp_path)
    one.write(DRAFT)
    one.path.write_text(text)
    assert one.read() is None


async def test_written_soon_after_a_change(tmp_path: Path) -> None:
    one = file(tmp_path)
    keeper = DraftKeeper(one, lambda: DRAFT)
    await asyncio.sleep(WRITE_WITHIN_S)
    assert one.read() is None
    keeper.touch()
    keeper.touch()
    await asyncio.sleep(WRITE_WITHIN_S)
    assert one.read() == DRAFT
    keeper.end()
    assert one.read() is None
    keeper.touch()
    keeper.flush()
    await asyncio.sleep(WRITE_WITHIN_S)
    assert one.read() is None


async def test_all_at_once_when_the_terminal_hangs_up(tmp_path: Path) -> None:
    keepers = [DraftKeeper(file(tmp_path, record=str(number)), lambda: DRAFT) for number in range(3)]
    for keeper in keepers[:2]:
        keeper.touch()
    flush_all()
    assert [keeper.file.read() for keeper in keepers] == [DRAFT, DRAFT, None]


async def test_the_newest_text_wins(tmp_path: Path) -> None:
    texts = ["a"]
    keeper = DraftKeeper(file(tmp_path), lambda: Draft({"title": texts[-1]}))
    keeper.touch()
    await asyncio.sleep(WRITE_WITHIN_S * 0.8)
    texts.append("b")
    keeper.touch()
    keeper.close()
    await asyncio.sleep(WRITE_WITHIN_S)
    assert keeper.file.read() == Draft({"title": "b"})


async def test_nothing_typed_leaves_no_file(tmp_path: Path) -> None:
    drafts: list[Draft | None] = [DRAFT]
    keeper = DraftKeeper(file(tmp_path), lambda: drafts[-1])
    keeper.touch()
    keeper.flush()
    drafts.append(None)
    keeper.touch()
    keeper.flush()
    assert keeper.file.read() is None


async def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "drafts").write_text("no folder")
    keeper = DraftKeeper(file(tmp_path), lambda: DRAFT)
    keeper.touch()
    keeper.flush()
    assert keeper.trouble
