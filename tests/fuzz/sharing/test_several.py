import os
import signal
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import active_children
from typing import Any

from vertrag.fuzz.events import FindingFound, OperationStarted, RunFinished, RunStarted
from vertrag.fuzz.identity.grant import Grant
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.sharing.several import fuzz_together


def finish(events: Any) -> RunFinished:
    *_, result = events
    assert isinstance(result, RunFinished)
    return result


def test_several_processes_find_what_one_finds_also_with_tokens_that_expire(
    broken_run: Any, serve: Callable[..., Any]
) -> None:
    server = serve(flaws=broken_run.server.flaws, uses=100)
    grant = Grant(f"{server.url}/token", refresh_token="mine")
    asked = replace(broken_run.options, url=server.url, workers=2, headers=(), grant=grant)
    events = list(fuzz_together(asked))
    result = finish(events)
    found = [
        sorted((each.code, each.operation, each.key) for each in run.findings)
        for run in (result, broken_run.result)
    ]
    assert found[0] == found[1]
    assert [cause.root for cause in result.causes] == [cause.root for cause in broken_run.result.causes]
    assert set(result.tested) == set(broken_run.result.tested)
    assert (result.exit_code, result.started) == (1, events[0])
    assert sum(isinstance(event, RunStarted) for event in events) == 1
    told = [event.finding.fingerprint for event in events if isinstance(event, FindingFound)]
    assert sorted(told) == sorted(each.fingerprint for each in result.findings)


def test_a_process_that_dies_loses_nothing_that_it_told(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    events = fuzz_together(options(serve(), workers=2))
    next(event for event in events if isinstance(event, OperationStarted))
    victim = active_children()[0]
    assert victim.pid is not None
    os.kill(victim.pid, signal.SIGKILL)
    events.send(None)
    result = finish(list(events))
    assert ("died (exit code -9)" in result.interruption, result.exit_code) == (True, 2)
    assert active_children() == []


def test_an_interruption_ends_all_of_them_and_tells_the_rest(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    events = fuzz_together(options(serve(), workers=2, max_examples=500))
    next(event for event in events if isinstance(event, OperationStarted))
    result = finish([events.throw(KeyboardInterrupt()), *events])
    assert (result.interruption, result.exit_code) == ("interrupted", 130)
    assert active_children() == []


def test_closing_the_stream_leaves_no_process(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    events = fuzz_together(options(serve(), workers=2, max_examples=500))
    next(event for event in events if isinstance(event, OperationStarted))
    events.close()
    assert active_children() == []


def test_what_cannot_be_divided_is_tested_by_this_process(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    events = fuzz_together(options(serve(), workers=4, only=("GET /health",)))
    started = next(events)
    assert isinstance(started, RunStarted)
    assert (started.operations, active_children()) == (("GET /health",), [])
    assert finish(events).tested == ("GET /health",)
