"""A walk over what is sent: one telling value at a time, in every member and parameter of every operation.

1. The rest of the request keeps the contract, so that an answer speaks of the one value.
2. No value may make the server fail; one that breaks the contract may not be accepted, and one that a rule of
   a parameter allows by name (its bounds, its choices, its pattern) may not be refused.
3. Of each operation each breach is told once, with the request that shows it and what created its row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import NOWHERE, shown
from vertrag.contract.inference.resources import Resource
from vertrag.exchange import Request
from vertrag.oracles.conversation.lone import values_for
from vertrag.oracles.conversation.probes import Probe, Probes
from vertrag.oracles.conversation.row_paths import is_of_a_row, putting
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.seen import Seen
from vertrag.serialization import to_json

CRASH = Law(
    "VF801",
    "value_crashes",
    "A value makes the server fail",
    "any value is answered without a server error",
    0,
    100,
)
ACCEPTED = Law(
    "VF802",
    "invalid_value_accepted",
    "A value that the contract forbids is accepted",
    "400 or 422 for a value that breaks its schema",
    2,
    206,
)
REFUSED = Law(
    "VF803",
    "allowed_value_refused",
    "A value that the contract allows is refused",
    "a value that keeps the rules of its parameter is taken, and a member that a schema leaves room for",
    2,
    207,
)
LAWS = (CRASH, ACCEPTED, REFUSED)

_MOST = 300  # requests for one operation
_EARLIER = 24  # writes before a crash, of which one may be behind it
_PATIENCE = 2  # probes without an answer in time: what waits on purpose would take the time of all others
WITHOUT_VALUE = ("for what the document allows", "for the same request once more")
"""How a crash is told that no value is behind."""
REFUSALS = (400, 422)
_REFUSED_AGAIN = (*REFUSALS, 409, 412)  # what was taken a moment ago


def values_are_handled(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Every telling value is answered, and accepted only where the contract allows it; who is slow waits."""
    met: set[str] = set()
    waiting: list[Deed] = []
    for deed in resource.deeds:
        if not _is_slow(talk, deed):
            yield from _probed(talk, resource, deed, met, is_patient=False)
        if _is_slow(talk, deed):
            waiting.append(deed)
    for deed in waiting:
        yield from _probed(talk, resource, deed, set(), is_patient=True)


def _probed(
    talk: Talk, resource: Resource, deed: Deed, met: set[str], *, is_patient: bool
) -> Iterator[Breach]:
    if not talk.may(deed.operation):
        return
    values = values_for(talk, resource, deed.operation)
    if values is not None:
        is_placing = _takes_only_new(talk, resource, deed)
        yield from Prober(Probes(talk, resource, deed, values, met), is_patient, is_placing).breaches()


def _takes_only_new(talk: Talk, resource: Resource, deed: Deed) -> bool:
    """Whether a PUT makes what is not there and refuses what is: then each value needs a place of its own."""
    before = len(talk.chain)
    values = talk.free_place(resource) if deed is putting(resource) else None
    found = talk.taken(deed.operation, values) if values is not None else None
    again = talk.ask(deed.operation, values or (), body=found[0]) if found is not None else None
    del talk.chain[before:]
    return again is not None and again.response.status in _REFUSED_AGAIN


def _is_slow(talk: Talk, deed: Deed) -> bool:
    return deed.operation.label in talk.slow


@dataclass(slots=True)
class Prober:
    """Sends all probes of one deed, and says what they show; who is patient goes on where that takes time."""

    probes: Probes
    is_patient: bool = True
    is_placing: bool = False
    _start: int = 0
    _written: list[Request] = field(default_factory=list)

    @property
    def talk(self) -> Talk:
        """The conversation of its probes."""
        return self.probes.talk

    def breaches(self) -> Iterator[Breach]:
        """Each breach of a law once."""
        told: set[tuple[Law, str]] = set()
        silent = 0
        self._start = len(self.talk.chain)
        self._go_on()
        self._renew()
        for probe in islice(self.probes.each(), _MOST):
            before = len(self.talk.chain)
            answer = self.talk.say(probe.request)
            if self.talk.is_broken:
                del self.talk.chain[before:]
                answer = self.talk.say(probe.request)  # on a connection that nobody has closed by now
            silent += self.talk.chain[-1][1] is None and not self.talk.is_broken
            breach = _breach(answer, probe) if answer is not None else self._unanswered(probe)
            if breach is not None and (breach.law, breach.spot) not in told:
                told.add((breach.law, breach.spot))
                if not breach.spot or self._is_about_the_value(breach):
                    yield self._explained(breach, before)
            del self.talk.chain[before:]  # what follows does not build on it
            if answer is not None:
                self._note(answer)
            if answer is not None and not _is_crash(answer) and self._changes_a_row():  # refused or not
                self._written.append(probe.request)
            self._move(is_gone=answer is not None and (answer.response.status < 300 or bool(probe.spot)))
            if silent >= _PATIENCE or (not self.is_patient and _is_slow(self.talk, self.probes.deed)):
                return

    def _changes_a_row(self) -> bool:
        """Whether what is probed later meets what is left of what was probed before."""
        deed = self.probes.deed
        is_write = deed.kind in ("replace", "patch", "act") and not deed.operation.is_safe
        return is_write and is_of_a_row(self.probes.resource, deed.operation)

    def _move(self, *, is_gone: bool) -> None:
        """Go to the next row where this one was deleted."""
        probes = self.probes
        if is_gone:
            self._go_on()
        if probes.deed.kind == "delete" and is_gone:
            probes.values = values_for(self.talk, probes.resource, probes.deed.operation) or probes.values

    def _go_on(self) -> None:
        """Go to the next place, where each value needs one of its own."""
        if self.is_placing:
            self.probes.values = self.talk.free_place(self.probes.resource) or self.probes.values

    def _explained(self, breach: Breach, before: int) -> Breach:
        """The breach, or what is behind it where the server fails without the telling value as well."""
        talk = self.talk
        if breach.law != CRASH or self.probes.body is NOTHING:
            return breach
        kept = talk.chain[:]
        control = self._ordinary()
        if control is not None and not _is_crash(control):
            talk.chain[:] = kept
            self._root(before)
            return breach
        del talk.chain[before:]
        failing = self.probes.body
        body = self._renew()  # what was there before may be in its way
        first = self._sent(body)
        if first is not None and _is_crash(first):
            return Breach(CRASH, f"{first.response.status} {WITHOUT_VALUE[0]}")
        second = self._sent(body)  # in the chain, whatever the first has led to
        if second is not None and _is_crash(second):
            return Breach(CRASH, f"{second.response.status} {WITHOUT_VALUE[1]}")
        found = self._culprit(failing, before)
        if found is None:
            talk.chain[:] = kept
        return found or breach

    def _root(self, before: int) -> None:
        """Show a crash on a row of its own, with the one earlier write that it needs, if that is found."""
        talk, probes = self.talk, self.probes
        kept, (request, response) = talk.chain[:], talk.chain[-1]
        if not self._written or response is None:
            return
        for write in (None, *islice(reversed(self._written), _EARLIER)):
            del talk.chain[before:]
            values = values_for(talk, probes.resource, probes.deed.operation)
            path = talk.request(probes.deed.operation, values or ()).path
            said = [talk.say(each._replace(path=path)) for each in (write, request) if each is not None]
            if said[-1] is not None and _is_crash(said[-1]):
                return
        talk.chain[:] = kept

    def _culprit(self, failing: Any, before: int) -> Breach | None:
        """The one member of a body which makes the server fail in one that it takes, too."""
        if not isinstance(failing, dict) or not isinstance(self.probes.body, dict):
            return None
        for name, value in failing.items():
            del self.talk.chain[before:]
            body = self._renew()
            if body.get(name, NOWHERE) == value:
                continue
            answer = self._sent({**body, name: value})
            if answer is not None and _is_crash(answer):
                return Breach(CRASH, f"{answer.response.status} for {shown((name,))}{_as_sent(value)}")
        return None

    def _unanswered(self, probe: Probe) -> Breach | None:
        """The breach where the connection breaks for a value, and the request without it is answered."""
        if not self.talk.is_broken or self.probes.deed.kind == "delete":
            return None
        kept = self.talk.chain[:]
        control = self._ordinary()
        self.talk.chain[:] = kept
        said = f"no answer for {probe.place}{_as_sent(probe.value)}"
        return Breach(CRASH, said, probe.spot) if control is not None else None

    def _is_about_the_value(self, breach: Breach) -> bool:
        """Whether the same request without the one value is taken, or where this one fails, does not."""
        kept = self.talk.chain[:]
        answer = self._ordinary()
        self.talk.chain[:] = kept
        if answer is None:
            return False
        return not _is_crash(answer) if breach.law == CRASH else answer.response.status < 300

    def _sent(self, body: Any) -> Seen | None:
        operation = self.probes.deed.operation
        return self.talk.say(self.talk.request(operation, self.probes.values, body=body))

    def _ordinary(self) -> Seen | None:
        answer = self._sent(self.probes.body)
        if answer is not None:
            self._note(answer)
        return answer

    def _note(self, answer: Seen) -> None:
        status, deed = answer.response.status, self.probes.deed
        self.probes.is_tagged = self.probes.is_tagged or answer.header("etag") is not None
        is_taken = deed.kind == "create" and status < 300 and "409" in deed.operation.responses
        if status == 409 or is_taken:  # something in the body may be there once only
            del self.talk.chain[self._start :]  # what the last body referred to
            self._renew()

    def _renew(self) -> Any:
        self.probes.body = self.talk.body(self.probes.deed.operation, self.probes.values)
        return self.probes.body


def _breach(answer: Seen, probe: Probe) -> Breach | None:
    status = answer.response.status
    said = f"{status} for {probe.place}{_as_sent(probe.value)}"
    if _is_crash(answer):
        return Breach(CRASH, said, probe.spot)
    if status < 300 and answer.reading.violations:
        return Breach(ACCEPTED, f"{said}: {answer.reading.violations[0].message}")
    if status in REFUSALS and probe.is_ruled and not answer.reading.violations:
        return Breach(REFUSED, said, probe.place)
    return None


def _is_crash(answer: Seen) -> bool:
    return answer.response.status >= 500 and answer.response.status not in (501, 503)


def _as_sent(value: Any) -> str:
    """The value behind its place, in the JSON of whoever reads the document and in no other language."""
    if value is NOTHING:
        return ""
    if value is NOWHERE:
        return ", left out"
    text = to_json(value).decode("utf-8", "replace")
    return f" {text}" if len(text) <= 60 else f" {text[:57]}..."
