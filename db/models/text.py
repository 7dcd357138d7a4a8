"""Vietnamese text: kept as typed, matched without marks, sorted as CLDR `vi`, shown without harm to a terminal.

Pure functions over the standard library: the first frame waits for this module. Each table below fills itself a
character at a time, when that character is first met, so importing costs nothing and common text is a look-up.
"""

import unicodedata
from typing import Final

_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_LINE_BREAKS: Final = frozenset("\n\r\v\f\x85\u2028\u2029")
_APOSTROPHES: Final = frozenset("'\u2018\u2019\u02bc")
_CROSSED_D: Final = frozenset("đðɖ")
"""Small đ, and the look-alikes that older keyboards and fonts left in sources for it (from Ð U+00D0, Ɖ U+0189)."""
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Characters that show nothing although their category is letter or mark."""

CollationKey = tuple[str, str, str, str]


def nfc(text: str) -> str:
    """Normalise what was typed or pasted, for keeping: NFC, line breaks as newlines, no control characters.

    Tabs become spaces and a byte that was no UTF-8 becomes U+FFFD, so both databases can store the result. Spaces,
    spelling and case stay as typed.
    """
    if not text.isprintable():
        text = text.replace("\r\n", "\n").translate(_KEPT)
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Fold text for matching only, never for showing: "Đắk Lắk" and "dak  lak" fold alike.

    Case, tones and vowel marks go, đ becomes d, the apostrophes U+0027, U+2018, U+2019 and U+02BC become one, every
    run of white space is one space. Old and new tone placement (Hoà, Hòa) fold alike because the tones are gone.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    elif text.isprintable():
        return " ".join(text.lower().split())
    else:
        text = text.lower()
    return " ".join(text.translate(_FOLDED).split())


def initials(text: str) -> str:
    """The first letters and digits of the words, folded: "Xã có mạng LAN" has "xcml"."""
    words = "".join(character if character.isalnum() else " " for character in fold(text)).split()
    return "".join(word[0] for word in words)


def collation_key(text: str) -> CollationKey:
    """Give the key that sorts text as CLDR `vi` does, for `sorted(…, key=collation_key)`.

    Letters first (a ă â b c d đ e ê … o ô ơ … u ư …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then small
    before capital, at last the text itself, so only equal texts have equal keys. Spaces come before punctuation,
    digits and letters. Numbers sort by their value, which CLDR leaves to choice: Phường 2 stands before Phường 10.
    """
    text = nfc(text)
    letters, tones, cases = [], [], []
    for number_or_character in _elements(text):
        letter, tone, case = (
            _WEIGHTS[number_or_character]
            if len(number_or_character) == 1
            else (_number_weight(number_or_character), "0", "0")
        )
        letters.append(letter)
        tones.append(tone)
        cases.append(case)
    return "".join(letters), "".join(tones), "".join(cases), text


def printable(text: str) -> str:
    """Make text harmless on one line of a terminal; Vietnamese is untouched.

    ESC and other controls become visible pictures (␛), line breaks, tabs and odd spaces one space each; characters
    that reorder or hide text (bidi controls, zero-width characters, variation selectors) are dropped.
    """
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text.translate(_HARMLESS))


def cells(text: str) -> int:
    """Count the terminal cells of printable text: wide characters take two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


def clip(text: str, width: int, ellipsis: str = "…") -> str:
    """Cut printable text to at most `width` cells, ending in `ellipsis` where something was cut.

    No character is torn: marks stay with their letter, and a wide character that does not fit is left out.
    """
    if cells(text) <= width:
        return text
    room = width - cells(ellipsis)
    if room < 0:
        room, ellipsis = max(width, 0), ""
    end = used = 0
    for end, character in enumerate(text):  # noqa: B007 - the place of the first character that does not fit
        used += _WIDTHS[character]
        if used > room:
            break
    return text[:end] + ellipsis


class _Kept(dict[int, str | None]):
    """What becomes of each character in kept text."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        kept: str | None = character
        if character in _LINE_BREAKS:
            kept = "\n"
        elif character == "\t":
            kept = " "
        elif category == "Cc":
            kept = None
        elif category == "Cs":
            kept = _REPLACEMENT
        self[code] = kept
        return kept


class _Folded(dict[int, str | None]):
    """What becomes of each character of decomposed, casefolded text when it is matched."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        folded: str | None = character
        if character.isspace():
            folded = " "
        elif category in ("Mn", "Me", "Cc", "Cf", "Cs"):
            folded = None
        elif character in _APOSTROPHES:
            folded = "'"
        elif character in _CROSSED_D:
            folded = "d"
        self[code] = folded
        return folded


class _Harmless(dict[int, str | None]):
    """What becomes of each character on a terminal."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        category = unicodedata.category(character)
        shown: str | None = character
        if character in _LINE_BREAKS or character == "\t" or category == "Zs":
            shown = " "
        elif code < 0x20:
            shown = chr(0x2400 + code)
        elif code == 0x7F:
            shown = "\N{SYMBOL FOR DELETE}"
        elif category in ("Cc", "Cs"):
            shown = _REPLACEMENT
        elif category == "Cf" or character in _INVISIBLE or unicodedata.name(character, "").startswith("VARIATION SEL"):
            shown = None
        self[code] = shown
        return shown


class _Widths(dict[str, int]):
    """The cells of each character."""

    def __missing__(self, character: str) -> int:
        if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc") or "\u1160" <= character <= "\u11ff":
            width = 0
        else:
            width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        self[character] = width
        return width


# CLDR root and vi, as weights: a letter's weight is one character, so the weights of a text compare as one string.
_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_WEIGHTS: Final = {letter: chr(0x80 + place) for place, letter in enumerate(_ALPHABET)}
_TONE_WEIGHTS: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SPACE_WEIGHT, _PUNCTUATION_WEIGHT, _NUMBER_WEIGHT = "\x01", "\x02", "\x03"


class _Weights(dict[str, tuple[str, str, str]]):
    """The letter, tone and case weight of each character of NFC text."""

    def __missing__(self, character: str) -> tuple[str, str, str]:
        self[character] = weights = _character_weights(character)
        return weights


def _character_weights(character: str) -> tuple[str, str, str]:
    if character.isspace():
        return _SPACE_WEIGHT, "0", "0"
    small = character.lower()
    case = "0" if small == character else "1"
    decomposed = unicodedata.normalize("NFD", small)
    tones = "".join(mark for mark in decomposed if mark in _TONE_WEIGHTS)
    letter = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONE_WEIGHTS))
    tone = "".join(_TONE_WEIGHTS[mark] for mark in tones) or "0"
    if letter in _LETTER_WEIGHTS:
        return _LETTER_WEIGHTS[letter], tone, case
    category = unicodedata.category(character)
    if category.startswith("M"):  # a mark that no precomposed letter holds: told apart after all letters
        return "", _TONE_WEIGHTS.get(character, "6" + character), ""
    if category == "Nd":
        return _number_weight(character), "0", "0"
    if category[0] in "PSC":
        return _PUNCTUATION_WEIGHT + character, "0", "0"
    base = unicodedata.normalize("NFD", letter)
    if base and base[0] in _LETTER_WEIGHTS:  # ü, ç and other letters of loan words stand by their base
        return _LETTER_WEIGHTS[base[0]], tone + "6" + base[1:], case
    return "\u0100" + small, tone, case


def _number_weight(digits: str) -> str:
    value = "".join(str(unicodedata.decimal(digit)) for digit in digits).lstrip("0")
    # The longer number is the larger one; its length stands first.
    return _NUMBER_WEIGHT + chr(0x100 + min(len(value), 0x1000)) + value


def _elements(text: str) -> list[str]:
    """Cut text into numbers (runs of decimal digits) and single characters."""
    if not any(map(str.isdecimal, text)):
        return list(text)
    elements: list[str] = []
    in_number = False
    for character in text:
        if in_number and character.isdecimal():
            elements[-1] += character
        else:
            elements.append(character)
        in_number = character.isdecimal()
    return elements


_KEPT: Final = _Kept()
_FOLDED: Final = _Folded()
_HARMLESS: Final = _Harmless()
_WIDTHS: Final = _Widths()
_WEIGHTS: Final = _Weights()
