"""Requests with one telling value each, for one operation: in its parameters, its path and its body.

1. The rest of the request keeps the contract, so that an answer speaks of the one value.
2. Of many values that break one rule, or none, the first few speak for the others: of texts those that are
   shorter, longer and neither. Of a member that another operation on the same rows has as well, fewer do.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import NOWHERE, Place, shown, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.sites import VARIABLE, form_of
from vertrag.contract.reading.parameters import Parameter
from vertrag.exchange import Request
from vertrag.oracles.conversation.lone import is_lone
from vertrag.oracles.conversation.material import members, plain_values, schema_of_body
from vertrag.oracles.conversation.row_paths import is_of_a_row
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.conversation.telling import telling
from vertrag.world.fixtures import table

_ALLOWED, _WRONG = 16, 3  # values of one member that keep the contract, and that break one rule of it
_ALLOWED_AGAIN, _WRONG_AGAIN = 3, 1  # the same for a member that another operation has as well
_NAMES = 3  # of members that a parameter takes whatever they are called
_RULES = frozenset({"minimum", "maximum", "enum", "pattern", "minLength", "maxLength"})
"""What says of a value that it will be taken; hardly anybody takes all that a format allows."""
UNKNOWN = "vertrag"  # a member that no schema names
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
OF_CLIENTS = frozenset({"user-agent", "host", "connection", "accept-encoding", "content-length"})
"""Headers that whoever sends a request writes itself: left out they come all the same."""
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


@dataclass(slots=True)
class Probes:
    """All probes of one deed, at path values and with a body that may change between two of them.

    `met` are the members that were probed before; `is_tagged` says that an answer had a tag.
    """

    talk: Talk
    resource: Resource
    deed: Deed
    values: tuple[str, ...]
    met: set[str] = field(default_factory=set)
    body: Any = NOTHING
    is_tagged: bool = False

    def each(self) -> Iterator[Probe]:
        """All requests with one telling value each."""
        operation = self.deed.operation
        if self.deed.kind in ("act", "read"):  # as it should be: whether it has a tag is seen
            request = self.talk.request(operation, self.values, body=self.body)
            yield Probe(request, "what the document allows", NOTHING)
        yield from self._in_conditions()
        if not operation.body:
            request = self.talk.request(operation, self.values, headers=(_UNDIVIDED,))
            yield Probe(request, ITS_TYPE, _UNDIVIDED[1], spot=ITS_TYPE)
        for location in ("query", "header"):
            yield from self._in_parameters(location)
        if self._is_found_by_path():
            for text in table("probes.yaml")["paths"]:
                request = self.talk.request(operation, (*self.values[:-1], text))
                yield Probe(request, "the path", text)
        if self.deed.kind in WRITES and isinstance(self.body, dict | list):
            yield from self._in_bodies()

    def _is_found_by_path(self) -> bool:
        """Whether the last value of the path is one to look for, and nothing is written for it."""
        operation = self.deed.operation
        if operation.method != "GET" or not self.values:
            return False
        if is_lone(self.resource):
            return form_of(operation.path)[-1] == VARIABLE
        return self.deed.kind == "list" or (
            self.deed.kind == "read" and is_of_a_row(self.resource, operation)
        )

    def _in_parameters(self, location: str) -> Iterator[Probe]:
        talk, operation = self.talk, self.deed.operation
        ordinary = plain_values(talk.grounds, operation, location, every=True)
        for parameter in operation.parameters.get(location, ()):
            schema = talk.grounds.contract.document.resolve(parameter.schema)
            if parameter.sent_as.lower() in talk.credentials or not isinstance(schema, Mapping):
                continue
            yield from self._with_texts(parameter.name, location, schema, ordinary.get(parameter.sent_as))
            if parameter.required and not (location == "header" and parameter.sent_as.lower() in OF_CLIENTS):
                yield self._without(parameter, location)
            named = talk.grounds.contract.document.resolve(schema.get("additionalProperties"))
            if (parameter.style, parameter.explode) == ("form", True) and isinstance(named, Mapping):
                yield from self._with_texts(UNKNOWN, location, named, None)  # its members are parameters
                yield from self._with_names()

    def _with_names(self) -> Iterator[Probe]:
        """Members of a parameter that takes any, with names that tell."""
        for name in table("probes.yaml")["texts"][:_NAMES]:
            request = self.talk.request(self.deed.operation, self.values, {name: "1"}, self.body)
            yield Probe(request, "a name in query", name)

    def _with_texts(self, name: str, location: str, schema: Mapping[str, Any], plain: Any) -> Iterator[Probe]:
        texts = dict.fromkeys(
            _as_parameter(each, location) for each in (plain, *telling(name, schema, plain))
        )
        is_of_one = is_of_a_row(self.resource, self.deed.operation)  # which choice fits may depend on the row
        is_ruled = not (_RULES - {"enum"} if is_of_one else _RULES).isdisjoint(schema)
        probes = (
            self._with_text(name, location, text, is_ruled=is_ruled and text.isprintable())
            for text in texts
            if text is not None
        )
        yield from self._chosen(name, schema, probes, plain)

    def _without(self, parameter: Parameter, location: str) -> Probe:
        request = self.talk.request(self.deed.operation, self.values, body=self.body)
        name = parameter.sent_as if location == "query" else parameter.sent_as.lower()
        pairs = [each for each in request.query.split("&") if unquote_plus(each.partition("=")[0]) != name]
        headers = tuple(each for each in request.headers if each[0] != name)
        less = {"query": "&".join(pairs)} if location == "query" else {"headers": headers}
        return Probe(request._replace(**less), f"{parameter.name} in {location}", NOWHERE)

    def _in_conditions(self) -> Iterator[Probe]:
        """Conditions, where the operation declares some or answers with a tag to make them of."""
        declared = {each.sent_as.lower() for each in self.deed.operation.parameters.get("header", ())}
        for name, text in _CONDITIONS:
            if name in declared or self.is_tagged:
                headers = ((name, text),)
                request = self.talk.request(self.deed.operation, self.values, body=self.body, headers=headers)
                yield Probe(request, f"{name} in header", text)

    def _with_text(self, name: str, location: str, text: str, *, is_ruled: bool) -> Probe:
        query = {name: text} if location == "query" else {}
        headers = ((name.lower(), text),) if location == "header" else ()
        request = self.talk.request(self.deed.operation, self.values, query, self.body, headers)
        return Probe(request, f"{name} in {location}", text, is_ruled)

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
            ordinary = value_at(self.body, place)
            values = () if isinstance(ordinary, dict) else telling(_name(place), member, ordinary)
            probes = (probe for value in values for probe in self._with(place, value))
            yield from self._chosen(shown(place), member, probes, ordinary)
            yield from self._with(place, NOWHERE)
            if isinstance(ordinary, dict):
                yield from self._with((*place, UNKNOWN), 1)
                yield from self._with(place, None)
        if isinstance(self.body, dict):
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
        items = schema.get("items") if isinstance(self.body, list) and isinstance(schema, Mapping) else None
        items = grounds.contract.document.resolve(items)
        if isinstance(items, Mapping):
            yield (0,), items
            yield from members(grounds, items, (0,))

    def _with(self, place: Place, value: Any) -> Iterator[Probe]:
        body = deepcopy(self.body)
        if _put(body, place, value):
            request = self.talk.request(self.deed.operation, self.values, body=body)
            yield Probe(request, shown(place), value)


def _longer(value: Any, ordinary: Any) -> int:
    """1 for a text that is longer than the ordinary one, -1 for one that is shorter, else 0."""
    if not isinstance(value, str) or not isinstance(ordinary, str):
        return 0
    return (len(value) > len(ordinary)) - (len(value) < len(ordinary))


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
