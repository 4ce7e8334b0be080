"""Turns breaches of laws into complaints: of single exchanges as they come, and of walks."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from vertrag.exchange import Request, Response
from vertrag.fuzz.covering.computing import Computing
from vertrag.fuzz.covering.coverage import Survey
from vertrag.fuzz.judging import complaining
from vertrag.fuzz.observations import Attempt, Complaint, Exchange, Sent
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.journeys.walks import Walked
from vertrag.oracles.law import Breach
from vertrag.oracles.rulings import breaches
from vertrag.oracles.seen import seen


@dataclass(slots=True)
class Observer:
    """Holds the exchanges of one run against the laws; requests lie below `base_url`.

    `survey` notes what they cover, `computing` which invariants could be computed.
    """

    grounds: Grounds
    base_url: str
    survey: Survey = field(init=False)
    computing: Computing = field(init=False)

    def __post_init__(self) -> None:
        self.survey = Survey(self.grounds)
        self.computing = Computing(self.grounds)

    def on_attempt(self, attempt: Attempt) -> Iterator[Complaint]:
        """What one exchange breaks by itself."""
        if attempt.response is None:
            return
        exchange = seen(self.grounds.contract, attempt.sent.below(self.base_url), attempt.response)
        if exchange is not None:
            self.survey.note(exchange)
            self.computing.note(exchange)
        for breach in breaches(self.grounds, exchange) if exchange is not None else ():
            yield _complaint(breach, attempt.operation, Exchange(attempt.sent, attempt.response))

    def on_walk(self, walked: Walked) -> Complaint:
        """What a walk found, with all that led to it."""
        *before, last = (Exchange(self.sent(request), response) for request, response in walked.chain)
        complaint = _complaint(walked.breach, self.label(walked.chain[-1][0]), last, tuple(before))
        return replace(complaint, steady=walked.steady)

    def on_answer(self, attempt: Attempt) -> Iterator[Complaint]:
        """What is wrong with the answer to a request of a walk: the engine judges only its own."""
        request = attempt.sent.below(self.base_url)
        found = self.grounds.contract.find(request.method, request.path, lambda: request)
        if found is not None:
            yield from complaining.complaints(found[0], attempt)

    def attempt(self, request: Request, response: Response | None) -> Attempt:
        """A request of a walk, counted like one of the engine."""
        found = self.grounds.contract.find(request.method, request.path, lambda: request)
        valid = found is not None and not found[0].read(request, found[1]).violations
        known = found is not None
        return Attempt(self.label(request), self.sent(request), response, valid=valid, ordinary=known)

    def sent(self, request: Request) -> Sent:
        """The request as it goes out."""
        query = f"?{request.query}" if request.query else ""
        return Sent(request.method, f"{self.base_url}{request.path}{query}", request.headers, request.body)

    def is_of_a_resource(self, request: Request) -> bool:
        """Whether the operation behind a request belongs to a resource: others need not keep anything."""
        found = self.grounds.contract.find(request.method, request.path, lambda: request)
        return found is not None and self.grounds.part(found[0]) is not None

    def label(self, request: Request) -> str:
        """The operation behind a request, for people; HEAD asks for what GET gives (RFC 9110 §9.3.2)."""
        find = self.grounds.contract.find
        found = find(request.method, request.path, lambda: request)
        if found is None and request.method == "HEAD":
            found = find("GET", request.path, lambda: request)
        return found[0].label if found else f"{request.method} {request.path}"


def _complaint(
    breach: Breach, operation: str, last: Exchange, before: tuple[Exchange, ...] = ()
) -> Complaint:
    law = breach.law
    return Complaint(
        rule=law.name,
        code=law.code,
        title=law.title,
        severity=law.severity,
        operation=operation,
        key=f"{law.name} {breach.spot}".rstrip(),
        expected=law.expected,
        actual=breach.actual,
        sent=last.sent,
        response=last.response,
        before=before,
        category=law.category,
    )
