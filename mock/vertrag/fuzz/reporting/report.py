"""Tells a run to people, on a terminal or down a pipe, or to programs as one JSON document.

Nothing that a server sent reaches the terminal as it came: control characters are shown, not sent.
"""

import json
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import asdict
from functools import partial
from typing import TextIO

from rich.console import Console
from rich.status import Status
from rich.text import Text

from vertrag.errors import OurError
from vertrag.fuzz.events import (
    Event,
    FindingFound,
    Gap,
    GapFound,
    Notice,
    NoticeGiven,
    OperationStarted,
    PhaseStarted,
    RunFinished,
    RunStarted,
    Untested,
)
from vertrag.fuzz.findings import Finding
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.reporting.junit import write_junit
from vertrag.fuzz.reporting.outputs import Outputs, require_known, require_writable
from vertrag.fuzz.run import fuzz

_SEVERITY_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}


def run(options: FuzzOptions, out: TextIO) -> int:
    """Fuzz and report on `out`; the exit code: 0 clean, 1 findings, 2 nothing reached or ended early.

    Raises UsageError, DocumentError or UpstreamError when the run cannot begin.
    """
    require_known(options.reports)
    if options.junit is not None:
        require_writable(options.junit, "--junit")
    with ExitStack() as cleanup:
        outputs = Outputs(options.reports, cleanup)
        hear = partial(_write_json, out) if options.format == "json" else TextReport(out, cleanup).hear
        for event in fuzz(options):
            hear(event)
            outputs.hear(event)
            if isinstance(event, RunFinished):
                if options.junit is not None:
                    write_junit(options.junit, event)
                return event.exit_code
    raise OurError("the run ended without a result")


def _write_json(out: TextIO, event: Event) -> None:
    if isinstance(event, RunFinished):
        result = asdict(event)
        causes = [
            {"title": each.title, "code": each.code, "severity": each.severity, "operations": each.operations}
            for each in event.causes
        ]
        document = {**result.pop("started"), **result, "causes": causes, "exit_code": event.exit_code}
        json.dump(document, out, indent=2)
        out.write("\n")


class TextReport:
    """Lines as things happen, with a live line at the bottom where there is a terminal."""

    def __init__(self, out: TextIO, cleanup: ExitStack) -> None:
        self._cleanup = cleanup
        self._console = Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._live: Status | None = None
        self._phase = ""
        self._found = 0
        self._told: set[str] = set()

    def hear(self, event: Event) -> None:
        """Print what the event says."""
        match event:
            case RunStarted():
                self._begin(event)
            case PhaseStarted(name):
                self._phase = name
            case OperationStarted(operation, cases):
                self._progress(operation, cases)
            case FindingFound(finding):
                self._found += 1
                self._print_finding(finding)
            case GapFound(gap):
                self._print_gap(gap)
            case NoticeGiven(notice):
                self._print_notice(notice)
            case RunFinished():
                self._end(event)

    def _begin(self, event: RunStarted) -> None:
        what = f" ({event.document}) against {event.base_url}, "
        self._line("Fuzzing ", (event.title, "bold"), what, (f"seed {event.seed}", "dim"))
        if event.variables:
            names = ", ".join(f"${name}" for name in event.variables)
            self._line((f"Set {names} to the header values before pasting a command.", "dim"))
        if self._console.is_terminal:
            self._live = self._cleanup.enter_context(self._console.status(""))

    def _progress(self, operation: str, cases: int) -> None:
        if self._live is not None:
            where = operation or "sequences"
            tally = f"{self._phase}  {where}  {_count(cases, 'case')}, {_count(self._found, 'finding')}"
            self._live.update(Text(visible(tally, self._console.encoding)))

    def _print_finding(self, finding: Finding) -> None:
        self._line()
        if finding.root in self._told:
            same = f"{finding.operation}: {finding.title}, as above  "
            self._line(("also  ", _SEVERITY_STYLES[finding.severity]), same, (finding.code, "dim"))
            return
        self._told.add(finding.root)
        style = _SEVERITY_STYLES[finding.severity]
        self._line(
            (f"{finding.severity}  {finding.title}", style), (f"  {finding.rule} {finding.code}", "dim")
        )
        self._field("operation", finding.operation)
        self._field("expected", finding.expected)
        self._field("got", finding.actual)
        if finding.reading:
            self._field(finding.blame, finding.reading)
        if finding.answer:
            self._field("answer", " ".join(finding.answer.split()))
        for command in finding.before:
            self._field("first", command)
        self._field("try", finding.curl, style="bold")
        if finding.steady is False:
            self._field("flaky", "it did not show again when the same was sent at once")

    def _field(self, name: str, value: str, style: str = "") -> None:
        self._line((f"  {name:<9}  ", "dim"), (value, style))

    def _print_notice(self, notice: Notice) -> None:
        self._line()
        where = f"{notice.operation}: " if notice.operation else ""
        self._line(("note  ", "magenta"), f"{where}{' '.join(notice.text.split())}")

    def _print_gap(self, gap: Gap) -> None:
        self._line()
        said = f"{gap.operation}: it answers {gap.status}, which the document does not declare"
        self._line(("gap of the document  ", "magenta"), said)

    def _end(self, event: RunFinished) -> None:
        if self._live is not None:
            self._live.stop()
        self._line()
        self._print_causes(event)
        self._print_untested(event.untested)
        if event.interruption:
            self._line((f"Ended early: {event.interruption}. What follows is incomplete.", "bold red"))
        self._line((_verdict(event), "bold red" if event.exit_code else "bold green"))
        figures = f"{_count(event.cases, 'case')} in {event.seconds:.1f} s"
        self._line((f"{figures}; repeat with --seed {event.started.seed}", "dim"))

    def _print_causes(self, event: RunFinished) -> None:
        for cause in event.causes if len(event.causes) < len(event.findings) else ():
            style = _SEVERITY_STYLES[cause.severity]
            shown_by = _count(len(cause.operations), "operation")
            self._line((f"{cause.severity:<8}  ", style), f"{cause.title}: {shown_by}  ", (cause.code, "dim"))

    def _print_untested(self, untested: Iterable[Untested]) -> None:
        for entry in untested:
            advice = f"; {entry.advice}" if entry.advice else ""
            self._line(("not tested  ", "bold yellow"), f"{entry.operation}: {entry.reason}{advice}")

    def _line(self, *parts: str | tuple[str, str]) -> None:
        line = Text()
        for part in parts:
            text, style = (part, "") if isinstance(part, str) else part
            line.append(visible(text, self._console.encoding), style)
        self._console.print(line)


def visible(text: str, encoding: str) -> str:
    """The text with escapes for what the encoding lacks and for what could steer a terminal."""
    shown = "".join(char if char.isprintable() or char == "\n" else ascii(char)[1:-1] for char in text)
    return shown.encode(encoding, "backslashreplace").decode(encoding)


def _verdict(event: RunFinished) -> str:
    tested = f"{len(event.tested)} of {_count(len(event.started.operations), 'operation')} tested"
    if not event.tested:
        return f"Nothing was reached: {tested}"
    found = _count(len(event.findings), "finding")
    if len(event.causes) < len(event.findings):
        found += f" with {_count(len(event.causes), 'cause')}"
    gaps = f", {_count(len(event.gaps), 'gap')} of the document" if event.gaps else ""
    return f"{found}{gaps}, {tested}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
