from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.course import course
from vertrag.fuzz.events import FindingFound, OperationFinished, PhaseStarted, RunFinished
from vertrag.fuzz.judging.baseline import read_baseline
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.reporting.recording import line

TODAY = date(2030, 1, 31)


def finish(options: FuzzOptions) -> RunFinished:
    *_, result = course(options, TODAY)
    assert isinstance(result, RunFinished)
    return result


def test_a_finding_that_was_written_down_fails_no_more_until_its_day(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    path = tmp_path / "known.yaml"
    asked = options(
        serve(flaws=frozenset({"undocumented status"})),
        only=("GET /health",),
        baseline=path,
        update_baseline=True,
        max_examples=1,
    )
    assert (finish(asked).exit_code, len(read_baseline(path, TODAY).entries)) == (0, 1)
    again = list(course(replace(asked, update_baseline=False), date(2030, 2, 1)))
    assert [event.known is None for event in again if isinstance(event, FindingFound)] == [False]
    *_, late = course(replace(asked, update_baseline=False), date(2031, 1, 1))
    assert isinstance(late, RunFinished)
    assert (late.exit_code, [entry.code for entry in late.expired]) == (1, ["ST103"])


def test_a_baseline_that_is_not_named_cannot_be_updated(
    options: Callable[..., FuzzOptions], serve: Any
) -> None:
    with pytest.raises(UsageError, match="no baseline"):
        next(course(options(serve(), update_baseline=True), TODAY))


def test_a_run_goes_on_where_another_was_stopped(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    server = serve(flaws=frozenset({"undocumented status", "schema drift"}))
    first = []
    asked = options(server, max_examples=1)
    stream = course(asked, TODAY)
    for event in stream:
        first.append(event)
        if isinstance(event, OperationFinished):
            first += [stream.throw(KeyboardInterrupt())]
            break
    stream.close()
    path = tmp_path / "run.ndjson"
    path.write_text("".join(line(event) + "\n" for event in first), encoding="utf-8")
    done = [event.operation for event in first if isinstance(event, OperationFinished)]
    *again, later = course(replace(asked, resume=path), TODAY)
    assert isinstance(later, RunFinished)
    whole = finish(asked)
    assert {entry.root for entry in later.causes} == {entry.root for entry in whole.causes}
    assert (set(later.tested), later.interruption) == (set(whole.tested), "")
    finished = [event.operation for event in again if isinstance(event, OperationFinished)]
    assert (finished[: len(done)], len(set(finished))) == (done, len(finished))


def test_a_run_of_which_nothing_is_left_sends_nothing(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], document: str
) -> None:
    server = serve()
    events = list(course(options(server, since=document), TODAY))
    result = events[-1]
    assert isinstance(result, RunFinished)
    assert (result.started.operations, result.exit_code) == ((), 0)
    assert len(result.started.left_out) == 4
    assert [request for request in server.seen if request[1] not in ("/api", "/api/")] == []


def test_only_what_changed_is_tested(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], document: str, tmp_path: Path
) -> None:
    text = Path(document).read_text(encoding="utf-8")
    assert "minLength: 1" in text
    (tmp_path / "old.yaml").write_text(text.replace("minLength: 1", "minLength: 0"), encoding="utf-8")
    result = finish(options(serve(), since=str(tmp_path / "old.yaml"), allow_writes=True, max_examples=1))
    (changed,) = result.started.changed
    assert (changed.operation, changed.reason.startswith("changed: ")) == ("POST /tickets", True)
    assert result.tested == ("POST /tickets",)


def test_whoever_stops_listening_stops_the_run(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    server = serve()
    events = course(options(server, max_examples=200), TODAY)
    next(event for event in events if isinstance(event, PhaseStarted))
    events.close()
    assert len(server.seen) < 100
