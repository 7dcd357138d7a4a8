"""Figures as officials write them: what is read, what is asked again, what is refused."""

import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.entry.reading.errors import Ambiguous, ReadingError
from db.entry.reading.numbers import echo_figure, read_figure
from db.models.figure import UNKNOWN, Figure
from db.models.wording import HEDGES, figure

LARGEST = 10**18 - 1
HEDGED = st.none() | st.sampled_from(sorted(HEDGES))


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("1300", "cuốn", 1300),
        ("1.300", "cuốn", 1300),
        ("1 300", "cuốn", 1300),
        ("1\u00a0300", "cuốn", 1300),
        ("1\u202f300 cuốn", "cuốn", 1300),
        ("06", "xã", 6),
        ("06 xã", "xã", 6),
        ("0", "xã", 0),
        ("1.234.567", "hộ", 1_234_567),
        ("2.700 hộ", "hộ", 2700),
        ("20.000", "tờ", 20_000),
        ("1,7 nghìn", "tờ", 1700),
        ("1,7 ngàn tờ", "tờ", 1700),
        ("4 x 25 người", "người", 100),
        ("2,7 tỷ đồng", "đồng", 2_700_000_000),
        ("2,7 tỉ", "đồng", 2_700_000_000),
        ("2,7 tỷ", "đ", 2_700_000_000),
        ("1 tỷ 545 triệu", "đồng", 1_545_000_000),
        ("1 TỶ 545 TRIỆU 300 nghìn đồng", "đồng", 1_545_300_000),
        ("500tr", "đồng", 500_000_000),
        ("500 triệu đồng", "đồng", 500_000_000),
        ("500.000.000 đ", "đồng", 500_000_000),
        ("500 000 000 VNĐ", "đồng", 500_000_000),
        ("1.300 tỷ", "đồng", 1_300_000_000_000),
        ("1.300,5 tỷ", "đồng", 1_300_500_000_000),
        ("1,2 nghìn tỷ", "đồng", 1_200_000_000_000),
        ("40 x 400 triệu", "đồng", 16_000_000_000),
        ("40 × 400 triệu đồng", "đồng", 16_000_000_000),
        ("98,7%", "%", 9870),
        ("98,7 %", "%", 9870),
        ("95", "%", 9500),
        ("95 phần trăm", "%", 9500),
        ("57,25", "%", 5725),
        ("100", "%", 10_000),
        ("1,300", "%", 130),  # 1.300 % makes no sense as a level
    ],
)
def test_numbers(typed: str, unit: str, value: int) -> None:
    assert read_figure(typed, unit=unit) == Figure.of(value)


@pytest.mark.parametrize(
    ("typed", "hedge"),
    [
        ("hơn 1,33 tỷ", "hơn"),
        ("HON 1,33 tỷ", "hơn"),
        ("trên 1,33 tỷ", "trên"),
        ("gần 1,33 tỷ", "gần"),
        ("khoảng 1,33 tỷ", "khoảng"),
        ("khoảng hơn 1,33 tỷ", "khoảng hơn"),
        ("dưới 1,33 tỷ", "dưới"),
        ("cơ bản 1,33 tỷ", "cơ bản"),
        ("≈ 1,33 tỷ", "khoảng"),
        ("≈1,33 tỷ", "khoảng"),
        ("≈ hơn 1,33 tỷ", "hơn"),
        ("more than 1,33 bn", "hơn"),
    ],
)
def test_a_hedge_stays_with_its_figure(typed: str, hedge: str) -> None:
    assert read_figure(typed, unit="đồng") == Figure.of(1_330_000_000, hedge)


@pytest.mark.parametrize(
    ("typed", "unit", "low", "high"),
    [
        ("từ 1.500 đến 1.800", "người", 1500, 1800),
        ("1.500-1.800", "người", 1500, 1800),
        ("1.500 – 1.800 người", "người", 1500, 1800),
        ("từ 1,5 đến 1,8 tỷ", "đồng", 1_500_000_000, 1_800_000_000),
        ("từ 800 triệu đến 1,2 tỷ", "đồng", 800_000_000, 1_200_000_000),
        ("từ 800.000.000 đến 1,2 tỷ", "đồng", 800_000_000, 1_200_000_000),
        ("90-95%", "%", 9000, 9500),
    ],
)
def test_ranges(typed: str, unit: str, low: int, high: int) -> None:
    assert read_figure(typed, unit=unit) == Figure(value=low, low=low, high=high, state="reported")


def test_a_hedged_range() -> None:
    assert read_figure("khoảng từ 1.500 đến 1.800", unit="người") == Figure(
        value=1500, low=1500, high=1800, hedge="khoảng", state="reported"
    )
    assert read_figure("từ 5 đến 5", unit="người") == Figure.of(5)


@pytest.mark.parametrize("typed", ["8/10", "8 / 10", "8/10 xã", "08/10", "80,0 % (8/10)", "80% (8/10)"])
def test_fractions_keep_their_denominator(typed: str) -> None:
    read = read_figure(typed, unit="%")
    assert read == Figure(value=8000, numerator=8, denominator=10, state="reported")


def test_a_fraction_is_rounded_to_hundredths() -> None:
    assert read_figure("1/3", unit="%").value == 3333
    assert read_figure("2/3", unit="%").value == 6667
    assert read_figure("1.200/1.500", unit="%").numerator == 1200


def test_what_is_no_number() -> None:
    assert read_figure("không rõ", unit="bộ") == read_figure("?", unit="đồng") == UNKNOWN
    assert read_figure("khong ro", unit="bộ") == UNKNOWN
    assert read_figure("Không triển khai: dịch COVID-19", unit="điểm") == Figure(
        state="not_carried_out", reason="dịch COVID-19"
    )
    assert read_figure("không áp dụng (không có xã ĐBKK)", unit="điểm") == Figure(
        state="not_applicable", reason="không có xã ĐBKK"
    )
    assert read_figure("khong ap dung - không có xã", unit="%").reason == "không có xã"


@pytest.mark.parametrize(
    ("typed", "unit", "values"),
    [
        ("1.5", "người", [15]),
        ("1.5", "%", [150, 1500]),
        ("98.7", "%", [9870]),
        ("1.5 tỷ", "đồng", [1_500_000_000, 15_000_000_000]),
        ("1.5 nghìn", "người", [1500, 15_000]),
        ("1,300", "người", [1300]),
        ("1,300", "đồng", [1300]),
        ("1,300 tỷ", "đồng", [1_300_000_000, 1_300_000_000_000]),
        ("1,545 tỷ", "đồng", [1_545_000_000, 1_545_000_000_000]),
        ("1,234.5 tỷ", "đồng", [1_234_500_000_000]),
        ("1.300", "%", [130]),
        ("0.5 tỷ", "đồng", [500_000_000]),
        ("hơn 1,300", "người", [1300]),
        ("1.5-1.800", "người", [15]),
    ],
)
def test_what_could_mean_two_things_is_asked_again(typed: str, unit: str, values: list[int]) -> None:
    with pytest.raises(Ambiguous) as caught:
        read_figure(typed, unit=unit)
    figures = [candidate.value for candidate in caught.value.candidates]
    assert [one.value for one in figures if isinstance(one, Figure)] == values
    assert typed in str(caught.value)
    for candidate in caught.value.candidates:
        assert candidate.shown in str(caught.value)
        assert f"type {candidate.text}" in str(caught.value)
        assert read_figure(candidate.text, unit=unit) == candidate.value


def test_a_candidate_keeps_the_hedge() -> None:
    with pytest.raises(Ambiguous) as caught:
        read_figure("khoảng 1.5 tỷ", unit="đồng")
    assert caught.value.candidates[0].value == Figure.of(1_500_000_000, "khoảng")


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("", "người"),
        ("   ", "người"),
        ("abc", "người"),
        ("không", "người"),
        ("không triển khai", "điểm"),
        ("không áp dụng:  ", "điểm"),
        ("-5", "người"),
        ("−5", "người"),
        ("2,7", "người"),
        ("2,0", "người"),
        ("2,7", "đồng"),
        ("0,3333333333 tỷ", "đồng"),
        ("1.2.3", "người"),
        ("12 34", "người"),
        ("1,2,3", "người"),
        ("1.234,567.8", "đồng"),
        ("630 lượt người", "người"),
        ("20.000 tờ/năm", "tờ"),
        ("8/10", "xã"),
        ("12/10", "%"),
        ("3/0", "%"),
        ("81 % (8/10)", "%"),
        ("98,755", "%"),
        ("5 tỷ", "%"),
        ("1 tỷ 545", "đồng"),
        ("2 triệu 3 tỷ", "đồng"),
        ("1 tỷ 1.545 triệu", "đồng"),
        ("2 x 3 x 4", "người"),
        ("2 x", "người"),
        ("1.800-1.500", "người"),
        ("1-2-3", "người"),
        ("từ 5", "người"),
        ("cơ bản", "%"),
        ("1" * 19, "người"),
        ("1" * 100_000, "người"),
        ("999.999.999 tỷ tỷ", "đồng"),
        ("１３００", "người"),
    ],
)
def test_the_unreadable_is_refused_with_an_example(typed: str, unit: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_figure(typed, unit=unit)
    assert not isinstance(caught.value, Ambiguous)
    assert "Expected" in str(caught.value)
    assert "example" in str(caught.value)
    assert len(str(caught.value)) < 250


def test_people_and_attendances_are_not_mixed() -> None:
    assert read_figure("630 lượt người", unit="lượt người") == Figure.of(630)
    with pytest.raises(ReadingError):
        read_figure("630 người", unit="lượt người")


@pytest.mark.parametrize(
    ("typed", "unit", "echo"),
    [
        ("hơn 1,33 tỷ", "đồng", "≈ hơn 1.330.000.000 đ (1,33 tỷ)"),
        ("40 x 400 triệu", "đồng", "16.000.000.000 đ (16 tỷ)"),
        ("1.500-1.800 triệu", "đồng", "1.500.000.000–1.800.000.000 đ (1,5–1,8 tỷ)"),
        ("1.234.567 đ", "đồng", "1.234.567 đ"),
        ("1300", "cuốn", "1.300 cuốn"),
        ("8/10", "%", "80,0 % (8/10)"),
        ("1.500-1.800", "người", "1.500–1.800 người"),
    ],
)
def test_the_echo_says_what_was_read(typed: str, unit: str, echo: str) -> None:
    assert echo_figure(read_figure(typed, unit=unit), unit, "vi") == echo


def test_the_echo_names_a_state_with_its_reason() -> None:
    assert "COVID-19" in echo_figure(read_figure("không triển khai: COVID-19", unit="điểm"), "điểm", "vi")
    assert echo_figure(UNKNOWN, "điểm", "vi")


# --- properties --------------------------------------------------------------------------------------------------


@st.composite
def written_figures(draw: st.DrawFn) -> tuple[Figure, str]:
    """A reported figure and its unit, of every shape that a report prints."""
    unit = draw(st.sampled_from(["người", "lượt người", "đồng", "%", "cuốn"]))
    hedge = draw(HEDGED)
    if unit == "%" and draw(st.booleans()):
        denominator = draw(st.integers(1, 100_000))
        numerator = draw(st.integers(0, denominator))
        exact = draw(st.just(f"{numerator}/{denominator}"))
        value = read_figure(exact, unit="%").value
        return Figure(value, numerator=numerator, denominator=denominator, hedge=hedge, state="reported"), unit
    largest = 100_000 if unit == "%" else LARGEST
    low = draw(st.integers(0, largest))
    if draw(st.booleans()) and low < largest:
        high = draw(st.integers(low + 1, largest))
        return Figure(value=low, low=low, high=high, hedge=hedge, state="reported"), unit
    return Figure.of(low, hedge), unit


@given(written_figures())
def test_what_is_printed_in_vietnamese_is_read_back(written: tuple[Figure, str]) -> None:
    shown, unit = written
    assert read_figure(figure(shown, unit, "vi"), unit=unit) == shown
    assert read_figure(echo_figure(shown, unit, "vi"), unit=unit) == shown


@given(
    st.text(max_size=60) | st.text("0123456789.,- /x%≈từđếnhơnkhoảngtỷtriệunghìn()?", max_size=40),
    st.sampled_from(["người", "đồng", "%", "", "m", "x"]),
)
def test_any_text_is_read_or_refused(typed: str, unit: str) -> None:
    with suppress(ReadingError):
        read = read_figure(typed, unit=unit)
        assert read.value is None or 0 <= read.value <= (100_000 if unit == "%" else LARGEST)


@given(st.text("0123456789., tỷtriệuđồngngườihơntừđến-/%", max_size=30), st.sampled_from(["người", "đồng", "%"]))
def test_nfd_is_read_as_nfc(typed: str, unit: str) -> None:
    def outcome(text: str) -> object:
        try:
            return read_figure(text, unit=unit)
        except ReadingError as error:
            return type(error)

    assert outcome(unicodedata.normalize("NFD", typed)) == outcome(unicodedata.normalize("NFC", typed))


@pytest.mark.parametrize(
    "typed", ["1 " * 60, "1." * 60, "1.5-" * 29, "1 tỷ " * 20, "1-" * 50_000, "tu " * 40, "8/" * 50]
)
def test_nothing_hangs(typed: str) -> None:
    start = time.perf_counter()
    with pytest.raises(ReadingError):
        read_figure(typed, unit="đồng")
    assert time.perf_counter() - start < 5  # what hangs takes minutes


@pytest.mark.parametrize(("typed", "value"), [("1,234,567", 1_234_567), ("1,330,000,000", 1_330_000_000)])
def test_several_commas_can_only_group_thousands(typed: str, value: int) -> None:
    assert read_figure(typed, unit="đồng") == Figure.of(value)


@pytest.mark.parametrize("typed", ["-", "–", "—"])
def test_the_dash_that_is_shown_for_unknown_is_read_as_unknown(typed: str) -> None:
    assert read_figure(typed, unit="người") == UNKNOWN
