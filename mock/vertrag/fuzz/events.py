"""What a fuzz run tells, as events in the past tense: data only, for whoever listens."""

from dataclasses import dataclass

from vertrag.fuzz.causes import Cause, causes
from vertrag.fuzz.findings import Finding

INTERRUPTED = 130
"""What a shell reports for a program that SIGINT ended."""


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
class Gap:
    """An error answer that the implementation rightly gives and the document forgot to declare."""

    operation: str
    status: int


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
    where it is `strict`.
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

    @property
    def causes(self) -> tuple[Cause, ...]:
        """What is behind the findings, the worst first."""
        return causes(self.findings)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 nothing was reached or the run ended early, 130 interrupted by its user."""
        if self.interruption == "interrupted":
            return INTERRUPTED
        if self.interruption or not self.tested:
            return 2
        return 1 if self.findings or (self.strict and self.gaps) else 0


Event = RunStarted | PhaseStarted | OperationStarted | FindingFound | GapFound | NoticeGiven | RunFinished
