"""A walk over what is sent: one telling value at a time, in every member and parameter of every operation.

1. The rest of the request keeps the contract, so that an answer speaks of the one value.
2. No value may make the server fail; one that breaks the contract may not be accepted, and one that a rule of
   a parameter allows by name (its bounds, its choices, its pattern) may not be refused.
3. Of each operation each breach is told once, with the request that shows it and what created its row.
4. Of many values that break one rule, or none, the first few speak for the others: of texts those that are
   shorter, longer and neither. Of a member that another operation on the same rows has as well, fewer do.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import unquote_plus

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import NOWHERE, Place, shown, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.contract.reading.parameters import Parameter
from vertrag.exchange import Request
from vertrag.oracles.conversation.lone import values_for
from vertrag.oracles.conversation.material import members, plain_values, schema_of_body
from vertrag.oracles.conversation.row_paths import is_of_a_row
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.conversation.telling import telling
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.seen import Seen
from vertrag.serialization import to_json
from vertrag.world.fixtures import table

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
_ALLOWED, _WRONG = 16, 3  # values of one member that keep the contract, and that break one rule of it
_ALLOWED_AGAIN, _WRONG_AGAIN = 3, 1  # the same for a member that another operation has as well
_PATIENCE = 2  # probes without an answer in time: what waits on purpose would take the time of all others
_RULES = frozenset({"minimum", "maximum", "enum", "pattern", "minLength", "maxLength"})
"""What says of a value that it will be taken; hardly anybody takes all that a format allows."""
UNKNOWN = "vertrag"  # a member that no schema names
WITHOUT_VALUE = ("for what the document allows", "for the same request once more")
"""How a crash is told that no value is behind."""
REFUSALS = (400, 422)
WRITES = ("create", "replace", "patch", "act")
_CONDITIONS = (
    ("if-match", '"1"'),
    ("if-match", "*"),
    ("if-none-match", "*"),
    ("if-none-match", '"1"'),
    ("if-modified-since", "Thu, 01 Jan 1970 00:00:00 GMT"),
)
"""Conditions as any client may make them (RFC 9110 §13.1), of a tag that hardly anything has."""
_UNDIVIDED = ("content-type", "multipart/form-data")  # without the boundary that it needs (RFC 2046 §5.1.1)
ITS_TYPE = f"{_UNDIVIDED[0]} in header"
"""Where it stands: a server that fails for it fails before it reads any value."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One request with one telling value; `place` says where it is, for people.

    The value is NOWHERE where its place is left out, NOTHING where there is none to tell of.
    `is_ruled` says whether rules of the document say which values are taken there, `spot` what a crash is
    told for apart from those of all other values.
    """

    request: Request
    place: str
    value: Any
    is_ruled: bool = False
    spot: str = ""


def values_are_handled(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Every telling value is answered, and accepted only where the contract allows it; who is slow waits."""
    met: set[str] = set()
    for deed in sorted(resource.deeds, key=lambda each: each.operation.label in talk.slow):
        values = values_for(talk, resource, deed.operation) if talk.may(deed.operation) else None
        if values is not None:
            yield from Prober(talk, resource, deed, values, met).breaches()


@dataclass(slots=True)
class Prober:
    """Probes one deed at the path values of what is there; `met` are the members that were probed before."""

    talk: Talk
    resource: Resource
    deed: Deed
    values: tuple[str, ...]
    met: set[str] = field(default_factory=set)
    _body: Any = NOTHING
    _is_tagged: bool = False
    _start: int = 0

    def breaches(self) -> Iterator[Breach]:
        """Each breach of a law once."""
        told: set[tuple[Law, str]] = set()
        silent = 0
        self._start = len(self.talk.chain)
        self._body = self.talk.body(self.deed.operation, self.values)
        for probe in islice(self.probes(), _MOST):
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
            if silent >= _PATIENCE:
                return
            is_gone = answer is not None and (answer.response.status < 300 or bool(probe.spot))
            if self.deed.kind == "delete" and is_gone:
                self.values = values_for(self.talk, self.resource, self.deed.operation) or self.values

    def _explained(self, breach: Breach, before: int) -> Breach:
        """The breach, or what is behind it where the server fails without the telling value as well."""
        talk, operation = self.talk, self.deed.operation
        if breach.law != CRASH or self._body is NOTHING:
            return breach
        kept = talk.chain[:]
        control = self._ordinary()
        if control is not None and not _is_crash(control):
            talk.chain[:] = kept
            return breach
        del talk.chain[before:]
        failing = self._body
        self._body = body = talk.body(operation, self.values)  # what was there before may be in its way
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

    def _culprit(self, failing: Any, before: int) -> Breach | None:
        """The one member of a body which makes the server fail in one that it takes, too."""
        if not isinstance(failing, dict) or not isinstance(self._body, dict):
            return None
        for name, value in failing.items():
            del self.talk.chain[before:]
            self._body = self.talk.body(self.deed.operation, self.values)
            if self._body.get(name, NOWHERE) == value:
                continue
            answer = self._sent({**self._body, name: value})
            if answer is not None and _is_crash(answer):
                return Breach(CRASH, f"{answer.response.status} for {shown((name,))}{_as_sent(value)}")
        return None

    def _unanswered(self, probe: Probe) -> Breach | None:
        """The breach where the connection breaks for a value, and the request without it is answered."""
        if not self.talk.is_broken or self.deed.kind == "delete":
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
        return self.talk.say(self.talk.request(self.deed.operation, self.values, body=body))

    def _ordinary(self) -> Seen | None:
        answer = self.talk.say(self.talk.request(self.deed.operation, self.values, body=self._body))
        if answer is not None:
            self._note(answer)
        return answer

    def _note(self, answer: Seen) -> None:
        status = answer.response.status
        self._is_tagged = self._is_tagged or answer.header("etag") is not None
        is_taken = self.deed.kind == "create" and status < 300 and "409" in self.deed.operation.responses
        if status == 409 or is_taken:  # something in the body may be there once only
            del self.talk.chain[self._start :]  # what the last body referred to
            self._body = self.talk.body(self.deed.operation, self.values)

    def probes(self) -> Iterator[Probe]:
        """All requests with one telling value each."""
        operation = self.deed.operation
        if self.deed.kind in ("act", "read"):  # as it should be: whether it has a tag is seen
            request = self.talk.request(operation, self.values, body=self._body)
            yield Probe(request, "what the document allows", NOTHING)
        yield from self._in_conditions()
        if not operation.body:
            request = self.talk.request(operation, self.values, headers=(_UNDIVIDED,))
            yield Probe(request, ITS_TYPE, _UNDIVIDED[1], spot=ITS_TYPE)
        for location in ("query", "header"):
            yield from self._in_parameters(location)
        is_found_by_path = self.deed.kind == "list" or is_of_a_row(self.resource, operation)
        if self.deed.kind in ("read", "list") and self.values and is_found_by_path:
            for text in table("probes.yaml")["paths"]:
                request = self.talk.request(operation, (*self.values[:-1], text))
                yield Probe(request, "the path", text)
        if self.deed.kind in WRITES and isinstance(self._body, dict | list):
            yield from self._in_bodies()

    def _in_parameters(self, location: str) -> Iterator[Probe]:
        talk, operation = self.talk, self.deed.operation
        ordinary = plain_values(talk.grounds, operation, location, every=True)
        for parameter in operation.parameters.get(location, ()):
            schema = talk.grounds.contract.document.resolve(parameter.schema)
            if parameter.sent_as.lower() in talk.credentials or not isinstance(schema, Mapping):
                continue
            plain = ordinary.get(parameter.sent_as)
            values = (plain, *telling(parameter.name, schema, plain))
            texts = dict.fromkeys(_as_parameter(value, location) for value in values)
            is_ruled = not _RULES.isdisjoint(schema)
            probes = (
                self._with_text(parameter, location, text, is_ruled=is_ruled)
                for text in texts
                if text is not None
            )
            yield from self._chosen(parameter.name, schema, probes, plain)
            if parameter.required:
                yield self._without(parameter, location)

    def _without(self, parameter: Parameter, location: str) -> Probe:
        request = self.talk.request(self.deed.operation, self.values, body=self._body)
        name = parameter.sent_as if location == "query" else parameter.sent_as.lower()
        pairs = [each for each in request.query.split("&") if unquote_plus(each.partition("=")[0]) != name]
        headers = tuple(each for each in request.headers if each[0] != name)
        less = {"query": "&".join(pairs)} if location == "query" else {"headers": headers}
        return Probe(request._replace(**less), f"{parameter.name} in {location}", NOWHERE)

    def _in_conditions(self) -> Iterator[Probe]:
        """Conditions, where the operation declares some or answers with a tag to make them of."""
        declared = {each.sent_as.lower() for each in self.deed.operation.parameters.get("header", ())}
        for name, text in _CONDITIONS:
            if name in declared or self._is_tagged:
                headers = ((name, text),)
                request = self.talk.request(
                    self.deed.operation, self.values, body=self._body, headers=headers
                )
                yield Probe(request, f"{name} in header", text)

    def _with_text(self, parameter: Parameter, location: str, text: str, *, is_ruled: bool) -> Probe:
        query = {parameter.sent_as: text} if location == "query" else {}
        headers = ((parameter.sent_as, text),) if location == "header" else ()
        request = self.talk.request(self.deed.operation, self.values, query, self._body, headers)
        return Probe(request, f"{parameter.name} in {location}", text, is_ruled)

    def _chosen(
        self, name: str, schema: Mapping[str, Any], probes: Iterable[Probe], ordinary: Any
    ) -> Iterator[Probe]:
        """The first few of those that keep the contract, and of those that break one rule of it alike."""
        mark = f"{name} {schema}"
        allowed, wrong = (_ALLOWED_AGAIN, _WRONG_AGAIN) if mark in self.met else (_ALLOWED, _WRONG)
        self.met.add(mark)
        counted: Counter[tuple[str, int]] = Counter()
        for probe in probes:
            rule = self._broken(probe.request)
            sort = (rule, _longer(probe.value, ordinary) if rule else 0)
            counted[sort] += 1
            if counted[sort] <= (wrong if rule else allowed):
                yield probe

    def _broken(self, request: Request) -> str:
        found = self.talk.grounds.contract.find(request.method, request.path)
        violations = found[0].read(request, found[1]).violations if found else ()
        return violations[0].rule if violations else ""

    def _in_bodies(self) -> Iterator[Probe]:
        for place, member in self._places():
            ordinary = value_at(self._body, place)
            values = () if isinstance(ordinary, dict) else telling(_name(place), member, ordinary)
            probes = (probe for value in values for probe in self._with(place, value))
            yield from self._chosen(shown(place), member, probes, ordinary)
            yield from self._with(place, NOWHERE)
            if isinstance(ordinary, dict):
                yield from self._with((*place, UNKNOWN), 1)
                yield from self._with(place, None)
        if isinstance(self._body, dict):
            yield from self._with((UNKNOWN,), 1)
        for other, called in (({}, {}), ([], []), (None, None), (NOTHING, NOWHERE)):
            yield Probe(self.talk.request(self.deed.operation, self.values, body=other), "the body", called)
        cut = self.talk.request(self.deed.operation, self.values, body={})._replace(body=b'{"')
        yield Probe(cut, "the body", '{"')

    def _places(self) -> Iterator[tuple[Place, Mapping[str, Any]]]:
        """What the body is made of: the members of an object, or those of the first item of a list."""
        grounds = self.talk.grounds
        schema = grounds.contract.document.resolve(schema_of_body(grounds, self.deed.operation))
        yield from members(grounds, schema)
        items = schema.get("items") if isinstance(self._body, list) and isinstance(schema, Mapping) else None
        items = grounds.contract.document.resolve(items)
        if isinstance(items, Mapping):
            yield (0,), items
            yield from members(grounds, items, (0,))

    def _with(self, place: Place, value: Any) -> Iterator[Probe]:
        body = deepcopy(self._body)
        if _put(body, place, value):
            request = self.talk.request(self.deed.operation, self.values, body=body)
            yield Probe(request, shown(place), value)


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


def _longer(value: Any, ordinary: Any) -> int:
    """1 for a text that is longer than the ordinary one, -1 for one that is shorter, else 0."""
    if not isinstance(value, str) or not isinstance(ordinary, str):
        return 0
    return (len(value) > len(ordinary)) - (len(value) < len(ordinary))


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


def _as_parameter(value: Any, location: str) -> str | None:
    """The text of a value that a parameter can carry and that is the same to everybody."""
    if not isinstance(value, str | int | float) or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return None
    text = str(value).lower() if isinstance(value, bool) else str(value)
    is_plain = text.isascii() and text.isprintable() and text == text.strip()
    return text if location == "query" or is_plain else None


def _name(place: Place) -> str:
    return next((each for each in reversed(place) if isinstance(each, str)), "")


def _put(body: Any, place: Place, value: Any) -> bool:
    """Put a value where it belongs, NOWHERE to take it away; False where there is no such place."""
    above = value_at(body, place[:-1])
    if isinstance(above, dict):
        if value is NOWHERE:
            above.pop(str(place[-1]), None)
        else:
            above[str(place[-1])] = value
        return True
    if isinstance(above, list) and above and value is not NOWHERE:
        above[0] = value
        return True
    return False
