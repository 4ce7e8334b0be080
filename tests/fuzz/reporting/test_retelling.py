import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.reporting.recording import line
from vertrag.fuzz.reporting.retelling import retell


@pytest.fixture
def files(broken_run: Any, clean_run: Any, tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "broken.ndjson", tmp_path / "clean.ndjson"]
    for path, run in zip(paths, (broken_run, clean_run), strict=True):
        path.write_text("".join(line(event) + "\n" for event in run.events), encoding="utf-8")
    return paths


def test_a_run_is_told_again_in_another_form(files: list[Path], broken_run: Any, tmp_path: Path) -> None:
    out = StringIO()
    assert retell(files[:1], [tmp_path / "run.html", tmp_path / "run.xml"], "text", out) == 1
    assert all(finding.curl in out.getvalue() for finding in broken_run.result.findings)
    assert (tmp_path / "run.html").read_text(encoding="utf-8").startswith("<!doctype")
    assert (tmp_path / "run.xml").exists()


def test_several_runs_are_told_as_one(files: list[Path], broken_run: Any, tmp_path: Path) -> None:
    out = StringIO()
    assert retell([*files, files[0]], [tmp_path / "all.ndjson"], "json", out) == 1
    told = json.loads(out.getvalue())
    assert len(told["findings"]) == len(broken_run.result.causes)
    assert retell([tmp_path / "all.ndjson"], [], "text", StringIO()) == 1


def test_a_clean_run_ends_well(files: list[Path]) -> None:
    assert retell(files[1:], [], "text", StringIO()) == 0


def test_no_file_is_said() -> None:
    with pytest.raises(UsageError, match="no run"):
        retell([], [], "text", StringIO())


def test_a_record_is_not_told_onto_itself(files: list[Path]) -> None:
    before = files[0].read_bytes()
    with pytest.raises(UsageError, match="is read"):
        retell(files, files[:1], "text", StringIO())
    assert files[0].read_bytes() == before
