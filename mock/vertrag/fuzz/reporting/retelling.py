"""Tells recorded runs again: one as it was, several as one, in every form that a run can be told in."""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import Literal, TextIO

from vertrag.errors import UsageError
from vertrag.fuzz.events import Event, FindingFound, GapFound, NoticeGiven, RequestsSent
from vertrag.fuzz.reporting.outputs import Outputs, require_known, require_other
from vertrag.fuzz.reporting.recording import recorded
from vertrag.fuzz.reporting.report import listener
from vertrag.fuzz.sharing.records import read_result, united


def retell(files: Sequence[Path], outputs: Sequence[Path], form: Literal["text", "json"], out: TextIO) -> int:
    """Tell the runs and write the reports; the exit code is that of the run that they are together."""
    if not files:
        raise UsageError(
            "no run to tell of", hint="name a file that `vertrag fuzz --report RUN.ndjson` wrote"
        )
    require_known(tuple(outputs))
    require_other(tuple(outputs), files)
    finished = united([read_result(path) for path in files])
    sent = (event for path in files for event in recorded(path) if isinstance(event, RequestsSent))
    expected = {entry.fingerprint: entry for entry in finished.known}
    events: list[Event] = [
        finished.started,
        *(NoticeGiven(notice) for notice in finished.notices),
        *(GapFound(gap) for gap in finished.gaps),
        *(FindingFound(finding, expected.get(finding.fingerprint)) for finding in finished.findings),
        finished,
    ]
    with ExitStack() as cleanup:
        written, hear = Outputs(tuple(outputs), cleanup), listener(form, out, cleanup)
        for event in chain(events[:-1], sent, events[-1:]):
            hear(event)
            written.hear(event)
    return finished.exit_code
