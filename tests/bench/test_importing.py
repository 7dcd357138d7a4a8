"""The measuring of imports works, on a small file."""

import json
from pathlib import Path

from tests.bench import importing


def test_a_small_file_is_measured(tmp_path: Path) -> None:
    file = tmp_path / "import.json"
    assert importing.main(["--rows", "300", "--file", str(file)]) in (0, 1)  # how fast is not what is tested
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["measured"]["added"] == data["measured"]["rows"] == 300
    assert 0 < data["measured"]["mib"] < importing.GOALS["mib"]
    assert data["passed"] == (data["measured"]["seconds"] <= importing.GOALS["seconds"])
