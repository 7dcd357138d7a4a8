"""Figures, dates and moments as they stand on a screen."""

from datetime import UTC, date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.entry.reading.numbers import read_figure
from db.models.figure import UNKNOWN, Figure
from db.models.period import Period
from tui.format import day, figure, money, number, percent, period, short_is_exact, stated, when

MONEY = st.integers(0, 10**17) | st.integers(0, 10**8).map(lambda hundredths: hundredths * 10_000)


def test_number() -> None:
    assert number(1300, "vi") == "1.300"
    assert number(1300, "en") == "1,300"
    assert number(0, "vi") == "0"
    assert number(-1_234_567, "vi") == "-1.234.567"


@pytest.mark.parametrize(
    ("value", "full", "short", "english_short"),
    [
        (1_330_000_000, "1.330.000.000 đ", "1,33 tỷ", "1.33 bn"),
        (2_700_000_000, "2.700.000.000 đ", "2,7 tỷ", "2.7 bn"),
        (16_000_000_000, "16.000.000.000 đ", "16 tỷ", "16 bn"),
        (500_000_000, "500.000.000 đ", "500 triệu", "500 m"),
        (1_545_000_000, "1.545.000.000 đ", "1.545 triệu", "1,545 m"),
        (1_234_567_891, "1.234.567.891 đ", "1,23 tỷ", "1.23 bn"),
        (1_300_000_000_000, "1.300.000.000.000 đ", "1.300 tỷ", "1,300 bn"),
        (999_999, "999.999 đ", "999.999 đ", "999,999 đ"),
        (0, "0 đ", "0 đ", "0 đ"),
        (-1_330_000_000, "-1.330.000.000 đ", "-1,33 tỷ", "-1.33 bn"),
    ],
)
def test_money(value: int, full: str, short: str, english_short: str) -> None:
    assert money(value, "vi") == full
    assert money(value, "vi", short=True) == short
    assert money(value, "en", short=True) == english_short


def test_percent() -> None:
    assert percent(9500, "vi") == "95,0 %"
    assert percent(5750, "vi") == "57,5 %"
    assert percent(5750, "en") == "57.5 %"
    assert percent(3333, "vi") == "33,33 %"
    assert percent(10_000, "vi") == "100,0 %"
    assert percent(5, "vi") == "0,05 %"


@pytest.mark.parametrize(
    ("shown", "unit", "full", "short"),
    [
        (Figure.of(1300), "cuốn", "1.300", "1.300"),
        (Figure.of(0), "cuốn", "0", "0"),
        (Figure.of(2500, "hơn"), "cuốn", "hơn 2.500", "hơn 2.500"),
        (Figure.of(1_330_000_000, "hơn"), "đồng", "hơn 1.330.000.000 đ", "hơn 1,33 tỷ"),
        (Figure.of(1_234_567_891), "đồng", "1.234.567.891 đ", "≈ 1,23 tỷ"),
        (Figure(1500, 1500, 1800, state="reported"), "người", "1.500–1.800", "1.500–1.800"),
        (
            Figure(800_000_000, 800_000_000, 1_200_000_000, state="reported"),
            "đồng",
            "800.000.000–1.200.000.000 đ",
            "800 triệu – 1,2 tỷ",
        ),
        (
            Figure(1_500_000_000, 1_500_000_000, 1_800_000_000, state="reported"),
            "đồng",
            "1.500.000.000–1.800.000.000 đ",
            "1,5–1,8 tỷ",
        ),
        (Figure(8000, numerator=8, denominator=10, state="reported"), "%", "80,0 % (8/10)", "80,0 %"),
        (Figure(9000, 9000, 9500, state="reported"), "%", "90,0–95,0 %", "90,0–95,0 %"),
        (UNKNOWN, "bộ", "—", "—"),
        (Figure(state="not_carried_out", reason="COVID-19"), "điểm", "not carried out", "not done"),
        (Figure(state="not_applicable", reason="x"), "điểm", "not applicable", "n/a"),
    ],
)
def test_figure(shown: Figure, unit: str, full: str, short: str) -> None:
    assert figure(shown, unit, "vi") == full
    assert figure(shown, unit, "vi", short=True) == short


def test_a_hedge_has_an_english_word() -> None:
    assert figure(Figure.of(2500, "hơn"), "cuốn", "en") == "over 2,500"
    assert figure(Figure.of(2500, "tầm"), "cuốn", "en") == "tầm 2,500"


def test_unknown_and_zero_look_different() -> None:
    assert figure(UNKNOWN, "đồng", "vi") != figure(Figure.of(0), "đồng", "vi")


def test_dates() -> None:
    assert day(date(2017, 9, 28)) == "28/09/2017"
    assert period(Period.quarter(2020, 2), "vi") == "quý 2/2020"


def test_when() -> None:
    assert when("2026-11-22T09:31:00Z", "Asia/Ho_Chi_Minh") == "22/11/2026 16:31"
    assert when("2026-11-22T09:31:00+00:00", UTC) == "22/11/2026 09:31"
    assert when("2026-11-22 09:31:00.123456", timezone(timedelta(hours=7))) == "22/11/2026 16:31"
    assert when("2026-12-31T23:00:00Z", "Asia/Ho_Chi_Minh") == "01/01/2027 06:00"
    assert when("", UTC) == ""
    assert when("not\x1bstated", UTC) == "not␛stated"
    assert when("0001-01-01T00:00:00Z", timezone(timedelta(hours=-7))) == "0001-01-01T00:00:00Z"


def test_what_a_document_states_of_its_day() -> None:
    assert stated("2017-09-29T10:02") == "29/09/2017 10:02"
    assert stated("2017-09-29") == "29/09/2017"
    assert stated("quý 2") == "quý 2"


@given(MONEY)
def test_short_money_never_misleads(value: int) -> None:
    shown = money(value, "vi", short=True)
    assert len(shown) <= len(money(value, "vi"))
    if short_is_exact(value):
        assert read_figure(shown, unit="đồng").value == value
    else:
        read = read_figure(shown, unit="đồng").value
        assert read is not None
        assert abs(read - value) * 200 <= value  # half a percent at most
        assert figure(Figure.of(value), "đồng", "vi", short=True) == f"≈ {shown}"


@given(st.integers(0, 10**17))
def test_english_formats_differ_from_vietnamese_in_their_marks_alone(value: int) -> None:
    swapped = str.maketrans(".,", ",.")
    assert number(value, "en").translate(swapped) == number(value, "vi")
    assert percent(value, "en").translate(swapped) == percent(value, "vi")
