"""Runs a fuzz run and tells it: to people, or to programs as one JSON document, and to files."""

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any, Literal, TextIO

from vertrag.errors import OurError
from vertrag.fuzz.course import course
from vertrag.fuzz.covering.coverage import counted
from vertrag.fuzz.events import Event, RunFinished
from vertrag.fuzz.judging.causes import Cause
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.reporting.junit import write_junit
from vertrag.fuzz.reporting.outputs import Outputs, require_known, require_other, require_writable
from vertrag.fuzz.reporting.terminal import TextReport


def run(options: FuzzOptions, out: TextIO, today: date | None = None) -> int:
    """Fuzz and report on `out`; the exit code: 0 clean, 1 findings, 2 nothing reached or ended early.

    Raises UsageError, DocumentError or UpstreamError when the run cannot begin.
    """
    require_known(options.reports)
    require_other(options.reports, [options.resume] if options.resume is not None else [])
    if options.junit is not None:
        require_writable(options.junit, "--junit")
    with ExitStack() as cleanup:
        events = course(options, today or date.today())
        cleanup.callback(events.close)
        hear = listener(options.format, out, cleanup)
        outputs = Outputs(options.reports, cleanup)
        for event in _interruptible(events, (hear, outputs.hear)):
            if isinstance(event, RunFinished):
                if options.junit is not None:
                    write_junit(options.junit, event)
                return event.exit_code
    raise OurError("the run ended without a result")


def _interruptible(
    events: Generator[Event, None, None], hearers: Sequence[Callable[[Event], None]]
) -> Iterator[Event]:
    """The events, each once it was heard; an interruption of who hears ends the run, and not the report."""
    event: Event | None = next(events, None)
    while event is not None:
        try:
            for hear in hearers:
                hear(event)
        except KeyboardInterrupt as interruption:
            if isinstance(event, RunFinished):
                raise
            event = events.throw(interruption)
        else:
            yield event
            event = next(events, None)


def listener(form: Literal["text", "json"], out: TextIO, cleanup: ExitStack) -> Callable[[Event], None]:
    """Who tells the events on `out`, in a form."""
    return partial(_write_json, out) if form == "json" else TextReport(out, cleanup).hear


def _write_json(out: TextIO, event: Event) -> None:
    if not isinstance(event, RunFinished):
        return
    result = asdict(event)
    document = {**result.pop("started"), **result, "findings": [*map(_finding, event.causes)]}
    counts = {
        kind: dict(zip(("covered", "of"), pair, strict=True))
        for kind, pair in counted(event.coverage).items()
    }
    last = {"score": event.score, "coverage_counts": counts, "exit_code": event.exit_code}
    json.dump({**document, **last}, out, indent=2)
    out.write("\n")


def _finding(cause: Cause) -> dict[str, Any]:
    """One finding for programs, with each time that it was seen."""
    seen = [{**asdict(each), "fingerprint": each.fingerprint} for each in cause.findings]
    of_all = {
        "title": cause.title,
        "code": cause.code,
        "severity": cause.severity,
        "category": cause.category,
    }
    return {**of_all, "operations": cause.operations, "occurrences": seen}
