"""One fuzz run as a stream of events in the past tense: data only, nothing is printed here."""

import secrets
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from vertrag.contract.operations import SAFE_METHODS
from vertrag.errors import DocumentError
from vertrag.fuzz import engine
from vertrag.fuzz.findings import Finding, Ledger
from vertrag.fuzz.observations import (
    EngineStopped,
    Observation,
    PhaseBegun,
    ScenarioBegun,
    ScenarioEnded,
    TroubleMet,
)
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.reach import Reach, advice
from vertrag.fuzz.redaction import Redaction
from vertrag.fuzz.subject import (
    base_url,
    credential_headers,
    parse_headers,
    read_document,
    require_alive,
    require_allowed_references,
)

INTERRUPTED = 130
"""What a shell reports for a program that SIGINT ended."""

_UNDOCUMENTED_STATUS = "ST103"


@dataclass(frozen=True, slots=True)
class Untested:
    """An operation that was not tested, why, and what would change that."""

    operation: str
    reason: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that narrowed the test; `operation` is empty where it concerns the whole run."""

    operation: str
    text: str


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The server answers and the engine is about to start; `variables` stand for given headers."""

    title: str
    document: str
    base_url: str
    seed: int
    operations: tuple[str, ...]
    skipped: tuple[Untested, ...]
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhaseStarted:
    """A phase began: examples, coverage, fuzzing or stateful."""

    name: str


@dataclass(frozen=True, slots=True)
class OperationStarted:
    """The engine turned to an operation; `cases` were sent before."""

    operation: str
    cases: int


@dataclass(frozen=True, slots=True)
class FindingFound:
    """A breach of the contract was seen for the first time."""

    finding: Finding


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """Something narrows the test."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The result; `interruption` says why the run ended early, empty when it did not.

    `tested` and `untested` divide the document's operations.
    """

    started: RunStarted
    cases: int
    seconds: float
    findings: tuple[Finding, ...]
    tested: tuple[str, ...]
    untested: tuple[Untested, ...]
    notices: tuple[Notice, ...]
    interruption: str = ""

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 nothing was reached or the run ended early, 130 interrupted by its user."""
        if self.interruption == "interrupted":
            return INTERRUPTED
        if self.interruption or not self.tested:
            return 2
        return 1 if self.findings else 0


Event = RunStarted | PhaseStarted | OperationStarted | FindingFound | NoticeGiven | RunFinished


def fuzz(options: FuzzOptions) -> Generator[Event, None, None]:
    """Fuzz the implementation; closing the stream stops the requests.

    Raises UsageError, DocumentError or UpstreamError before the first event.
    """
    redaction = Redaction(parse_headers(options.headers))
    source = read_document(options.document, options.allow_hosts)
    settings = _settings(options, redaction)
    schema = engine.load(source.text, source.location, settings)
    require_allowed_references(schema.raw_schema, options.allow_hosts)
    target = base_url(schema.raw_schema, source.location, options.url, options.allow_hosts)
    operations = engine.operations(schema)
    if not operations:
        raise DocumentError(f"{options.document} describes no operation")
    require_alive(target)
    started = RunStarted(
        title=str(schema.raw_schema.get("info", {}).get("title", options.document)),
        document=options.document,
        base_url=target,
        seed=settings.seed,
        operations=tuple(operation.label for operation in operations),
        skipped=tuple(_skipped(operations, allow_writes=options.allow_writes)),
        variables=redaction.variables(),
    )
    yield started
    run = _Run(started, Ledger(redaction, credential_headers(schema.raw_schema)))
    left_out = frozenset(entry.operation for entry in started.skipped)
    yield from run.follow(engine.observe(schema, target, left_out))
    yield from run.doubts()
    yield run.finished()


def _settings(options: FuzzOptions, redaction: Redaction) -> engine.Settings:
    return engine.Settings(
        seed=secrets.randbelow(2**32) if options.seed is None else options.seed,
        max_examples=options.max_examples,
        workers=options.workers,
        allow_writes=options.allow_writes,
        headers=redaction.headers,
        max_time=options.max_time,
    )


def _skipped(operations: tuple[engine.Operation, ...], *, allow_writes: bool) -> Iterator[Untested]:
    for operation in operations:
        if operation.flaw:
            yield Untested(operation.label, f"the document is broken here: {operation.flaw}")
        elif not (allow_writes or operation.marked_safe or operation.method in SAFE_METHODS):
            hint = "pass --allow-writes, or mark the operation x-safe: true"
            yield Untested(operation.label, f"{operation.method} may change data", hint)


@dataclass(slots=True)
class _Run:
    """What is known of a run while it goes on."""

    started: RunStarted
    ledger: Ledger
    cases: int = 0
    interruption: str = ""
    notices: list[Notice] = field(default_factory=list)
    reaches: dict[str, Reach] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def follow(self, observations: Generator[Observation, None, None]) -> Iterator[Event]:
        with closing(observations):
            try:
                for observation in observations:
                    yield from self._take(observation)
            except KeyboardInterrupt:
                self.interruption = "interrupted"

    def _take(self, observation: Observation) -> Iterator[Event]:
        match observation:
            case PhaseBegun(name):
                yield PhaseStarted(name)
            case ScenarioBegun(operation):
                yield OperationStarted(operation, self.cases)
            case ScenarioEnded():
                yield from self._take_scenario(observation)
            case TroubleMet():
                yield from self._take_trouble(observation)
            case EngineStopped(lost):
                self.interruption = lost

    def _take_scenario(self, scenario: ScenarioEnded) -> Iterator[Event]:
        self.cases += len(scenario.attempts)
        for attempt in scenario.attempts:
            self.reaches.setdefault(attempt.operation, Reach()).count(attempt)
        gaps = {
            (complaint.operation, complaint.status)
            for complaint in scenario.complaints
            if complaint.refused_by_mock and complaint.code == _UNDOCUMENTED_STATUS
        }
        for operation, status in sorted(gaps, key=str):
            text = f"document gap: {operation} answers {status} and does not declare it"
            yield from self._note(Notice(operation, text))
        faults = (
            complaint
            for complaint in scenario.complaints
            if not (complaint.refused_by_mock and (complaint.operation, complaint.status) in gaps)
        )
        for finding in self.ledger.enter(faults):
            yield FindingFound(finding)

    def _take_trouble(self, trouble: TroubleMet) -> Iterator[Event]:
        text = self.ledger.redaction.scrub(f"{trouble.title}: {trouble.message}")
        yield from self._note(Notice(trouble.operation, text))

    def _note(self, notice: Notice) -> Iterator[Event]:
        if notice not in self.notices:
            self.notices.append(notice)
            yield NoticeGiven(notice)

    def doubts(self) -> Iterator[Event]:
        """Notices on operations that were reached but never answered with a success."""
        for label, reach in self.reaches.items():
            if reach.reached and not reach.succeeded:
                text = f"no request succeeded (only {reach.answers}), so no success answer was checked"
                yield from self._note(Notice(label, text))

    def finished(self) -> RunFinished:
        untested = (*self.started.skipped, *self._unreached())
        missed = {entry.operation for entry in untested}
        return RunFinished(
            started=self.started,
            cases=self.cases,
            seconds=time.monotonic() - self.began,
            findings=self.ledger.findings(),
            tested=tuple(label for label in self.started.operations if label not in missed),
            untested=untested,
            notices=tuple(self.notices),
            interruption=self.interruption,
        )

    def _unreached(self) -> Iterator[Untested]:
        known = {entry.operation for entry in self.started.skipped}
        for label in self.started.operations:
            reach = self.reaches.get(label, Reach())
            if label in known or reach.reached:
                continue
            if reach.answers:
                yield Untested(label, f"only {reach.answers}", advice(reach.mostly))
            else:
                troubles = [notice.text for notice in self.notices if notice.operation == label]
                yield Untested(label, "; ".join(["no request was sent", *troubles]))
