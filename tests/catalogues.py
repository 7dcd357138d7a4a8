"""Bring the Vietnamese catalogue up to date with the code: `make catalogues`, or with fragments to merge.

    python -m tests.catalogues [FRAGMENT.po …]

What the code says in English is extracted from db, seed and tui; translations come from the fragments, the later
one first, and else from the catalogue as it stands; what the code no longer says is dropped. The .po and the compiled
.mo are both committed, so that installing the program needs no Babel. Neither holds a date, a place in the code
or the name of a tool: the same sentences and translations give the same bytes.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("db", "seed", "tui")
PO = ROOT / "db/locale/vi/LC_MESSAGES/tiendo.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {**DEFAULT_KEYWORDS, "n_": (1, 2)}


class Catalogue(Catalog):
    """A catalogue whose header never changes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Project-Id-Version", "tiendo"),
            ("Language", "vi"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=1; plural=0;\n"),
        ]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def new_catalogue() -> Catalogue:
    return Catalogue(
        locale="vi", fuzzy=False, header_comment="# Vietnamese catalogue: brought up to date by `make catalogues`."
    )


def singular(message: Message) -> str:
    """The text that names a message: its id, or the singular of one that counts."""
    return message.id if isinstance(message.id, str) else message.id[0]


def strings(message: Message) -> list[str]:
    """All translations of a message (one a plural form); an empty one stands for none."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


def translated(message: Message) -> bool:
    return bool(strings(message)) and all(strings(message)) and not message.fuzzy


def entries(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def extracted(root: Path = ROOT) -> Catalogue:
    """Every sentence that the code marks for translation, with the files that say it."""
    template = new_catalogue()
    for package in PACKAGES:
        for name, _line, message, comments, context in extract_from_dir(
            root / package, [("**.py", "python")], keywords=KEYWORDS, comment_tags=["Translators:"]
        ):
            path = f"{package}/{Path(name).as_posix()}"
            template.add(message, locations=[(path, 0)], auto_comments=comments, context=context)
    return template


def read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale="vi", abort_invalid=True)


def merged(template: Catalog, sources: Iterable[Catalog]) -> Catalogue:
    """The sentences of the template with the first good translation that the sources give."""
    sources = list(sources)
    catalogue = new_catalogue()
    for message in entries(template):
        found = next((m for source in sources if (m := source.get(singular(message))) and translated(m)), None)
        string: str | tuple[str, ...] = ""
        if found:
            # One Vietnamese form serves both: a fragment may give it under a plural id or a plain one.
            string = strings(found)[0] if isinstance(message.id, str) else (strings(found)[0],)
        catalogue.add(
            message.id,
            string,
            locations=sorted(set(message.locations)),
            auto_comments=message.auto_comments,
            user_comments=found.user_comments if found else (),
        )
    return catalogue


def po_bytes(catalogue: Catalogue) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, no_location=True)
    return out.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """What a .po compiles to: good translations only, under the fixed header."""
    compiled = new_catalogue()
    for message in entries(catalogue):
        if translated(message):
            compiled.add(message.id, message.string)
    out = io.BytesIO()
    write_mo(out, compiled)
    return out.getvalue()


def main(fragments: list[str]) -> int:
    sources = [(Path(name), read(Path(name))) for name in fragments]
    if PO.exists():
        sources.insert(0, (PO, read(PO)))
    template = extracted()
    catalogue = merged(template, [source for _path, source in reversed(sources)])

    for path, source in sources[1:] if PO.exists() else sources:
        for message in entries(source):
            wanted = catalogue.get(singular(message))
            if wanted is None:
                say(f"{path}: the code does not say {singular(message)!r}")
            elif translated(message) and strings(wanted)[0] != strings(message)[0]:
                say(f"{path}: {singular(message)!r}: took {strings(wanted)[0]!r}, not {strings(message)[0]!r}")

    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalogue))
    MO.write_bytes(mo_bytes(read(PO)))

    missing = [message for message in entries(catalogue) if not translated(message)]
    for message in missing:
        say(f"no translation: {singular(message)!r} ({', '.join(sorted({name for name, _ in message.locations}))})")
    say(f"{len(catalogue) - len(missing)} of {len(catalogue)} sentences are in {PO.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
