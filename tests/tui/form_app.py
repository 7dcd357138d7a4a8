"""A small program around one form: what the tests of the form drive, over Pilot and over a pseudo-terminal.

    python -m tests.tui.form_app KIND RESULT_FILE [slow] [fail]

`n` opens the form of the kind; every save adds a line of JSON to the result file: the content, and the texts typed.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date, timedelta, timezone
from pathlib import Path
from typing import Any

from db.entry.doubts import Doubt
from db.entry.reading.fields import PlaceCandidate, ReadingContext
from db.models.figure import Figure
from db.models.kinds import KINDS
from db.models.period import Period
from db.models.text import fold
from tui.drafts import DraftFile
from tui.keys import Keymap
from tui.painting import PaintingApp
from tui.screens.drawn import DrawnScreen
from tui.screens.form import Asides, FormScreen, SaveOutcome
from tui.styles.palette import Palette
from tui.widgets.form_model import sticky_values
from tui.widgets.line import Line

PLACES = (
    PlaceCandidate("A02908", "Nậm Chày", "Văn Bàn", "Lào Cai"),
    PlaceCandidate("A02770", "Nậm Chảy", "Mường Khương", "Lào Cai"),
    PlaceCandidate("A02842", "Lùng Cải", "Bắc Hà", "Lào Cai"),
    PlaceCandidate("A02752", "Tả Thàng", "Mường Khương", "Lào Cai"),
)
VOCABULARIES = {
    "programmes": [
        ("GNBV16", "Giảm nghèo bền vững 2016-2020"),
        ("GNBV21", "Giảm nghèo bền vững 2021-2025"),
        ("DTTS", "Dân tộc thiểu số"),
    ],
    "indicators": [
        ("clusters_informed", "Cụm dân cư được cung cấp thông tin"),
        ("commune_lan", "Xã có mạng LAN"),
        ("media_reports", "Phóng sự phát thanh, truyền hình"),
    ],
    "media_kinds": [("media_columns", "Chuyên mục"), ("booklets", "Sổ tay, cẩm nang, tài liệu")],
    "languages": [("vi", "Tiếng phổ thông"), ("tai", "Tiếng Thái"), ("hmn", "Tiếng Mông"), ("dao", "Tiếng Dao")],
    "fund_sources": [("central", "Ngân sách trung ương"), ("local", "Ngân sách địa phương")],
    "agreement_kinds": [("contract", "Hợp đồng"), ("order", "Hợp đồng đặt hàng"), ("memorandum", "Biên bản ghi nhớ")],
    "training_forms": [("classroom", "Tập trung"), ("online", "Trực tuyến")],
    "equipment_types": [("radio", "Đài phát thanh"), ("television", "Ti vi")],
    "bases": [("period", "Trong kỳ"), ("year_to_date", "Luỹ kế từ đầu năm"), ("plan_to_date", "Từ đầu giai đoạn")],
    "item_states": [("not_started", "Chưa triển khai"), ("done", "Hoàn thành")],
}
UNITS = {
    "clusters_informed": "%",
    "commune_lan": "%",
    "media_reports": "phóng sự",
    "media_columns": "chuyên mục",
    "booklets": "cuốn",
}


def find_places(text: str) -> Sequence[PlaceCandidate]:
    """The units of that name or key."""
    return [place for place in PLACES if place.unit == text or fold(place.name) == fold(text)]


def context(year: int = 2020) -> ReadingContext:
    """What the texts of the tests are read against."""
    return ReadingContext(date(2025, 9, 15), year, "vi", VOCABULARIES, UNITS, find_places)


class Port(Asides):
    """A form port that keeps what is saved."""

    def __init__(self, initial: dict[str, Any] | None = None) -> None:
        self.initial = initial
        self.saved: list[dict[str, Any]] = []
        self.outcome = SaveOutcome("record-1")
        self.wait_s = 0.0
        self.doubts: tuple[Doubt, ...] = ()
        self.overrides: list[str] = []
        self.head = ""
        self.changed_by = ""
        self.last: dict[str, Any] = {}
        self.figures: list[tuple[Period, Figure]] = []
        self.asked: list[tuple[str, str]] = []

    def context(self) -> ReadingContext:
        return context()

    def lately(self, indicator: str, fact_kind: str) -> list[tuple[Period, Figure]]:
        self.asked.append((indicator, fact_kind))
        return self.figures

    def previous(self) -> dict[str, Any]:
        time.sleep(self.wait_s)
        return self.last

    def save(self, values: dict[str, Any], *, override: str = "") -> SaveOutcome:
        time.sleep(self.wait_s)
        if self.doubts and not override:
            return SaveOutcome(doubts=self.doubts)
        self.overrides.append(override)
        if self.outcome.record:
            self.saved.append(values)
        return self.outcome


class Home(DrawnScreen[None]):
    """The screen below the form."""

    def __init__(self) -> None:
        super().__init__()
        self.notice = "Ready"
        self.strays = ""

    def draw(self, width: int, height: int) -> list[Line]:
        return [Line((self.notice, "strong")), Line((self.strays, "text"))]

    def typed(self, character: str) -> None:
        self.strays += character
        self.redraw()

    def do_new(self) -> None:
        assert isinstance(self.app, FormApp)
        self.app.open()


class FormApp(PaintingApp, inherit_bindings=False):
    """One home screen, one form."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, kind: str, port: Port, folder: Path | None = None, *, editing: bool = False) -> None:
        super().__init__()
        self.keys = Keymap()
        self.palette = Palette("dark")
        self.kind, self.port, self.editing = KINDS[kind], port, editing
        self.draft = DraftFile(folder, "tester", "A14", kind) if folder else None
        self.closed: list[str | None] = []
        self.forms: list[FormScreen] = []

    def get_default_screen(self) -> Home:
        return Home()

    def open(self) -> None:
        screen = FormScreen(
            self.kind,
            self.port,
            where="Sơn La",
            editing=self.editing,
            draft=self.draft,
            zone=timezone(timedelta(hours=7)),
            then=self._form_closed,
            again=self._next,
        )
        self.forms.append(screen)
        self.push_screen(screen)

    def do_quit(self) -> None:
        self.exit()

    def _next(self, record: str, content: Mapping[str, Any]) -> None:
        self._form_closed(record)
        self.port.initial = sticky_values(self.kind, content)
        self.open()

    def _form_closed(self, record: str | None) -> None:
        self.closed.append(record)
        home = self.screen_stack[0]
        assert isinstance(home, Home)
        home.notice = f"Saved {record}" if record else "Left"
        home.redraw()


class _Recorder(Port):
    """Writes the texts of every saved form into a file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.app: FormApp | None = None

    def save(self, values: dict[str, Any], *, override: str = "") -> SaveOutcome:
        assert self.app is not None
        outcome = super().save(values, override=override)
        line = {"content": values, "texts": self.app.forms[-1].form.texts()}
        with self.file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return outcome


def main() -> None:
    kind, file, *words = sys.argv[1:]
    port = _Recorder(Path(file))
    if "slow" in words:
        port.wait_s = 0.5
    app = FormApp(kind, port, Path(file).parent)
    port.app = app
    app.run(mouse=False)
    sys.exit(app.return_code or 0)


if __name__ == "__main__":
    main()
