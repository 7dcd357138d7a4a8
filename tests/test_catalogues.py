"""The Vietnamese catalogue says all that the code says, with the same fields, and is compiled."""

import ast
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tests import catalogues
from tests.catalogues import MO, PACKAGES, PO, ROOT, entries, extracted, mo_bytes, po_bytes, singular, strings

CALLS = {"_", "N_", "ngettext", "n_"}


@pytest.fixture(scope="module")
def code() -> Catalog:
    return extracted()


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return catalogues.read(PO)


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def fields(text: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def faults(message: Message) -> Iterator[str]:
    """What is wrong with one translated message."""
    source = message.id if isinstance(message.id, str) else message.id[-1]
    for translation in filter(None, strings(message)):
        try:
            if fields(source) != fields(translation):
                yield f"{source!r} has the fields {fields(source)}, {translation!r} has {fields(translation)}"
        except ValueError as error:
            yield f"{source!r} → {translation!r}: {error}"
        if unicodedata.normalize("NFC", translation) != translation:
            yield f"{translation!r} is not NFC"
        for end in (str.lstrip, str.rstrip):
            if (end(source) == source) != (end(translation) == translation):
                yield f"{source!r} → {translation!r}: spaces at an end differ"


def test_every_sentence_of_the_code_is_translated(code: Catalog, catalogue: Catalog) -> None:
    missing = [
        f"{singular(message)!r} in {message.locations[0][0]}"
        for message in entries(code)
        if (known := catalogue.get(singular(message))) is None or not catalogues.translated(known)
    ]
    assert not missing, "add them to the catalogue (make catalogues):\n" + "\n".join(missing)


def test_no_sentence_is_fuzzy_or_obsolete(code: Catalog, catalogue: Catalog) -> None:
    assert not catalogue.obsolete
    assert not [message.id for message in entries(catalogue) if message.fuzzy]
    assert not [message.id for message in entries(catalogue) if code.get(singular(message)) is None]


def test_translations_keep_fields_spaces_and_nfc(catalogue: Catalog) -> None:
    found = [fault for message in entries(catalogue) for fault in faults(message)]
    assert not found, "\n".join(found)


def test_the_catalogue_is_as_the_tool_writes_it(code: Catalog, catalogue: Catalog) -> None:
    assert po_bytes(catalogues.merged(code, [catalogue])) == PO.read_bytes(), "run `make catalogues`"


def test_the_compiled_catalogue_is_what_the_source_compiles_to(catalogue: Catalog) -> None:
    assert mo_bytes(catalogue) == MO.read_bytes(), "run `make catalogues`"


def test_sentences_are_literals_that_can_be_extracted() -> None:
    """`_(f"…")` and `_("…".format(…))` are looked up after filling, so they are never found."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS and node.args
        for argument in (node.args[:2] if node.func.id in {"ngettext", "n_"} else node.args[:1])
        if isinstance(argument, ast.JoinedStr | ast.BinOp)
        or (
            isinstance(argument, ast.Call)
            and isinstance(argument.func, ast.Attribute)
            and argument.func.attr == "format"
        )
    ]
    assert not found, "fill the fields after translating: " + ", ".join(found)


def hides_the_translator(tree: ast.Module) -> list[int]:
    """The lines on which a module or function gives `_` another meaning; a comprehension does so for itself alone."""
    inside = {
        id(name) for node in ast.walk(tree) if isinstance(node, ast.comprehension) for name in ast.walk(node.target)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == "_" and id(node) not in inside
        )
        or (isinstance(node, ast.arg) and node.arg == "_")
    ]


def translates(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == "db.language" and "_" in {name.name for name in node.names}
        for node in ast.walk(tree)
    )


def test_no_variable_hides_the_translator() -> None:
    """After `for _, name in …` in a function that translates, `_` is a part of a tuple."""
    found = [f"{path}:{line}" for path, tree in modules() if translates(tree) for line in hides_the_translator(tree)]
    assert not found, "name the variable otherwise: " + ", ".join(found)


class TestTool:
    """The tool itself, on a small tree."""

    @pytest.fixture
    def tree(self, tmp_path: Path) -> Path:
        for package in PACKAGES:
            (tmp_path / package).mkdir()
        (tmp_path / "tui/page.py").write_text('_("Find {name}")\nn_("{n} class", "{n} classes", 2)\nN_("Sông")\n')
        return tmp_path

    def test_marks_of_every_kind_are_extracted(self, tree: Path) -> None:
        found = extracted(tree)
        assert {singular(message) for message in entries(found)} == {"Find {name}", "{n} class", "Sông"}
        assert found.get("Sông").locations == [("tui/page.py", 0)]

    def test_fragments_fill_and_the_result_is_stable(self, tree: Path, tmp_path: Path) -> None:
        fragment = tmp_path / "fragment.po"
        fragment.write_text(
            'msgid "Find {name}"\nmsgstr "Tìm {name}"\n\n'
            'msgid "{n} class"\nmsgid_plural "{n} classes"\nmsgstr[0] "{n} lớp"\n\n'
            'msgid "gone"\nmsgstr "đã bỏ"\n',
            encoding="utf-8",
        )
        once = catalogues.merged(extracted(tree), [catalogues.read(fragment)])
        written = tmp_path / "written.po"
        written.write_bytes(po_bytes(once))
        assert strings(once.get("Find {name}")) == ["Tìm {name}"]
        assert strings(once.get("{n} class")) == ["{n} lớp"]
        assert strings(once.get("Sông")) == [""]
        assert once.get("gone") is None
        assert po_bytes(catalogues.merged(extracted(tree), [catalogues.read(written)])) == written.read_bytes()
        assert b"Date" not in written.read_bytes()
        assert b"Babel" not in mo_bytes(once)

    def test_a_lost_field_is_a_fault(self) -> None:
        assert list(faults(Message("Find {name}", "Tìm {ten}")))
        assert list(faults(Message("Find {name}", "Tìm {name")))
        assert not list(faults(Message(("{n} class", "{n} classes"), ("{n} lớp",))))
