"""Tells a run to people, on a terminal or down a pipe.

Nothing that a server sent reaches the terminal as it came: control characters are shown, not sent. Commands
are never wrapped, so that they can be copied; the rest is, where a terminal says how wide it is.
"""

import textwrap
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TextIO

from rich.console import Console
from rich.status import Status
from rich.text import Text

from vertrag.fuzz.covering.standing import standing
from vertrag.fuzz.events import (
    Chosen,
    Event,
    FindingFound,
    Known,
    Notice,
    NoticeGiven,
    OperationStarted,
    PhaseStarted,
    RunFinished,
    RunStarted,
    Untested,
)
from vertrag.fuzz.judging.findings import Finding
from vertrag.fuzz.reporting.amounts import amount

_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}
_FIELD = 11  # columns of the names of fields
_MARGIN = 2
_SHORT = 100  # characters of an answer that is told beside others
_NAMED = 8  # operations that are named where only their number matters; the others are counted


class TextReport:
    """Lines as things happen, with a live line at the bottom where there is a terminal.

    `width` is its width in columns; without it the terminal is asked.
    """

    def __init__(self, out: TextIO, cleanup: ExitStack, width: int | None = None) -> None:
        self._cleanup = cleanup
        self._console = Console(
            file=out, width=width, highlight=False, markup=False, emoji=False, soft_wrap=True
        )
        self._live: Status | None = None
        self._phase = ""
        self._told: dict[str, set[str]] = {}
        self._matters: set[tuple[str, str]] = set()
        self._noted: dict[str, list[str]] = {}

    def hear(self, event: Event) -> None:
        """Print what the event says."""
        match event:
            case RunStarted():
                self._begin(event)
            case PhaseStarted(name):
                self._phase = name
            case OperationStarted(operation, cases):
                self._progress(operation, cases)
            case FindingFound(finding, None):
                self._print_finding(finding)
            case FindingFound(finding, Known() as known):
                self._print_known(finding, known)
            case NoticeGiven(notice):
                self._print_note(notice)
            case RunFinished():
                self._end(event)

    def _begin(self, event: RunStarted) -> None:
        self._line(("Fuzzing ", "bold"), (event.title, "bold"))
        self._field("document", event.document)
        self._field("against", event.base_url)
        self._field("seed", str(event.seed))
        self._field("testing", _scope(event))
        for chosen in event.changed:
            self._field("", f"{chosen.operation}: {chosen.reason}")
        for reason, labels in _by_reason(event.left_out).items():
            self._field("left out", f"{_named(labels)}: {reason}")
        if event.variables:
            names = ", ".join(f"${name}" for name in event.variables)
            self._field("set", f"{names} to the values of the run before pasting a command")
        if self._console.is_terminal:
            self._live = self._cleanup.enter_context(self._console.status(""))

    def _progress(self, operation: str, cases: int) -> None:
        if self._live is not None:
            where = operation or "sequences"
            tally = f"{self._phase}  {where}  {amount(cases, 'case')}, {amount(len(self._told), 'finding')}"
            self._live.update(Text(visible(tally, self._console.encoding)))

    def _print_finding(self, finding: Finding) -> None:
        style = _STYLES[finding.severity]
        matter = finding.root, finding.key if finding.reading else ""
        is_new = matter not in self._matters
        self._matters.add(matter)
        if finding.operation in self._told.get(finding.root, ()) and not is_new:
            return
        if finding.root in self._told:
            self._told[finding.root].add(finding.operation)
            said = f", {finding.actual}: {_begun(finding.answer)}" if finding.reading else ", as above"
            same = f"{finding.operation}: {finding.title}{said}  "
            self._line(("also  ", style), same, (finding.code, "dim"))
            if is_new:  # a doubted cause is many matters: each has its command
                self._field("try", finding.curl, wrap=False)
            return
        self._line()
        self._told[finding.root] = {finding.operation}
        self._line(
            (finding.severity, style),
            f"  {finding.title}",
            (f"  {finding.code} {finding.rule}", "dim"),
        )
        self._field("operation", finding.operation, "bold")
        self._field("expected", finding.expected)
        self._field("got", finding.actual)
        if finding.reading:
            self._field(finding.blame, finding.reading)
        if finding.answer:
            self._field("answer", " ".join(finding.answer.split()))
        for command in finding.before:
            self._field("first", command, wrap=False)
        self._field("try", finding.curl, wrap=False)
        if finding.steady is False:
            self._field("flaky", "it did not show again when the same was sent at once")

    def _print_known(self, finding: Finding, known: Known) -> None:
        self._line()
        self._line((f"known  {finding.operation}: {finding.title}  {finding.code}  ", "dim"))
        self._field("reason", known.excuse, "dim")

    def _print_note(self, notice: Notice) -> None:
        """The first of those that begin alike in full; the end names the operations of the others."""
        matter = notice.text.partition(":")[0] if notice.operation else ""
        if matter in self._noted:
            self._noted[matter].append(notice.operation)
            return
        if matter:
            self._noted[matter] = []
        where = f"{notice.operation}: " if notice.operation else ""
        self._line()
        self._line(("note  ", "magenta"), f"{where}{' '.join(notice.text.split())}")

    def _end(self, event: RunFinished) -> None:
        if self._live is not None:
            self._live.stop()
        self._line()
        self._print_causes(event)
        self._print_baseline(event)
        self._print_asides(event)
        self._print_untested(event.untested)
        if event.interruption:
            self._line((f"Ended early: {event.interruption}. What follows is incomplete.", "bold red"))
        self._line((_verdict(event), "bold red" if event.exit_code else "bold green"))
        if event.tested:
            self._line((standing(event), "dim"))
        figures = f"{amount(event.cases, 'case')} in {event.seconds:.1f} s"
        self._line((f"{figures}; repeat with --seed {event.started.seed}", "dim"))

    def _print_causes(self, event: RunFinished) -> None:
        if len(event.fresh) < 2:  # it is in sight
            return
        for cause in event.causes:
            shown_by = (
                cause.operations[0] if len(cause.operations) == 1 else f"{len(cause.operations)} operations"
            )
            what = f"{cause.title}: {shown_by}  "
            self._line((f"{cause.severity:<8}  ", _STYLES[cause.severity]), what, (cause.code, "dim"))
        self._line()

    def _print_baseline(self, event: RunFinished) -> None:
        for entry in event.expired:
            said = f"{entry.operation}: {entry.title} was known until {entry.until} ({entry.reason})"
            self._line(("expired  ", "bold yellow"), said)
        for entry in event.vanished:
            said = f"{entry.operation}: {entry.title} did not come again; --update-baseline takes it out"
            self._line(("gone  ", "green"), said)

    def _print_untested(self, untested: Iterable[Untested]) -> None:
        matters: dict[str, list[str]] = {}
        for entry in untested:
            advice = f"; {entry.advice}" if entry.advice else ""
            matters.setdefault(f"{entry.reason}{advice}", []).append(entry.operation)
        for matter, operations in matters.items():
            self._line(("not tested  ", "bold yellow"), f"{_named(operations)}: {matter}")

    def _print_asides(self, event: RunFinished) -> None:
        for matter, operations in self._noted.items():
            if operations:
                self._line(("note  ", "magenta"), f"{_named(operations)}: {matter}, too")
        for status, operations in event.undeclared.items():
            said = f"{status} is answered and not declared: {_named(operations)}"
            self._line(("gap of the document  ", "magenta"), said)

    def _field(self, name: str, value: str, style: str = "", *, wrap: bool = True) -> None:
        lines = [value]
        if wrap and self._console.is_terminal:
            width = max(20, self._console.width - _MARGIN - _FIELD)
            lines = textwrap.wrap(value, width, break_on_hyphens=False) or [""]
        for number, text in enumerate(lines):
            self._line((" " * _MARGIN + f"{'' if number else name:<{_FIELD}}", "dim"), (text, style))

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


def _scope(event: RunStarted) -> str:
    skipped = f", {len(event.skipped)} of them cannot be" if event.skipped else ""
    return f"{amount(len(event.operations), 'operation')}{skipped}"


def _begun(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _SHORT else f"{said[:_SHORT]} ..."


def _by_reason(left_out: Iterable[Chosen]) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for entry in left_out:
        reasons.setdefault(entry.reason, []).append(entry.operation)
    return reasons


def _named(labels: list[str]) -> str:
    more = len(labels) - _NAMED
    return ", ".join(labels[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _verdict(event: RunFinished) -> str:
    tested = f"{len(event.tested)} of {amount(len(event.started.operations), 'operation')} tested"
    if not event.started.operations:
        return "Nothing had to be tested"
    if not event.tested:
        return f"Nothing was reached: {tested}"
    found = amount(len(event.causes), "finding")
    if len(event.causes) < len(event.fresh):
        found += f" in {amount(len({each.operation for each in event.fresh}), 'operation')}"
    known = len(event.findings) - len(event.fresh)
    expected = f", {known} known" if known else ""
    gaps = f", {amount(len(event.gaps), 'gap')} of the document" if event.gaps else ""
    return f"{found}{expected}{gaps}, {tested}"
