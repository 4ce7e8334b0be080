from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.events import RunFinished
from vertrag.fuzz.reporting.recording import line
from vertrag.fuzz.sharing.records import finished_operations, read_result, united


def written(path: Path, events: list[Any]) -> Path:
    path.write_text("".join(line(event) + "\n" for event in events), encoding="utf-8")
    return path


def test_a_record_gives_the_result_of_its_run(broken_run: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "run.ndjson", broken_run.events)
    assert read_result(path) == broken_run.result
    assert set(finished_operations(path)) == set(broken_run.result.tested)


def test_a_record_that_was_cut_off_keeps_its_findings(broken_run: Any, tmp_path: Path) -> None:
    result = read_result(written(tmp_path / "run.ndjson", broken_run.events[:-1]))
    assert [each.fingerprint for each in result.findings] == [
        each.fingerprint for each in broken_run.result.findings
    ]
    assert ("ends before its run did" in result.interruption, result.exit_code) == (True, 2)


def test_runs_are_united_by_what_they_found(broken_run: Any, clean_run: Any) -> None:
    one = united([clean_run.result, broken_run.result])
    assert [cause.root for cause in one.causes] == [cause.root for cause in broken_run.result.causes]
    assert one.cases == clean_run.result.cases + broken_run.result.cases
    assert one.exit_code == 1


def test_the_same_finding_is_one_with_all_its_occurrences(broken_run: Any) -> None:
    first, *_ = united([broken_run.result, broken_run.result]).findings
    assert first.occurrences == 2 * broken_run.result.findings[0].occurrences


def test_what_one_of_them_tested_is_tested(clean_run: Any) -> None:
    result: RunFinished = clean_run.result
    front, rest = result.started.operations[:1], result.started.operations[1:]
    halves = [
        replace(result, started=replace(result.started, operations=each), tested=each)
        for each in (front, rest)
    ]
    one = united(halves)
    assert (one.started.operations, one.tested, one.untested) == (result.tested, result.tested, ())


def test_runs_of_different_documents_are_not_united(clean_run: Any) -> None:
    other = replace(clean_run.result, started=replace(clean_run.result.started, title="Else"))
    with pytest.raises(UsageError, match="different documents"):
        united([clean_run.result, other])


def test_the_worst_end_is_the_end(clean_run: Any) -> None:
    ends = [replace(clean_run.result, interruption=each) for each in ("x", "interrupted", "")]
    assert united(ends).exit_code == 130


def test_a_file_without_a_start_is_refused(broken_run: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no record"):
        read_result(written(tmp_path / "run.ndjson", broken_run.events[1:]))
