"""Dates and periods as officials write them."""

import time
import unicodedata
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.entry.reading.dates import echo_period, read_period
from db.entry.reading.errors import Ambiguous, ReadingError
from db.models.period import FIRST_YEAR, LAST_YEAR, Period

TODAY = date(2026, 11, 22)
IN_VIEW = 2019
YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


def span(start: date, end: date) -> Period:
    return Period(start, end, "span")


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("16/5", Period.day(date(2019, 5, 16))),
        ("9/11/2020", Period.day(date(2020, 11, 9))),
        ("28/4/2017", Period.day(date(2017, 4, 28))),
        ("28 / 4 / 2017", Period.day(date(2017, 4, 28))),
        ("02/09/2016", Period.day(date(2016, 9, 2))),
        ("18-7", Period.day(date(2019, 7, 18))),
        ("18-7-2020", Period.day(date(2020, 7, 18))),
        ("18.7.2020", Period.day(date(2020, 7, 18))),
        ("2020-07-18", Period.day(date(2020, 7, 18))),
        ("ngày 28/9/2017", Period.day(date(2017, 9, 28))),
        ("28/9 năm 2017", Period.day(date(2017, 9, 28))),
        ("ngày 28 tháng 9 năm 2017", Period.day(date(2017, 9, 28))),
        ("29/2/2020", Period.day(date(2020, 2, 29))),
        ("8/10", Period.day(date(2019, 10, 8))),
        ("hôm nay", Period.day(TODAY)),
        ("hôm qua", Period.day(TODAY - timedelta(days=1))),
        ("tháng 6/2020", Period.month(2020, 6)),
        ("Tháng 6 năm 2020", Period.month(2020, 6)),
        ("thang 6", Period.month(2019, 6)),
        ("t6/2020", Period.month(2020, 6)),
        ("6/2020", Period.month(2020, 6)),
        ("06-2020", Period.month(2020, 6)),
        ("quý 2/2020", Period.quarter(2020, 2)),
        ("quý II/2020", Period.quarter(2020, 2)),
        ("QUÝ IV năm 2020", Period.quarter(2020, 4)),
        ("q2/2020", Period.quarter(2020, 2)),
        ("quý 1", Period.quarter(2019, 1)),
        ("6 tháng đầu năm 2020", Period.half(2020, 1)),
        ("6 tháng cuối năm 2020", Period.half(2020, 2)),
        ("6 tháng đầu năm", Period.half(2019, 1)),
        ("6 tháng 2020", Period.half(2020, 1)),
        ("9 tháng đầu năm 2020", span(date(2020, 1, 1), date(2020, 9, 30))),
        ("2018", Period.year(2018)),
        ("năm 2018", Period.year(2018)),
        ("từ 1/6/2020 đến 31/12/2020", span(date(2020, 6, 1), date(2020, 12, 31))),
        ("từ 1/6 đến 31/12/2020", span(date(2020, 6, 1), date(2020, 12, 31))),
        ("từ 1/6/2020 đến 31/12", span(date(2020, 6, 1), date(2020, 12, 31))),
        ("6/2020-12/2020", span(date(2020, 6, 1), date(2020, 12, 31))),
        ("từ tháng 6 đến tháng 12/2020", span(date(2020, 6, 1), date(2020, 12, 31))),
        ("tháng 6-12/2020", span(date(2020, 6, 1), date(2020, 12, 31))),
        ("12/2019 - 3/2020", span(date(2019, 12, 1), date(2020, 3, 31))),
        ("quý 1-3/2020", span(date(2020, 1, 1), date(2020, 9, 30))),
        ("1/6-5/6/2020", span(date(2020, 6, 1), date(2020, 6, 5))),
        ("1-5/6/2020", span(date(2020, 6, 1), date(2020, 6, 5))),
        ("18-7-2020 - 20-7-2020", span(date(2020, 7, 18), date(2020, 7, 20))),
        ("5/6/2020-5/6/2020", Period.day(date(2020, 6, 5))),
        ("12-3/2021", Period.day(date(2021, 3, 12))),
        ("2024-2025", Period.years(2024, 2025)),
        ("2024–2025", Period.years(2024, 2025)),
        ("giai đoạn 2021-2025", Period.years(2021, 2025)),
        ("từ năm 2021 đến năm 2025", Period.years(2021, 2025)),
    ],
)
def test_periods(typed: str, period: Period) -> None:
    assert read_period(typed, today=TODAY, year=IN_VIEW) == period


def test_without_a_year_in_view_the_year_is_this_one() -> None:
    assert read_period("16/5", today=TODAY, year=None) == Period.day(date(2026, 5, 16))


@pytest.mark.parametrize(
    ("typed", "periods"),
    [
        ("16/5/20", [Period.day(date(2020, 5, 16))]),
        ("16/5/99", [Period.day(date(1999, 5, 16))]),
        ("tháng 6/20", [Period.month(2020, 6)]),
        ("6/20", [Period.month(2020, 6)]),
        ("quý 2/20", [Period.quarter(2020, 2)]),
        ("năm 20", [Period.year(2020)]),
        ("1/6/20-5/6/20", [span(date(2020, 6, 1), date(2020, 6, 5))]),
        ("6-12/2020", [Period.day(date(2020, 12, 6)), span(date(2020, 6, 1), date(2020, 12, 31))]),
    ],
)
def test_what_is_not_clear_is_asked_again(typed: str, periods: list[Period]) -> None:
    with pytest.raises(Ambiguous) as caught:
        read_period(typed, today=TODAY, year=IN_VIEW)
    assert [candidate.value for candidate in caught.value.candidates] == periods


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31/2/2020", "2/2020"),
        ("29/2/2019", "2/2019"),
        ("31/4", "4/2019"),
        ("0/5/2020", "5/2020"),
        ("1/13/2020", "month 13"),
        ("tháng 13/2020", "month 13"),
        ("quý 5/2020", "quarter 5"),
        ("1/1/1899", "1899"),
        ("2500", "2500"),
        ("5/6/2020-1/6/2020", "before"),
        ("2025-2021", "before"),
        ("", "no date"),
        ("abc", "no date"),
        ("1/1/1", "no date"),
        ("16/5/2020 8/10", "no date"),
        ("từ 1/6/2020", "no date"),
        ("1/2/3/4", "no date"),
        ("9" * 100_000, "no date"),
    ],
)
def test_the_impossible_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(ReadingError, match=why) as caught:
        read_period(typed, today=TODAY, year=IN_VIEW)
    assert not isinstance(caught.value, Ambiguous)
    assert "example" in str(caught.value)


@pytest.mark.parametrize(
    ("period", "vietnamese", "english"),
    [
        (Period.day(date(2017, 9, 28)), "28/09/2017", "28/09/2017"),
        (Period.month(2020, 6), "06/2020", "06/2020"),
        (Period.quarter(2020, 2), "quý 2/2020", "Q2/2020"),
        (Period.half(2020, 1), "6 tháng đầu năm 2020", "first half of 2020"),
        (Period.half(2020, 2), "6 tháng cuối năm 2020", "second half of 2020"),
        (Period.year(2020), "2020", "2020"),
        (Period.years(2021, 2025), "2021-2025", "2021-2025"),
        (span(date(2020, 6, 1), date(2020, 12, 31)), "từ 06/2020 đến 12/2020", "from 06/2020 to 12/2020"),
        (span(date(2020, 6, 1), date(2020, 6, 30)), "từ 01/06/2020 đến 30/06/2020", "from 01/06/2020 to 30/06/2020"),
        (span(date(2020, 6, 1), date(2020, 12, 30)), "từ 01/06/2020 đến 30/12/2020", "from 01/06/2020 to 30/12/2020"),
    ],
)
def test_the_echo(period: Period, vietnamese: str, english: str) -> None:
    assert echo_period(period, "vi") == vietnamese
    assert echo_period(period, "en") == english


# --- properties --------------------------------------------------------------------------------------------------


PERIODS = st.one_of(
    DAYS.map(Period.day),
    st.builds(Period.month, YEARS, st.integers(1, 12)),
    st.builds(Period.quarter, YEARS, st.integers(1, 4)),
    st.builds(Period.half, YEARS, st.integers(1, 2)),
    YEARS.map(Period.year),
    st.tuples(YEARS, YEARS).map(lambda ends: Period.years(min(ends), max(ends))),
    st.tuples(DAYS, DAYS).filter(lambda ends: ends[0] < ends[1]).map(lambda ends: span(*ends)),
)


@given(PERIODS, st.sampled_from(["vi", "en"]))
def test_what_is_echoed_is_read_back(period: Period, language: str) -> None:
    assert read_period(echo_period(period, language), today=TODAY, year=IN_VIEW) == period


@given(
    st.text(max_size=40) | st.text("0123456789/-. –từđếnthángquýnămgiaiđoạnIV", max_size=30),
    st.dates(date(1970, 1, 1), date(2099, 12, 31)),
    st.none() | YEARS,
)
def test_any_text_is_read_or_refused(typed: str, today: date, year: int | None) -> None:
    with suppress(ReadingError):
        period = read_period(typed, today=today, year=year)
        assert period.start <= period.end


@given(st.text("0123456789/-. thángquýnămtừđến", max_size=25))
def test_nfd_is_read_as_nfc(typed: str) -> None:
    def outcome(text: str) -> object:
        try:
            return read_period(text, today=TODAY, year=IN_VIEW)
        except ReadingError as error:
            return type(error)

    assert outcome(unicodedata.normalize("NFD", typed)) == outcome(unicodedata.normalize("NFC", typed))


@pytest.mark.parametrize(
    "typed", ["1-" * 39, "1/" * 39, "từ " * 20, "1 đến " * 13, "tháng " * 13, "-" * 80, "1-" * 50_000]
)
def test_nothing_hangs(typed: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ReadingError):
        read_period(typed, today=TODAY, year=IN_VIEW)
    assert time.perf_counter() - start < 5  # what hangs takes minutes
