"""Which operations were really tested: an answer from the door is no answer from the house.

An operation was reached when at least one of its own requests was answered
1. with 2xx or 3xx, or with a server error other than 502-504 (those come from what stands in front), or
2. with another 4xx to a request that was meant to be valid.
Statuses 401, 403, 404, 405, 407 and 429 never count, nor does a 400 to a request that was made to be
invalid: a server that refuses everybody gives those answers too.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from vertrag.fuzz.events import Notice, Untested
from vertrag.fuzz.observations import ANY_OPERATION, TIME_LIMIT, Attempt

_NOT_FOUND = 404
_DOOR = frozenset({401, 403, 404, 405, 407, 429})
_REFUSALS = frozenset({401, 403})
_GATEWAY = frozenset({502, 503, 504})
_ADVICE = {
    401: "pass credentials that it accepts: --header 'Authorization: ...' or --query 'key=...'",
    403: "pass credentials that may do this, and the right tenant if there is one",
    404: "give an id that exists, with --data FILE or as example in the document, or check --url",
    405: "the server does not offer this method: check the document",
    429: "the server limits the rate: wait, or raise its limit",
}


@dataclass(slots=True)
class Reach:
    """The answers that one operation gave so far."""

    statuses: Counter[int] = field(default_factory=Counter)
    silent: int = 0
    reached: bool = False

    def count(self, attempt: Attempt) -> None:
        """Take in one request; requests with another method say nothing about the operation."""
        if not attempt.ordinary:
            return
        if attempt.status is None:
            self.silent += 1
            return
        self.statuses[attempt.status] += 1
        self.reached = self.reached or _from_the_house(attempt.status, valid=attempt.valid)

    @property
    def succeeded(self) -> bool:
        """Whether any answer was a success."""
        return any(status < 400 for status in self.statuses)

    @property
    def mostly(self) -> int | None:
        """The most frequent status; None when nothing was ever answered."""
        return self.statuses.most_common(1)[0][0] if self.statuses else None

    @property
    def telling(self) -> int | None:
        """The status that says most of why nothing was reached.

        What was made to be invalid is refused each time; that a valid id leads nowhere weighs more.
        """
        is_known = self.mostly in _ADVICE or _NOT_FOUND not in self.statuses
        return self.mostly if is_known else _NOT_FOUND

    @property
    def answers(self) -> str:
        """The statuses seen, most frequent first: "401, 404"; with "no answer" where that happened."""
        seen = [str(status) for status, _ in self.statuses.most_common()]
        return ", ".join([*seen, "no answer"] if self.silent else seen)


def not_tested(
    label: str, reach: Reach, notices: Iterable[Notice], *, excused: bool, way_in: str = ""
) -> Untested:
    """What is said of an operation that was not reached, from what was noticed during the run.

    `way_in` says what its door asks for that was not brought.
    """
    noticed = list(notices)
    if not reach.answers:
        troubles = [notice.text for notice in noticed if notice.operation == label]
        return Untested(label, "; ".join(["no request was sent", *troubles]), excused=excused)
    was_cut = any(each.operation == ANY_OPERATION and each.text.startswith(TIME_LIMIT) for each in noticed)
    is_shut = way_in and reach.mostly in _REFUSALS
    told = way_in if is_shut else advice(reach.telling, was_cut=was_cut)
    return Untested(label, f"only {reach.answers}", told, excused)


def advice(status: int | None, *, was_cut: bool = False) -> str:
    """What to do about an operation that answered mostly with this status and never let us in.

    `was_cut` says that the time was up: what is not found may not have been made yet.
    """
    if was_cut and status == _NOT_FOUND:
        return f"allow more time with --max-time, which was up early; else {_ADVICE[status]}"
    if status is None:
        return "check that the server works at all"
    return _ADVICE.get(status, "check the server, and what stands in front of it")


def _from_the_house(status: int, *, valid: bool) -> bool:
    if status in _DOOR or status in _GATEWAY:
        return False
    return status < 400 or status >= 500 or valid
