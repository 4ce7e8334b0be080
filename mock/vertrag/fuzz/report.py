"""Tells a run to people, on a terminal or down a pipe, or to programs as one JSON document.

Nothing that a server sent reaches the terminal as it came: control characters are shown, not sent.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Protocol, TextIO

from rich.console import Console
from rich.status import Status
from rich.text import Text

from vertrag.errors import UsageError
from vertrag.fuzz.findings import Finding
from vertrag.fuzz.junit import write_junit
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.run import (
    Event,
    FindingFound,
    Notice,
    NoticeGiven,
    OperationStarted,
    PhaseStarted,
    RunFinished,
    RunStarted,
    Untested,
    fuzz,
)

_SEVERITY_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}


class Report(Protocol):
    """Listens to a run."""

    def hear(self, event: Event) -> None:
        """Take in the next event."""


def run(options: FuzzOptions, out: TextIO) -> int:
    """Fuzz and report on `out`; the exit code: 0 clean, 1 findings, 2 nothing reached or ended early.

    Raises UsageError, DocumentError or UpstreamError when the run cannot begin.
    """
    _require_writable(options)
    report: Report = JsonReport(out) if options.format == "json" else TextReport(out)
    started: RunStarted | None = None
    exit_code = 2
    for event in fuzz(options):
        report.hear(event)
        if isinstance(event, RunStarted):
            started = event
        elif isinstance(event, RunFinished):
            exit_code = event.exit_code
            if options.junit is not None and started is not None:
                write_junit(options.junit, started, event)
    return exit_code


def _require_writable(options: FuzzOptions) -> None:
    if options.junit is not None and not options.junit.parent.is_dir():
        raise UsageError(f"there is no folder {options.junit.parent} for --junit", hint="create it first")


class JsonReport:
    """One JSON document at the end."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._started: RunStarted | None = None

    def hear(self, event: Event) -> None:
        """Remember the start; write all at the end."""
        if isinstance(event, RunStarted):
            self._started = event
        elif isinstance(event, RunFinished) and self._started is not None:
            json.dump(_document(self._started, event), self._out, indent=2)
            self._out.write("\n")


def _document(started: RunStarted, finished: RunFinished) -> dict[str, object]:
    return {
        "title": started.title,
        "document": started.document,
        "url": started.base_url,
        "variables": list(started.variables),
        **asdict(finished),
        "exit_code": finished.exit_code,
    }


class TextReport:
    """Lines as things happen, with a live line at the bottom where there is a terminal."""

    def __init__(self, out: TextIO) -> None:
        self._console = Console(file=out, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._live: Status | None = None
        self._phase = ""
        self._found = 0

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
            case NoticeGiven(notice):
                self._print_notice(notice)
            case RunFinished():
                self._end(event)

    def _begin(self, event: RunStarted) -> None:
        self._line((event.title, "bold"), f" against {event.base_url}", (f"  seed {event.seed}", "dim"))
        if event.variables:
            names = ", ".join(f"${name}" for name in event.variables)
            self._line((f"Set {names} to the header values before pasting a command.", "dim"))
        if self._console.is_terminal:
            self._live = self._console.status("")
            self._live.start()

    def _progress(self, operation: str, cases: int) -> None:
        if self._live is not None:
            where = operation or "sequences"
            tally = f"{self._phase} · {where} · {_count(cases, 'case')} · {_count(self._found, 'finding')}"
            self._live.update(Text(visible(tally)))

    def _print_finding(self, finding: Finding) -> None:
        self._line()
        style = _SEVERITY_STYLES[finding.severity]
        self._line(
            (f"{finding.severity}  {finding.title}", style), (f"  {finding.rule} {finding.code}", "dim")
        )
        self._field("operation", finding.operation)
        self._field("expected", finding.expected)
        self._field("got", finding.actual)
        if finding.answer:
            self._field("answer", finding.answer)
        for command in finding.before:
            self._field("first", command)
        self._field("try", finding.curl, style="bold")

    def _field(self, name: str, value: str, style: str = "") -> None:
        self._line((f"  {name:<9}  ", "dim"), (value, style))

    def _print_notice(self, notice: Notice) -> None:
        self._line()
        where = f"{notice.operation}: " if notice.operation else ""
        self._line(("note  ", "magenta"), f"{where}{' '.join(notice.text.split())}")

    def _end(self, event: RunFinished) -> None:
        if self._live is not None:
            self._live.stop()
        self._line()
        self._print_untested(event.untested)
        for notice in event.notices:
            if notice.operation in event.tested and notice.text.startswith("no request succeeded"):
                self._print_notice(notice)
        if event.interruption:
            self._line((f"Ended early: {event.interruption}. What follows is incomplete.", "bold red"))
        self._line((_verdict(event), "bold red" if event.exit_code else "bold green"))
        figures = f"{_count(event.cases, 'case')} in {event.seconds:.1f} s"
        self._line((f"{figures}; repeat with --seed {event.seed}", "dim"))

    def _print_untested(self, untested: Iterable[Untested]) -> None:
        for entry in untested:
            advice = f"; {entry.advice}" if entry.advice else ""
            self._line(("not tested  ", "bold yellow"), f"{entry.operation}: {entry.reason}{advice}")

    def _line(self, *parts: str | tuple[str, str]) -> None:
        styled = [
            (visible(part), "") if isinstance(part, str) else (visible(part[0]), part[1]) for part in parts
        ]
        self._console.print(Text.assemble(*styled))


def visible(text: str) -> str:
    """The text with each control character shown as an escape, so that it cannot steer a terminal."""
    return "".join(char if char.isprintable() or char == "\n" else ascii(char)[1:-1] for char in text)


def _verdict(event: RunFinished) -> str:
    tested = f"{len(event.tested)} of {_count(len(event.operations), 'operation')} tested"
    if not event.tested:
        return f"Nothing was reached: {tested}"
    return f"{_count(len(event.findings), 'finding')}, {tested}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
