"""Two provinces of one name, the search, and what is counted below the list."""

from __future__ import annotations

from datetime import date

import pytest

from db.models.figure import Figure
from db.models.kinds import KINDS
from db.summary.views import Overview, Province
from tests.tui.fake_board import SON_LA, FakeBoard
from tests.tui.screens.test_dashboard import desk
from tui.port import Units
from tui.screens.form import FormScreen
from tui.screens.province import ProvinceScreen

TODAY = Province("B14", "14", "B", "Sơn La", True)


def both_eras() -> FakeBoard:
    """Sơn La of both eras, that of today without data."""
    board = FakeBoard()
    read = board.overview

    def overview(year: int | None, programme: str | None, units: Units, as_of: date | None = None) -> Overview:
        found = read(year, programme, units)
        old, *_rest = [row for row in found.rows if row.province == SON_LA]
        rows = [row for row in found.rows if row.province != SON_LA]
        pair = [
            old._replace(province=TODAY, has_data=False, figures={}),
            old._replace(province=SON_LA._replace(has_namesake=True)),
        ]
        return found._replace(rows=(*pair, *rows))

    own = board._province
    board._province = lambda key: own("A14" if key == "B14" else key)  # type: ignore[method-assign]
    board.overview = overview  # type: ignore[method-assign]
    return board


def in_two_units() -> FakeBoard:
    """Đắk Lắk with devices in chiếc and in bộ, which have English names."""
    board = FakeBoard()
    read = board.overview

    def overview(year: int | None, programme: str | None, units: Units, as_of: date | None = None) -> Overview:
        found = read(year, programme, units)
        devices = Figure(by_unit=(("chiếc", Figure.of(1_000)), ("bộ", Figure.of(7, "hơn"))))
        rows = [
            row._replace(figures={**row.figures, "delivered_devices": devices}) if row.province.key == "A66" else row
            for row in found.rows
        ]
        return found._replace(rows=tuple(rows), unit_names={"chiếc": "devices", "bộ": "sets"})

    board.overview = overview  # type: ignore[method-assign]
    return board


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_devices_in_two_units_are_named_or_give_way_and_names_stay(size: tuple[int, int]) -> None:
    async with desk(size, in_two_units()) as at:
        line = next(line for line in at.lines if "Đắk Lắk" in line)
        assert ("1.000 devices · hơn 7 sets" in line) == (size[0] == 200)


async def test_the_totals_are_those_of_the_provinces_found() -> None:
    async with desk() as at:
        await at.press("slash", "l", "a")
        total = next(line for line in at.lines if line.startswith("  Tổng"))
        assert "780" not in total
        assert {"0/6", "2.700", "17"} <= set(total.split())
        await at.press("z", "z")
        assert "Tổng " not in "".join(at.lines[3:])
        await at.press("escape")
        assert "780" in next(line for line in at.lines if line.startswith("  Tổng"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_of_two_alike_the_list_marks_the_old_one_and_selects_the_one_with_data(size: tuple[int, int]) -> None:
    async with desk(size, both_eras()) as at:
        await at.press("end", "slash", *"son")
        assert "Sơn La (cũ)" in at.marked
        assert at.text.count("Sơn La") == 2


async def test_every_title_says_the_era_of_two_alike() -> None:
    async with desk(board=both_eras()) as at:
        await at.press("slash", *"son", "enter", "enter")
        assert isinstance(at.app.screen, ProvinceScreen)
        assert "Sơn La (đến 6/2025)" in at.lines[0]
        await at.press("4", "enter")
        assert "Sơn La (đến 6/2025)" in at.lines[0]
        await at.press("e")
        assert isinstance(at.app.screen, FormScreen)
        assert at.app.screen.form.kind == KINDS["delivery"]
        assert "Sơn La (đến 6/2025)" in at.text
        await at.press(*["escape"] * 4, "slash", *"son", "down", "enter", "enter")
        assert "Sơn La (từ 7/2025)" in at.lines[0]


async def test_the_eras_are_counted_apart() -> None:
    async with desk((80, 24), both_eras()) as at:
        assert "Chưa có số liệu: 1 tỉnh hiện nay, 20 tỉnh trước 7/2025" in at.text
        await at.press("a")
        assert "/ 26 (1 tỉnh hiện nay, 25 tỉnh trước 7/2025)" in at.text
        assert "Chưa có số liệu" not in at.text


async def test_a_home_province_without_data_opens_first_too() -> None:
    async with desk(home_province="A01") as at:
        assert "Hà Nội" in at.lines[0]


async def test_a_home_province_that_is_none_is_told() -> None:
    async with desk(home_province="B99") as at:
        assert "home_province là B99, nhưng không có tỉnh nào như vậy" in at.text


async def test_an_empty_search_says_what_to_type_and_shows_only_its_keys() -> None:
    async with desk() as at:
        await at.press("slash")
        assert "gõ một phần của tên" in at.text
        assert "Chưa có số liệu" not in at.text
        assert "Sắp xếp" not in at.lines[-1]
        assert "Chương trình" not in at.lines[-1]
        assert "Xóa lọc" in at.lines[-1]
        await at.press("escape")
        assert "Chương trình" in at.lines[-1]


async def test_a_place_is_found_by_its_name_and_opens_its_province() -> None:
    async with desk((80, 24)) as at:
        await at.press("g", *"nam", "n", "u", "backspace", "backspace", "backspace", *"m luc")
        assert "Xã Nậm Lúc" in at.text
        assert "Bắc Hà" in at.text
        assert "[đỏ], Lào Cai" in at.text
        await at.press("enter")
        assert isinstance(at.app.screen, ProvinceScreen)
        assert at.app.screen.province.name == "Lào Cai"
        await at.press("g", *"zzz")
        assert "Không có địa danh nào" in at.text
        await at.press("escape", "escape")
        assert not isinstance(at.app.screen, ProvinceScreen)


async def test_initials_and_codes_find_a_province() -> None:
    async with desk() as at:
        for typed in ("sl", "14", "a14"):
            await at.press("slash", *typed)
            assert "Sơn La" in at.marked
            assert "Đắk Lắk" not in at.text
            await at.press("escape")
