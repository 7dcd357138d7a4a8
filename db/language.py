"""The language of every sentence a person reads: English in the code, Vietnamese from the catalogue.

`_` and `ngettext` translate when they are called, so a key can switch the language of a running screen; data declared
at module level is marked with `N_` and translated when it is drawn. Only the standard library is imported: the first
frame waits for this module.
"""

import gettext as _gettext
from functools import cache
from typing import Literal, get_args

Language = Literal["vi", "en"]
"""The languages of the program; `vi` is the default setting."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

_SOURCE_LANGUAGE: Language = "en"
_language: Language = _SOURCE_LANGUAGE
_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()


def use(language: Language) -> None:
    """Speak this language from now on, in the whole process.

    English needs no catalogue; a Vietnamese catalogue that is missing or damaged leaves the English sentences.

    Raises:
        ValueError: the program does not speak this language.
    """
    global _language, _catalogue
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}: expected one of {', '.join(LANGUAGES)}")
    _catalogue = _load(language)
    _language = language


def language() -> Language:
    """Tell which language is spoken now."""
    return _language


def _(message: str) -> str:
    """Translate a sentence into the language spoken now; fill its {fields} after this, never before."""
    # gettext answers an empty message with the catalogue's header.
    return _catalogue.gettext(message) if message else message


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a sentence that counts, choosing the form that goes with n."""
    return _catalogue.ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - the name that extraction tools and translators know
    """Mark a sentence for the catalogue without translating it: `_()` does, when it is drawn."""
    return message


def in_all_languages(message: str) -> tuple[str, ...]:
    """A sentence in each language of the program, whichever is spoken now."""
    return tuple(_load(one).gettext(message) for one in LANGUAGES)


@cache
def _load(language: Language) -> _gettext.NullTranslations:
    if language == _SOURCE_LANGUAGE:
        return _gettext.NullTranslations()
    # Read beside this module, not through gettext.find(): the same in a checkout and in an installed wheel,
    # and LANGUAGE or LC_ALL of the login do not change what the setting says.
    from pathlib import Path
    from struct import error as cut_short

    try:
        with (Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "tiendo.mo").open("rb") as catalogue:
            return _gettext.GNUTranslations(catalogue)
    except (OSError, ValueError, cut_short):
        return _gettext.NullTranslations()
