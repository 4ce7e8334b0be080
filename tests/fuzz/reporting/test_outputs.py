import json
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.reporting.outputs import (
    ENDINGS,
    Outputs,
    require_known,
    require_other,
    write_reproducers,
)


def test_the_ending_of_a_name_says_what_is_written(broken_run: Any, tmp_path: Path) -> None:
    paths = tuple(tmp_path / f"report{ending}" for ending in ENDINGS)
    require_known(paths)
    with ExitStack() as cleanup:
        outputs = Outputs(paths, cleanup)
        for event in broken_run.events:
            outputs.hear(event)
    starts = {path.suffix: path.read_text(encoding="utf-8")[:9] for path in paths}
    assert (starts[".html"], starts[".md"], starts[".xml"][:5]) == ("<!doctype", "## Ticket", "<?xml")
    assert json.loads((tmp_path / "report.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    lines = [
        json.loads(line) for line in (tmp_path / "report.ndjson").read_text(encoding="utf-8").splitlines()
    ]
    assert [line["event"] for line in lines] == [type(event).__name__ for event in broken_run.events]


def test_a_file_has_a_name_that_it_can_have_whatever_the_path(broken_run: Any, tmp_path: Path) -> None:
    finished = broken_run.events[-1]
    long = replace(finished.findings[0], operation="GET /tierärzte" + "/{id}/zähler" * 60)
    write_reproducers(tmp_path, replace(finished, findings=(long,)))
    names = sorted(path.suffix for path in tmp_path.iterdir())
    assert names == [".py", ".sh"]


def test_no_secret_is_written(broken_run: Any, tmp_path: Path) -> None:
    paths = tuple(tmp_path / f"report{ending}" for ending in ENDINGS)
    with ExitStack() as cleanup:
        outputs = Outputs(paths, cleanup)
        for event in broken_run.events:
            outputs.hear(event)
    assert [path.name for path in paths if broken_run.server.token in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("name", ["report.doc", "report", "none/report.html", "folder.html"])
def test_what_cannot_be_written_is_said_before_anything_is_sent(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(UsageError):
        require_known((tmp_path / name,))


def test_asking_leaves_no_file_behind(tmp_path: Path) -> None:
    require_known((tmp_path / "report.html",))
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_never_begins_leaves_the_record_of_another_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "run.ndjson").write_text("of yesterday", encoding="utf-8")
    with ExitStack() as cleanup:
        Outputs((tmp_path / "run.ndjson",), cleanup)
    assert (tmp_path / "run.ndjson").read_text(encoding="utf-8") == "of yesterday"


def test_what_is_read_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "link.ndjson").symlink_to(tmp_path / "run.ndjson")
    require_other((tmp_path / "other.ndjson",), [tmp_path / "run.ndjson"])
    with pytest.raises(UsageError, match="is read"):
        require_other((tmp_path / "link.ndjson",), [tmp_path / "run.ndjson"])
