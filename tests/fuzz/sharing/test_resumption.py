from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.events import Event, FindingFound, OperationFinished, RunFinished, RunStarted
from vertrag.fuzz.reporting.recording import line
from vertrag.fuzz.sharing.records import read_result
from vertrag.fuzz.sharing.resumption import Resumption


def written(path: Path, events: list[Event]) -> Path:
    path.write_text("".join(line(event) + "\n" for event in events), encoding="utf-8")
    return path


def rest_of(result: RunFinished, through: tuple[str, ...]) -> RunStarted:
    """The start of a run about what is left."""
    left = tuple(each for each in result.started.operations if each not in through)
    return replace(result.started, operations=left)


def test_a_run_that_goes_on_and_is_stopped_too_can_be_gone_on_with(broken_run: Any, tmp_path: Path) -> None:
    first = Resumption.from_path(written(tmp_path / "a.ndjson", broken_run.events[:-1]))
    begun = list(first.retold(rest_of(broken_run.result, first.through[:2])))
    second = written(tmp_path / "b.ndjson", begun)
    assert Resumption.from_path(second).through == first.through
    result = read_result(second)
    assert set(result.started.operations) == set(broken_run.result.started.operations)
    assert {each.mark for each in result.findings} == {each.mark for each in broken_run.result.findings}


def test_what_was_told_is_not_told_again(broken_run: Any, tmp_path: Path) -> None:
    told = Resumption.from_path(written(tmp_path / "run.ndjson", broken_run.events))
    again = FindingFound(broken_run.result.findings[0])
    other = FindingFound(replace(again.finding, key="another"))
    assert [*told.retold(again), *told.retold(other)] == [other]
    assert list(told.retold(OperationFinished("GET /x"))) == [OperationFinished("GET /x")]


def test_the_record_of_another_document_is_refused_before_anything_is_tested(
    broken_run: Any, tmp_path: Path
) -> None:
    told = Resumption.from_path(written(tmp_path / "run.ndjson", broken_run.events))
    with pytest.raises(UsageError, match="the record is about 'Tickets', the document about 'Else'"):
        next(told.retold(replace(broken_run.result.started, title="Else")))
