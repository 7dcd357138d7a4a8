"""Vietnamese text: matching, sorting, printing and measuring."""

import random
import subprocess
import sys
import time
import unicodedata
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from db.models.text import cells, clip, collation_key, fold, nfc, printable

ANY_TEXT = st.text(st.characters(), max_size=40)  # lone surrogates too: a broken paste must not crash a screen
VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
    " 0123456789.,'’-/",
    max_size=40,
)
PROVINCES = """\
An Giang|Bà Rịa - Vũng Tàu|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định
Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp
Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hồ Chí Minh|Huế
Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An
Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng
Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc
Yên Bái"""
IN_ORDER = [name for line in PROVINCES.splitlines() for name in line.split("|")]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


# --- nfc ---------------------------------------------------------------------------------------------------------


def test_nfc_keeps_what_was_typed() -> None:
    assert nfc(nfd("huyện M’Đrắk,  Đắk Lắk")) == "huyện M’Đrắk,  Đắk Lắk"
    assert nfc("dòng 1\r\ndòng 2\rdòng 3\x0bdòng 4") == "dòng 1\ndòng 2\ndòng 3\ndòng 4"
    assert nfc("một\thai\x00\x1b[31m") == "một hai[31m"
    assert nfc("e\u0000\u0301") == "é"  # what a control character kept apart is composed


@given(ANY_TEXT)
def test_nfc_is_stable_and_can_be_stored(text: str) -> None:
    kept = nfc(text)
    assert nfc(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode()  # no lone surrogate: SQLite and PostgreSQL refuse them
    assert "\x00" not in kept


# --- fold --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sơn La", "son la"),
        ("Đắk Lắk", "dak lak"),
        ("ĐẮK LẮK", "đắk lắk"),
        ("Hoà Bình", "Hòa Bình"),
        ("Thuỷ", "Thủy"),
        ("M’Đrắk", "M'Drak"),
        ("MʼĐrắk", "M‘Đrắk"),
        ("Ia Rvê", "ia rve"),
        ("Cư Kbang", "CƯ KBANG"),
        ("Lùng Cái", "Lùng Cải"),
        ("Bà Rịa\u00a0- Vũng   Tàu ", "ba ria - vung tau"),
        ("Ðắk Lắk", "Đắk Lắk"),  # U+00D0, an Icelandic letter in old files
        ("Hà\u200b Nội\ufeff", "hà nội"),
    ],
)
def test_fold_evens_spellings(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_is_plain_letters() -> None:
    assert fold("  Đường   Nguyễn Thị Minh Khai\n") == "duong nguyen thi minh khai"
    assert fold("M’Đrắk") == "m'drak"


@given(ANY_TEXT)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_fold_reads_nfd_as_nfc(text: str) -> None:
    assert fold(nfd(text)) == fold(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_fold_of_vietnamese_is_ascii(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper())


# --- collation ---------------------------------------------------------------------------------------------------


def test_provinces_sort_as_a_vietnamese_reader_expects() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=collation_key) == IN_ORDER


@pytest.mark.parametrize(
    "in_order",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ma", "mà", "mả", "mã", "má", "mạ", "măng", "mâm"],
        ["a", "A", "à", "À", "ă", "Ă", "ằ"],
        ["Hà Nội", "Hàm Yên", "Hán"],
        ["Phường 2", "Phường 10", "Phường Đa Kao"],
        ["xã 06", "xã 6 A", "xã 7"],
        ["Nậm Chày", "Nậm Chảy"],
        ["La Pan Tần", "La Pan Tẩn", "La Pán Tẩn"],
        ["Bà Rịa", "Bà Rịa - Vũng Tàu", "Bạc Liêu"],
    ],
)
def test_order_of_letters_tones_and_numbers(in_order: list[str]) -> None:
    for shuffled in list(permutations(in_order))[:500] if len(in_order) < 8 else [in_order[::-1]]:
        assert sorted(shuffled, key=collation_key) == in_order


@given(ANY_TEXT, ANY_TEXT)
def test_collation_is_a_total_order(one: str, other: str) -> None:
    equal = collation_key(one) == collation_key(other)
    assert equal == (nfc(one) == nfc(other))
    assert equal or (collation_key(one) < collation_key(other)) != (collation_key(other) < collation_key(one))


@given(ANY_TEXT)
def test_nfd_sorts_where_nfc_does(text: str) -> None:
    assert collation_key(nfd(text)) == collation_key(unicodedata.normalize("NFC", text))


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_sort_by_value(one: int, other: int) -> None:
    assert (collation_key(f"xã {one}") < collation_key(f"xã {other}")) == (one < other)


# --- terminal ----------------------------------------------------------------------------------------------------


def test_printable_shows_controls_and_drops_what_hides() -> None:
    assert printable("\x1b[31mđỏ\x07") == "␛[31mđỏ␇"
    assert printable("một\nhai\tba\u00a0bốn") == "một hai ba bốn"
    assert printable("\u202etxt.exe\u2066\u200b\ufeff") == "txt.exe"
    assert printable("\x9b31m\x7f") == "�31m␡"
    assert printable("[red]Tên[/red]") == "[red]Tên[/red]"


@given(ANY_TEXT)
def test_printable_is_harmless_and_stable(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(VIETNAMESE)
def test_printable_keeps_vietnamese(text: str) -> None:
    assert printable(text) == unicodedata.normalize("NFC", text)
    assert printable(nfd(text)) == unicodedata.normalize("NFC", text)
    assert cells(text) == len(text) == cell_len(text)
    assert cells(nfd(text)) == len(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("text", ["Đắk Lắk", "中文", "한국", "🙂 x", "≈ 1.500–1.800 ₫…", "ｱ", "ꪼꪒ", "e\u0302\u0323"])
def test_cells_agree_with_the_toolkit(text: str) -> None:
    assert cells(text) == cell_len(text)


def test_clip() -> None:
    assert clip("Truyền thông", 12) == "Truyền thông"
    assert clip("Truyền thông", 8) == "Truyền …"
    assert clip("中文字", 4) == "中…"
    assert clip(nfd("Lắk"), 2) == nfd("L") + "…"
    assert clip(nfd("Lắk!"), 3) == nfd("Lắ") + "…"
    assert clip("abc", 1) == "…"
    assert clip("abc", 0) == clip("abc", -3) == ""
    assert clip("abcdef", 2, "...") == "ab"


@given(ANY_TEXT.map(printable), st.integers(-2, 50))
def test_clip_never_exceeds_its_width(text: str, width: int) -> None:
    cut = clip(text, width)
    assert cells(cut) <= max(width, 0)
    assert cut == text or cut == "" or text.startswith(cut.removesuffix("…"))
    if cells(text) <= width:
        assert cut == text


# --- cost --------------------------------------------------------------------------------------------------------


def test_ten_thousand_names_sort_and_fold_quickly() -> None:
    names = [f"{name} {number}" for number in range(160) for name in IN_ORDER]
    start = time.perf_counter()
    sorted(names, key=collation_key)
    [fold(name) for name in names]
    assert time.perf_counter() - start < 20  # a quadratic fold takes minutes


def test_import_is_light() -> None:
    heavy = "{'rich', 'textual', 'polars', 'sqlmodel', 'decimal'}"
    program = f"import sys; import db.models.text; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
