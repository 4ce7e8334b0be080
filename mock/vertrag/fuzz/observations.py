"""What the engine saw, in our words: requests sent, complaints about the answers, trouble on the way."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from vertrag.exchange import Headers, Request, Response

ANY_OPERATION = ""
"""Stands for the operation of what concerns the whole run."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it went out; `url` is absolute and percent-encoded, header names are as sent."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    @property
    def size(self) -> int:
        """How much a reader has to take in, in characters."""
        return len(self.url) + len(self.body) + sum(len(name) + len(value) for name, value in self.headers)

    def below(self, base_url: str) -> Request:
        """The request as the contract sees it, with its path below the base URL's."""
        parts = urlsplit(self.url)
        path = parts.path.removeprefix(urlsplit(base_url).path) or "/"
        headers = tuple((name.lower(), value) for name, value in self.headers)
        return Request(self.method, path, parts.query, headers, self.body)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back; None when nothing did."""

    sent: Sent
    response: Response | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request for an operation and what came back; None when nothing did.

    `valid` is true when the request was meant to satisfy the contract, `ordinary` when it used the
    operation's own method. It was sent at `began`, in Unix seconds, and took `seconds`.
    """

    operation: str
    sent: Sent
    response: Response | None
    valid: bool
    ordinary: bool
    began: float = 0.0
    seconds: float = 0.0

    @property
    def status(self) -> int | None:
        """The status that came back."""
        return self.response.status if self.response is not None else None


@dataclass(frozen=True, slots=True)
class Complaint:
    """One check that one answer failed.

    Two complaints with the same `code`, `operation` and `key` have the same cause. `severity` is 0 for
    the worst. `before` are the exchanges that led up to it, oldest first. `category` is its number in the
    fault catalogue, `steady` whether it was seen again and `place` the JSON pointer of what is wrong in the
    body of the answer, where whoever complains knows.
    """

    rule: str
    code: str
    title: str
    severity: int
    operation: str
    key: str
    expected: str
    actual: str
    sent: Sent
    response: Response | None = None
    before: tuple[Exchange, ...] = ()
    category: int | None = None
    steady: bool | None = None
    place: str | None = None

    @property
    def status(self) -> int | None:
        """The status of the answer; None when nothing came back."""
        return self.response.status if self.response is not None else None


@dataclass(frozen=True, slots=True)
class PhaseBegun:
    """The engine began a phase: examples, coverage, fuzzing or stateful."""

    name: str


@dataclass(frozen=True, slots=True)
class ScenarioBegun:
    """The engine turned to an operation."""

    operation: str


@dataclass(frozen=True, slots=True)
class ScenarioEnded:
    """The engine is through with an operation in one phase."""

    operation: str
    attempts: tuple[Attempt, ...] = ()
    complaints: tuple[Complaint, ...] = ()


TIME_LIMIT = "time limit"
"""The title of the trouble that the time was up."""


@dataclass(frozen=True, slots=True)
class TroubleMet:
    """Something could not be used or tested; `operation` is ANY_OPERATION where it concerns the run."""

    operation: str
    title: str
    message: str


CUT = TroubleMet(ANY_OPERATION, TIME_LIMIT, "the time was up before all phases were through")
"""What is said where the time did not reach."""


@dataclass(frozen=True, slots=True)
class EngineStopped:
    """The run is over; `lost` says why it ended early, empty when it did not."""

    lost: str = ""


Observation = PhaseBegun | ScenarioBegun | ScenarioEnded | TroubleMet | EngineStopped
