"""What a fuzz run tells, as events in the past tense: data only, for whoever listens."""

from dataclasses import dataclass

from vertrag.fuzz.covering.conformance import conformance
from vertrag.fuzz.covering.coverage import Coverage
from vertrag.fuzz.judging.causes import Cause, causes
from vertrag.fuzz.judging.findings import Finding
from vertrag.fuzz.reporting.transcript import Traffic

NOT_ALL_TESTED = 3
INTERRUPTED = 130
"""What a shell reports for a program that SIGINT ended."""


@dataclass(frozen=True, slots=True)
class Untested:
    """An operation that was not tested, why, and what would change that.

    Whether it is `excused`: what nobody allowed to be untested fails the run.
    """

    operation: str
    reason: str
    advice: str = ""
    excused: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """An operation that was chosen to be tested, or left out on purpose, and why."""

    operation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that was known before the run; `until` is the last day on which that counts, "" for ever."""

    fingerprint: str
    code: str = ""
    operation: str = ""
    title: str = ""
    reason: str = ""
    until: str = ""

    @property
    def excuse(self) -> str:
        """Why it fails nothing, and how long."""
        until = f", until {self.until}" if self.until else ""
        return f"{self.reason or 'no reason is given'}{until}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that narrowed the test; `operation` is empty where it concerns the whole run."""

    operation: str
    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """An error answer that the implementation rightly gives and the document forgot to declare."""

    operation: str
    status: int


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The server answers and the engine is about to start; `variables` stand for given headers.

    `operations` are those that the run is about, with what it may not test of them in `skipped`. `left_out`
    are the others; `changed` says why, where only what changed is tested.
    """

    title: str
    document: str
    base_url: str
    seed: int
    operations: tuple[str, ...]
    skipped: tuple[Untested, ...]
    variables: tuple[str, ...]
    left_out: tuple[Chosen, ...] = ()
    changed: tuple[Chosen, ...] = ()


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
class OperationFinished:
    """The engine is through with an operation on its own; only sequences of several may follow."""

    operation: str


@dataclass(frozen=True, slots=True)
class RequestsSent:
    """Requests of one operation or sequence were sent; only told where somebody wants to record them."""

    traffic: tuple[Traffic, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """When a phase began and ended, in seconds since the run did, and what was found then: when, how bad."""

    phase: str
    began: float
    ended: float
    cases: int
    found: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FindingFound:
    """A breach of the contract was seen for the first time; `known` says so where it was expected."""

    finding: Finding
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class GapFound:
    """A gap of the document was seen for the first time."""

    gap: Gap


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """Something narrows the test."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The result; `interruption` says why the run ended early, empty when it did not.

    `tested` and `untested` divide the document's operations. `gaps` are the document's and fail the run only
    where it is `strict`. Of what was known before, `known` came again as expected, `expired` came and is
    expected no more, `vanished` did not come. `phases` are those of every process, `coverage` is what
    was covered of each operation.
    """

    started: RunStarted
    cases: int
    seconds: float
    findings: tuple[Finding, ...]
    tested: tuple[str, ...]
    untested: tuple[Untested, ...]
    notices: tuple[Notice, ...]
    gaps: tuple[Gap, ...] = ()
    strict: bool = False
    interruption: str = ""
    known: tuple[Known, ...] = ()
    expired: tuple[Known, ...] = ()
    vanished: tuple[Known, ...] = ()
    phases: tuple[Span, ...] = ()
    coverage: tuple[Coverage, ...] = ()

    @property
    def score(self) -> float:
        """How well the document is kept, of 100: see `conformance`."""
        return conformance(self.started.operations, self.tested, self.findings)

    @property
    def unexcused(self) -> tuple[Untested, ...]:
        """What was to be tested and was not, and nobody allowed it."""
        return tuple(each for each in self.untested if not each.excused and each not in self.started.skipped)

    @property
    def fresh(self) -> tuple[Finding, ...]:
        """The findings that were not expected."""
        return tuple(finding for finding in self.findings if self.known_as(finding) is None)

    def known_as(self, finding: Finding) -> Known | None:
        """What was known of a finding, if it was expected."""
        return next((entry for entry in self.known if entry.fingerprint == finding.fingerprint), None)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What is behind the findings that were not expected, the worst first."""
        return causes(self.fresh)

    @property
    def undeclared(self) -> dict[int, list[str]]:
        """The gaps: which operations answer each status that the document does not declare of them."""
        operations: dict[int, list[str]] = {}
        for gap in self.gaps:
            operations.setdefault(gap.status, []).append(gap.operation)
        return dict(sorted(operations.items()))

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 nothing reached or ended early, 3 not all tested, 130 interrupted."""
        if self.interruption == "interrupted":
            return INTERRUPTED
        if self.interruption or (self.started.operations and not self.tested):
            return 2
        if self.fresh or (self.strict and self.gaps):
            return 1
        return NOT_ALL_TESTED if self.unexcused else 0


Event = (
    RunStarted
    | PhaseStarted
    | OperationStarted
    | OperationFinished
    | RequestsSent
    | FindingFound
    | GapFound
    | NoticeGiven
    | RunFinished
)
