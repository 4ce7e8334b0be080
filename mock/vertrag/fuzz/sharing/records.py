"""What runs have told, and what they add up to: whole or cut off, one or several.

1. What two runs found with the same check, operation and key is one finding, with the occurrences of both.
2. An operation that any run tested is tested.
3. A run that never told its result counts with what it told until then.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from vertrag.errors import UsageError
from vertrag.fuzz.covering.coverage import united as united_coverage
from vertrag.fuzz.events import (
    Event,
    FindingFound,
    Gap,
    GapFound,
    Known,
    Notice,
    NoticeGiven,
    OperationFinished,
    OperationStarted,
    RunFinished,
    RunStarted,
    Untested,
)
from vertrag.fuzz.judging.findings import Finding
from vertrag.fuzz.reporting.recording import recorded

T = TypeVar("T")


@dataclass(slots=True)
class Record:
    """What one run has told so far."""

    started: RunStarted | None = None
    finished: RunFinished | None = None
    through: list[str] = field(default_factory=list)
    cases: int = 0
    findings: list[Finding] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def hear(self, event: Event) -> None:
        """Take in the next event."""
        match event:
            case RunStarted():
                self.started = event
            case OperationStarted(_, cases):
                self.cases = cases
            case OperationFinished(operation):
                self.through.append(operation)
            case FindingFound(finding):
                self.findings.append(finding)
            case GapFound(gap):
                self.gaps.append(gap)
            case NoticeGiven(notice):
                self.notices.append(notice)
            case RunFinished():
                self.finished = event

    def result(self, started: RunStarted, lost: str) -> RunFinished:
        """Its result, or what it comes to without one; `lost` says why there is none."""
        if self.finished is not None:
            return self.finished
        skipped = {entry.operation for entry in started.skipped}
        rest = [each for each in started.operations if each not in skipped and each not in self.through]
        # Where it went on with a run that was stopped, that one was through with more than this one is about.
        whole = replace(started, operations=_distinct((*self.through, *started.operations)))
        return RunFinished(
            started=whole,
            cases=self.cases,
            seconds=0.0,
            findings=tuple(self.findings),
            tested=tuple(self.through),
            untested=(*started.skipped, *(Untested(label, lost) for label in rest)),
            notices=tuple(self.notices),
            gaps=tuple(self.gaps),
            interruption=lost,
        )


def read_record(path: Path) -> Record:
    """The record of a run in a file; raises UsageError where it is none."""
    record = Record()
    for event in recorded(path):
        record.hear(event)
    if record.started is None:
        raise UsageError(f"{path} is no record of a run", hint="name a file that --report wrote, .ndjson")
    return record


def read_result(path: Path) -> RunFinished:
    """The result of a recorded run, of what there is of it where it was cut off."""
    return result_of(read_record(path), path)


def result_of(record: Record, path: Path) -> RunFinished:
    """What a record that was read from a file comes to."""
    assert record.started is not None  # noqa: S101 - read_record saw to it
    return record.result(record.started, f"the record {path} ends before its run did")


def finished_operations(path: Path) -> tuple[str, ...]:
    """The operations that a recorded run is through with."""
    return tuple(read_record(path).through)


def united(results: Sequence[RunFinished]) -> RunFinished:
    """Several runs about one document as one."""
    titles = dict.fromkeys(result.started.title for result in results)
    if len(titles) > 1:
        raise UsageError(
            f"the runs are about different documents: {', '.join(titles)}", hint="unite those of one document"
        )
    first = results[0]
    tested = _distinct(label for result in results for label in result.tested)
    untested = {entry.operation: entry for result in results for entry in result.untested}
    reasons = dict.fromkeys(result.interruption for result in results if result.interruption)
    return replace(
        first,
        started=_together([result.started for result in results]),
        cases=sum(result.cases for result in results),
        seconds=max(result.seconds for result in results),
        findings=_findings(finding for result in results for finding in result.findings),
        tested=tested,
        untested=tuple(entry for label, entry in untested.items() if label not in tested),
        notices=_distinct(notice for result in results for notice in result.notices),
        gaps=_distinct(gap for result in results for gap in result.gaps),
        strict=any(result.strict for result in results),
        interruption="interrupted" if "interrupted" in reasons else "; ".join(reasons),
        known=_distinct(entry for result in results for entry in result.known),
        expired=_distinct(entry for result in results for entry in result.expired),
        vanished=tuple(_vanished(results)),
        phases=tuple(span for result in results for span in result.phases),
        coverage=united_coverage(record for result in results for record in result.coverage),
    )


def _vanished(results: Sequence[RunFinished]) -> Iterator[Known]:
    """What was known and came in none of the runs."""
    seen = {finding.fingerprint for result in results for finding in result.findings}
    for entry in _distinct(entry for result in results for entry in result.vanished):
        if entry.fingerprint not in seen:
            yield entry


def _together(several: Sequence[RunStarted]) -> RunStarted:
    operations = _distinct(label for started in several for label in started.operations)
    left_out = {entry.operation: entry for started in several for entry in started.left_out}
    skipped = {entry.operation: entry for started in several for entry in started.skipped}
    return replace(
        several[0],
        operations=operations,
        skipped=tuple(skipped.values()),
        variables=_distinct(name for started in several for name in started.variables),
        left_out=tuple(entry for label, entry in left_out.items() if label not in operations),
        changed=_distinct(entry for started in several for entry in started.changed),
    )


def _findings(found: Iterable[Finding]) -> tuple[Finding, ...]:
    known: dict[tuple[str, str, str], Finding] = {}
    for finding in found:
        before = known.get(finding.mark)
        times = finding.occurrences + (before.occurrences if before else 0)
        known[finding.mark] = replace(before or finding, occurrences=times)
    return tuple(known.values())


def _distinct(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
