"""Shows a complaint again on the spot, and writes the script with which anybody can."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from vertrag.fuzz.asking.client import TAKEN, Send, replay
from vertrag.fuzz.asking.origins import Origins, Step
from vertrag.fuzz.asking.traits import trait_of
from vertrag.fuzz.observations import Complaint, Exchange
from vertrag.fuzz.reporting.pytest_file import Subject, by_answer
from vertrag.fuzz.reporting.redaction import Redaction
from vertrag.fuzz.reporting.reproducer import script

_LONGEST = 25  # requests of a reproducer; more are no reproducer and cost the run its time

Likeness = Callable[[Exchange], object]
"""What must be the same when a complaint shows again."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether a complaint showed again (None: it was not tried), the script and the test that show it.

    `trait` is what about the request makes the server fail, where a request without it does not; else "".
    """

    steady: bool | None = None
    script: str = ""
    test: str = ""
    trait: str = ""


@dataclass(frozen=True, slots=True)
class Showing:
    """Shows complaints of one run: `likeness` says what of an exchange must come again.

    `asserted` is what a test can ask of the last answer, "" where only a law can tell: then `by_law` writes
    the test.
    """

    send: Send
    origins: Origins
    base_url: str
    redaction: Redaction
    likeness: Likeness
    asserted: Callable[[Complaint], str] = lambda _: ""
    by_law: Callable[[Subject], str] = lambda _: ""

    def show(self, complaint: Complaint) -> Shown:
        """Send what led to the complaint again, and compare."""
        steps = self.origins.steps([*(each.sent for each in complaint.before), complaint.sent])
        if len(steps) > _LONGEST:
            return Shown()
        steady = complaint.steady
        if steady is None:
            steps, steady = self._shown(complaint, steps)
        written = script(_heading(complaint), steps, self.base_url, self.redaction)
        trait = trait_of(complaint, steps, self.send) if steady else ""
        return Shown(steady, written, self._test(complaint, steps), trait)

    def _shown(self, complaint: Complaint, steps: tuple[Step, ...]) -> tuple[tuple[Step, ...], bool | None]:
        """The steps that show it and whether they do; None where what they create is there already."""
        is_taken = False
        for way in self._ways(complaint, steps):
            again = replay(way, self.send)
            if again is not None and self._is_alike(complaint, again):
                return way, True
            is_taken = is_taken or (again is not None and _is_refused_as_taken(again))
        return steps, None if is_taken else False

    def _ways(self, complaint: Complaint, steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
        """What may show it: the request twice, after a creation, alone, after a PUT, a deletion, steps."""
        origins, sent = self.origins, complaint.sent
        if sent.method == "POST" and not complaint.before and origins.is_repeated(sent):
            yield origins.steps([sent, sent])
        if complaint.place and sent.method == "GET" and not complaint.before:
            yield from (origins.steps([creation, sent]) for creation in reversed(origins.creations(sent)))
        yield steps
        putting = origins.putting(sent) if not complaint.before and sent.method != "PUT" else None
        if putting is not None:
            yield origins.steps([putting, sent])
        deletion = origins.deletion(sent) if not complaint.before else None
        if deletion is not None:
            yield origins.steps([deletion, sent])
        steps_before = origins.creations(sent) if sent.method == "POST" and not complaint.before else []
        if steps_before:
            yield origins.steps([*steps_before, sent])

    def _test(self, complaint: Complaint, steps: Sequence[Step]) -> str:
        told = self.redaction.scrub(_heading(complaint))
        subject = Subject(told, complaint.code, complaint.operation, self.base_url, self.redaction)
        asserted = self.asserted(complaint)
        return by_answer(subject, steps, asserted) if asserted else self.by_law(subject)

    def _is_alike(self, complaint: Complaint, again: Exchange) -> bool:
        return self.likeness(again) == self.likeness(Exchange(complaint.sent, complaint.response))


def _is_refused_as_taken(again: Exchange) -> bool:
    """Whether a creation says that what it would create is there: here it cannot show anything again."""
    return again.sent.method == "POST" and again.response is not None and again.response.status == TAKEN


def _heading(complaint: Complaint) -> str:
    said = f"{complaint.title} ({complaint.code}): {complaint.operation}"
    return f"{said}\nexpected: {complaint.expected}\ngot: {complaint.actual}"
