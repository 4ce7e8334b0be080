"""Speaks with an implementation in the words of its contract, and remembers what was said.

1. What is sent keeps the contract, as far as values for it can be found.
2. What is needed is created first: the parents of a row before the row.
3. Where a creation is refused, what the refusals teach is heeded, then and ever after.
4. Every exchange since `begin` is kept, so that a breach can be told with all that led to it.
5. What was created and not deleted is known, whatever it was sent for, and can be deleted at the end.
"""

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, quote_plus, unquote

import orjson

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import NOWHERE, value_at, with_value
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.sites import VARIABLE, form_of
from vertrag.contract.operations import SAFE_METHODS, Operation
from vertrag.exchange import Headers, Request, Response
from vertrag.oracles.conversation.heeding import Lesson, first_lesson
from vertrag.oracles.conversation.material import bodies, json_type, plain_values
from vertrag.oracles.conversation.raw_content import Raw, raw_contents
from vertrag.oracles.conversation.row_paths import (
    Made,
    is_of_a_row,
    listing,
    named_values,
    own_values,
    owner,
    path_values,
    putting,
)
from vertrag.oracles.conversation.varying import varied
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.listings import key_of
from vertrag.oracles.seen import Seen, seen
from vertrag.serialization import from_json

Exchanged = tuple[Request, Response | None]
NOTHING: Any = type("Nothing", (), {"__repr__": lambda _: "NOTHING"})()
"""The body of a request that has none."""

_TRIES = 3  # bodies that are tried before a resource is taken for one that cannot be created
_SLOW = 0.5  # seconds, after which an operation keeps others waiting
_ANY = "*"  # the tag that whatever is there has (RFC 9110 §13.1.1)
_LESSONS = 16  # refusals that are heeded before that
_TEACHING = frozenset({400, 422, 500})
_LASTING = frozenset({"POST", "PUT", "DELETE"})
_CREATED = 201
_ACCEPTED = 202  # what is to be deleted may be there still
_CHANGING = ("replace", "patch")
_TAKEN = 409
_GONE = (404, 410)
_NAMES = ("vertrag-{0:04x}-{1}", "vertrag{0:04x}{1}", "7e57ab1e-{0:04x}-4000-8000-{1:012d}")
"""Names as most paths take them: a word, one without a hyphen, a UUID; by the mark of a run and a number."""
_REFUSING = _TEACHING | {404}  # what a text names may not be there
_VARIABLE = re.compile(r"\{[^{}]+\}")


@dataclass(slots=True)
class Talk:
    """One conversation; `send` sends a request below the base path, `writes` says whether it may change data.

    `headers` and `query` go with every request, `credentials` are the names of those that prove who asks;
    `known` are the path values of rows that exist, by the name of the resource; `other` are the headers of
    another identity.
    Operations with a label in `writable` may change data although others may not; those in `barred` are not
    called whatever they are; those in `slow` took their time to answer. `is_broken` says that the last
    request came to nothing at once: nobody waited for an answer in vain. `places` is how many
    names of our own were given, which all have the `mark` of this conversation, below 65,536.
    """

    grounds: Grounds
    send: Callable[[Request], Response | None]
    headers: Headers = ()
    credentials: frozenset[str] = frozenset({"authorization"})
    writes: bool = True
    other: Headers = ()
    query: Headers = ()
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    chain: list[Exchanged] = field(default_factory=list)
    cases: int = 0
    created: list[tuple[Resource, tuple[str, ...]]] = field(default_factory=list)
    writable: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    slow: set[str] = field(default_factory=set)
    clock: Callable[[], float] = time.monotonic
    is_broken: bool = False
    places: int = 0
    mark: int = 0
    _free: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    _parents: dict[str, Made | None] = field(default_factory=dict)
    _sought: list[str] = field(default_factory=list)
    _lessons: dict[str, Lesson] = field(default_factory=dict)
    _given_up: set[str] = field(default_factory=set)
    _once: set[str] = field(default_factory=set)
    _alike: set[str] = field(default_factory=set)
    _apart: dict[str, Any] = field(default_factory=dict)
    _turn: int = 0

    def begin(self) -> None:
        """Forget what was said, and the parents with it: what follows stands on its own."""
        self.chain.clear()
        self._parents.clear()

    def may(self, operation: Operation) -> bool:
        """Whether an operation may be called in this conversation."""
        if operation.label in self.barred:
            return False
        may_write = self.writes or operation.label in self.writable
        return may_write or operation.is_safe or operation.method in SAFE_METHODS

    def ask(
        self,
        operation: Operation,
        values: Iterable[str] = (),
        query: Mapping[str, Any] | None = None,
        body: Any = NOTHING,
        headers: Headers = (),
    ) -> Seen | None:
        """Send one request and keep the exchange; None where it may not be sent or nothing came back."""
        if not self.may(operation):
            return None
        answer = self.say(self.request(operation, values, query, body, headers))
        if answer is not None:
            self._learn(operation.label, body, answer.response.status)
        return answer

    def say(self, request: Request) -> Seen | None:
        """Send a request as it stands; what came, where the document knows the operation."""
        began = self.clock()
        response = self.post(request)
        waited = self.clock() - began
        self.is_broken = response is None and waited <= _SLOW
        answer = seen(self.grounds.contract, request, response) if response is not None else None
        if answer is not None and waited > _SLOW:
            self.slow.add(answer.operation.label)
        return answer

    def post(self, request: Request) -> Response | None:
        """Send a request as it stands and keep the exchange."""
        response = self.send(request)
        self.cases += 1
        self.chain.append((request, response))
        self.remember(request, response)
        return response

    def request(
        self,
        operation: Operation,
        values: Iterable[str] = (),
        query: Mapping[str, Any] | None = None,
        body: Any = NOTHING,
        headers: Headers = (),
    ) -> Request:
        """A request for an operation, with values for what is required and not given."""
        given = iter(values)
        path = _VARIABLE.sub(lambda _: quote(next(given, "1"), safe=""), operation.path)
        plain = {**plain_values(self.grounds, operation, "query"), **dict(self.query), **(query or {})}
        named = {name.lower(): value for name, value in (*self.headers, *headers)}
        for name, value in plain_values(self.grounds, operation, "header").items():
            named.setdefault(name.lower(), _ANY if name.lower() == "if-match" else str(value))
        content = b""
        media_type = json_type(operation)
        if isinstance(body, Raw):
            content = body.content
            named.setdefault("content-type", body.media_type)
        elif body is not NOTHING and media_type is not None:
            content = orjson.dumps(body)
            named.setdefault("content-type", media_type.name)
        joined = {each.sent_as for each in operation.parameters.get("query", ()) if not each.explode}
        pairs = (pair for name, value in plain.items() for pair in _pairs(name, value, whole=name in joined))
        return Request(operation.method, path, "&".join(pairs), tuple(named.items()), content)

    def body(self, operation: Operation, values: tuple[str, ...] = ()) -> Any:
        """A body for an operation, another one each time; NOTHING where it takes none."""
        self._turn += 1
        found = next(bodies(self.grounds, operation, self._turn), NOTHING)
        if found is NOTHING:
            return next(raw_contents(operation), NOTHING)
        part, label = self.grounds.part(operation), operation.label
        is_apart = label in self._once or (part is not None and part[1].kind in _CHANGING)
        if is_apart and label not in self._alike:
            found = varied(self.grounds, operation, found, self._turn, once=label in self._once)
        referring = self._referring(found, values, part[0].name if part else "")
        create = part[0].deed("create") if part and part[1].kind == "replace" else None
        taught = create.operation.label if create and label not in self._lessons else label
        body = self._lessons.get(taught, Lesson()).applied(referring, self._turn)
        if is_apart:
            self._apart[label] = body
        return body

    def _learn(self, label: str, body: Any, status: int) -> None:
        """What is there once has to differ; where that is refused, bodies stay as examples have them."""
        if status == _TAKEN:
            self._once.add(label)
        elif status in _REFUSING and label in self._apart and body == self._apart[label]:
            self._alike.add(label)

    def body_for(self, made: Made, resource: Resource, operation: Operation) -> Any:
        """A body that changes a row: it says which one, where the path does not."""
        body = self.body(operation, made.values)
        place = resource.key.places[-1] if resource.key and resource.key.places else None
        if isinstance(body, dict) and place is not None and not is_of_a_row(resource, operation):
            row = next((each.sent for each in resource.deeds if each.operation is operation), None) or ()
            value, text = value_at(made.row, place), made.values[-1]
            if value is NOWHERE:
                known = value_at(body, (*row, *place))
                value = typed(text, known)
            return with_value(body, (*row, *place), value)
        return body

    def make_alike(self, resource: Resource) -> None:
        """Two rows that were sent with the same values, as far as a server lets them."""
        create = resource.deed("create")
        under = self.above(create.operation) if create else None
        if create is None or under is None:
            return
        body = self.body(create.operation, under)
        for _ in range(2):
            self.ask(create.operation, under, body=body)

    def make(self, resource: Resource) -> Made | None:
        """A new row of a resource, with its parents; None where none can be created."""
        return self._create(resource) or self.put_anew(resource)

    def _create(self, resource: Resource) -> Made | None:
        create = resource.deed("create")
        under = self.above(create.operation) if create else None
        if create is None or under is None or not self.may(create.operation):
            return None
        found = self.taken(create.operation, under)
        return self.made(resource, under, *found) if found is not None else None

    def put_anew(self, resource: Resource) -> Made | None:
        """A row that a PUT makes at a place of our own, where nothing was; None where it makes none."""
        put, values = putting(resource), self.free_place(resource)
        found = self.taken(put.operation, values) if put is not None and values is not None else None
        if put is None or values is None or found is None:
            return None
        row = value_at(found[1].body, put.row) if put.row is not None else NOWHERE
        return Made(values, NOTHING if isinstance(found[0], Raw) else found[0], row, values[:-1])

    def free_place(self, resource: Resource) -> tuple[str, ...] | None:
        """The path values of a place of our own where a PUT makes rows and nothing is (404); else None."""
        put, read = putting(resource), resource.deed("read")
        values = self._place(put.operation) if put is not None and read is not None else None
        there = self.ask(read.operation, values) if read is not None and values is not None else None
        if values is None or there is None or there.response.status not in _GONE:
            return None
        del self.chain[-1:]  # nothing builds on it
        self._free.add((resource.name, values))
        return values

    def _place(self, operation: Operation) -> tuple[str, ...] | None:
        """The path values of a place that nobody else names, below what exists; None where that cannot be."""
        above = self.above(operation) if VARIABLE in form_of(operation.path)[:-1] else ()
        if above is None:
            return None
        self.places += 1
        places = ((*above, name.format(self.mark, self.places)) for name in _NAMES)
        return next((each for each in places if self._may_lie_at(operation, each)), None)

    def _may_lie_at(self, operation: Operation, values: tuple[str, ...]) -> bool:
        """Whether the document lets a row have such a name."""
        request = self.request(operation, values)
        found = self.grounds.contract.find(request.method, request.path)
        violations = found[0].read(request, found[1]).violations if found else ()
        return found is not None and all(each.location != "path" for each in violations)

    def taken(self, operation: Operation, values: tuple[str, ...]) -> tuple[Any, Seen] | None:
        """A body that an operation took, and its answer; None where it takes none, which is remembered."""
        label = operation.label
        for _ in range(1 if label in self._given_up else _TRIES):
            body = self.body(operation, values)
            answer = self.ask(operation, values, body=body)
            if answer is not None and answer.response.status < 300:
                return body, answer
        if label in self._given_up or answer is None:
            return None
        return self._taught(operation, values, _heeded(first_lesson(self.grounds, operation), body, answer))

    def _taught(
        self, operation: Operation, values: tuple[str, ...], lesson: Lesson | None
    ) -> tuple[Any, Seen] | None:
        """A body that is taken once refusals are heeded, and its answer; None where that leads nowhere."""
        before = len(self.chain)
        for _ in range(_LESSONS):
            if lesson is None:
                break
            self._lessons[operation.label] = lesson
            del self.chain[before:]  # nothing builds on what was refused
            body = self.body(operation, values)
            answer = self.ask(operation, values, body=body)
            if answer is not None and answer.response.status < 300:
                return body, answer
            lesson = _heeded(lesson, body, answer) if answer is not None else None
        self._lessons.pop(operation.label, None)
        self._given_up.add(operation.label)
        return None

    def twin(self, resource: Resource, made: Made) -> Made | None:
        """Another row with the values that one was sent, with others where the server has them only once."""
        create = resource.deed("create")
        if create is None:
            return self.make(resource)
        answer = self.ask(create.operation, made.under, body=made.sent)
        is_done = answer is not None and answer.response.status < 300
        twin = self.made(resource, made.under, made.sent, answer) if answer is not None and is_done else None
        return twin if twin is not None and twin.values != made.values else self.make(resource)

    def made(self, resource: Resource, under: tuple[str, ...], sent: Any, answer: Seen) -> Made | None:
        """The row that an answer says was created."""
        part = self.grounds.part(answer.operation)
        row = value_at(answer.body, part[1].row) if part and part[1].row is not None else NOWHERE
        key = key_of(resource, row)
        if key is None and (location := answer.header("location")):
            key = unquote(location.partition("?")[0].rstrip("/").rpartition("/")[2])
        values = own_values(resource, under, key) if key is not None else None
        if values is None:
            return None
        return Made(values, NOTHING if isinstance(sent, Raw) else sent, row, under)

    def any_row(self, resource: Resource) -> Made | None:
        """A row that exists: a new one, one that is known, or the first that is listed."""
        made = self.make(resource)
        if made is not None:
            return made
        if resource.name in self.known:
            return Made(self.known[resource.name], NOTHING, NOWHERE)
        listed = listing(resource)
        under = self.above(listed.operation) if listed else None
        if listed is None or listed.rows is None or under is None:
            return None
        answer = self.ask(listed.operation, under)
        rows = value_at(answer.body, listed.rows) if answer else NOWHERE
        key = key_of(resource, rows[0]) if isinstance(rows, list) and rows else None
        values = own_values(resource, under, key) if key else None
        return Made(values, NOTHING, rows[0], under) if values else None

    def above(self, operation: Operation) -> tuple[str, ...] | None:
        """The values of the row that a path hangs on; () where it hangs on none, None where there is none."""
        if "{" not in operation.path:
            return ()
        resource = owner(self.grounds, operation)
        if resource is None:
            return None
        if resource.name not in self._parents:
            self._parents[resource.name] = None  # while it is looked for: a resource may hang on itself
            self._parents[resource.name] = self.any_row(resource)
        found = self._parents[resource.name]
        return found.values if found else None

    def values(self, resource: Resource, operation: Operation) -> tuple[str, ...] | None:
        """Values with which an operation of a resource meets what is there: a row, or what rows hang on."""
        if not is_of_a_row(resource, operation):
            return self.above(operation)
        row = self.any_row(resource)
        return row.values if row else None

    def at(
        self, resource: Resource, deed: Deed, made: Made, query: Mapping[str, Any] | None = None
    ) -> Seen | None:
        """Ask one deed of a resource where it meets a row; None where it cannot be met."""
        values = path_values(resource, deed.operation, made)
        return self.ask(deed.operation, values, query) if values is not None else None

    def remember(self, request: Request, response: Response | None) -> None:
        """Note what a request created, whoever sent it, so that it is deleted with the rest, or deleted."""
        if request.method not in _LASTING or response is None or response.status >= 300:
            return
        answer = seen(self.grounds.contract, request, response)
        part = self.grounds.part(answer.operation) if answer is not None else None
        if answer is None or part is None:
            return
        values = tuple(unquote(each) for each in answer.values.values())
        if part[1].kind == "delete" and response.status != _ACCEPTED:
            self.created = [each for each in self.created if each != (part[0], values)]
            return
        of_the_row: tuple[str, ...] | None = None
        if part[1].kind == "create":
            made = self.made(part[0], values, NOTHING, answer)
            of_the_row = made.values if made else None
            if made is None and response.status == _CREATED:
                of_the_row = named_values(part[0], values, _read(request.body))
        elif part[1].kind == "replace" and (
            response.status == _CREATED or (part[0].name, values) in self._free
        ):  # a PUT that made what was not there
            of_the_row = values
        if of_the_row is not None:
            self.created.append((part[0], of_the_row))

    def tidy(self) -> None:
        """Delete what was created, the last first; what is gone already is gone.

        Whoever lets us create lets us tidy up: only an operation that is barred is not called for it.
        """
        while self.created:
            last = resource, values = self.created[-1]
            delete = resource.deed("delete")
            if delete is not None and delete.operation.label not in self.barred:
                self.say(self.request(delete.operation, values))
            self.created = [each for each in self.created if each != last]

    def _referring(self, body: Any, values: tuple[str, ...], own: str) -> Any:
        """The body with the ids of other rows that exist in members such as `customerId`.

        `own` is the resource that the body is about: a user that is sent with a `username` refers to nobody.
        """
        if not isinstance(body, dict):
            return body
        referring = dict(body)
        for resource in self.grounds.resources.by_name.values():
            variable = resource.key.variables[-1] if resource.key and resource.key.variables else ""
            is_other = resource.name not in (own, *self._sought)
            if is_other and variable in referring and variable.lower() not in ("id", "name") and values == ():
                self._sought.append(resource.name)  # which may refer back
                row = self.any_row(resource)
                self._sought.pop()
                if row is not None:
                    referring[variable] = typed(row.values[-1], body[variable])
        return referring


def typed(text: str, like: Any) -> Any:
    """A key out of a path in the type of a value that stands for one: a number where that is one."""
    is_number = isinstance(like, int) and not isinstance(like, bool) and text.isdecimal()
    return int(text) if is_number else text


def _heeded(lesson: Lesson, body: Any, answer: Seen) -> Lesson | None:
    if answer.response.status not in _TEACHING:
        return None
    return lesson.heeded(body, answer.response.body.decode("utf-8", "replace"))


def _read(content: bytes) -> Any:
    try:
        return from_json(content)
    except ValueError:
        return NOWHERE


def with_header(request: Request, name: str, value: str) -> Request:
    """The request with one header as given."""
    kept = tuple(each for each in request.headers if each[0] != name)
    return request._replace(headers=(*kept, (name, value)))


def _pairs(name: str, value: Any, *, whole: bool) -> list[str]:
    """A parameter of the query as it is sent; the items of a list by themselves, or as a `whole`.

    What divides a whole is no part of its items, and not encoded (OAS 3.1.1, appendix C).
    """
    texts = [quote_plus(_text(each)) for each in (value if isinstance(value, list) else [value])]
    return [f"{quote_plus(name)}={text}" for text in ([",".join(texts)] if whole else texts)]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
