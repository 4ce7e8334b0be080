"""Speaks with an implementation in the words of its contract, and remembers what was said.

1. What is sent keeps the contract, as far as values for it can be found.
2. What is needed is created first: the parents of a row before the row.
3. Every exchange since `begin` is kept, so that a breach can be told with all that led to it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlencode

import orjson

from vertrag.contract.content.bodies import MediaType
from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.inference.positions import NOWHERE, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import SAFE_METHODS, Operation
from vertrag.exchange import Headers, Request, Response
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.listings import key_of
from vertrag.oracles.material import bodies, plain_values
from vertrag.oracles.seen import Seen, seen

Exchanged = tuple[Request, Response | None]
NOTHING: Any = type("Nothing", (), {"__repr__": lambda _: "NOTHING"})()
"""The body of a request that has none."""

_TRIES = 3  # bodies that are tried before a resource is taken for one that cannot be created
_VARIABLE = re.compile(r"\{[^{}]+\}")


@dataclass(frozen=True, slots=True)
class Made:
    """A row that exists: the values of its path, what was sent for it, and what came."""

    values: tuple[str, ...]
    sent: Any
    row: Any


@dataclass(slots=True)
class Talk:
    """One conversation; `send` sends a request below the base path, `writes` says whether it may change data.

    `headers` go with every request, `credentials` are the names of those that prove who asks; `known` are the
    path values of rows that exist, by the name of the resource.
    """

    grounds: Grounds
    send: Callable[[Request], Response | None]
    headers: Headers = ()
    credentials: frozenset[str] = frozenset({"authorization"})
    writes: bool = True
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    chain: list[Exchanged] = field(default_factory=list)
    cases: int = 0
    created: list[tuple[Resource, Made]] = field(default_factory=list)
    _parents: dict[str, Made | None] = field(default_factory=dict)
    _turn: int = 0

    def begin(self) -> None:
        """Forget what was said, and the parents with it: what follows stands on its own."""
        self.chain.clear()
        self._parents.clear()

    def may(self, operation: Operation) -> bool:
        """Whether an operation may be called in this conversation."""
        return self.writes or operation.is_safe or operation.method in SAFE_METHODS

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
        return self.say(self.request(operation, values, query, body, headers))

    def say(self, request: Request) -> Seen | None:
        """Send a request as it stands."""
        response = self.send(request)
        self.cases += 1
        self.chain.append((request, response))
        return seen(self.grounds.contract, request, response) if response is not None else None

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
        plain = {**plain_values(self.grounds, operation, "query"), **(query or {})}
        named = {name.lower(): value for name, value in (*self.headers, *headers)}
        for name, value in plain_values(self.grounds, operation, "header").items():
            named.setdefault(name.lower(), str(value))
        content = b""
        media_type = json_type(operation)
        if body is not NOTHING and media_type is not None:
            content = orjson.dumps(body)
            named.setdefault("content-type", media_type.name)
        pairs = {name: _text(value) for name, value in plain.items()}
        return Request(operation.method, path, urlencode(pairs), tuple(named.items()), content)

    def body(self, operation: Operation, values: tuple[str, ...] = ()) -> Any:
        """A body for an operation, another one each time; NOTHING where it takes none."""
        self._turn += 1
        found = next(bodies(self.grounds, operation, self._turn), NOTHING)
        return self._referring(found, values)

    def make(self, resource: Resource) -> Made | None:
        """A new row of a resource, with its parents; None where none can be created."""
        create = resource.deed("create")
        parent = self.parent(resource)
        if create is None or parent is None or not self.may(create.operation):
            return None
        for _ in range(_TRIES):
            body = self.body(create.operation, parent)
            answer = self.ask(create.operation, parent, body=body)
            if answer is not None and answer.response.status < 300:
                return self.made(resource, parent, body, answer)
        return None

    def made(self, resource: Resource, parent: tuple[str, ...], sent: Any, answer: Seen) -> Made | None:
        """The row that an answer says was created."""
        part = self.grounds.part(answer.operation)
        row = value_at(answer.body, part[1].row) if part and part[1].row is not None else NOWHERE
        key = key_of(resource, row)
        if key is None and (location := answer.header("location")):
            key = unquote(location.partition("?")[0].rstrip("/").rpartition("/")[2])
        if key is None:
            return None
        made = Made((*parent, key), sent, row)
        self.created.append((resource, made))
        return made

    def any_row(self, resource: Resource) -> Made | None:
        """A row that exists: a new one, one that is known, or the first that is listed."""
        made = self.make(resource)
        if made is not None:
            return made
        if resource.name in self.known:
            return Made(self.known[resource.name], NOTHING, NOWHERE)
        listed, parent = resource.deed("list"), self.parent(resource)
        if listed is None or listed.rows is None or parent is None:
            return None
        answer = self.ask(listed.operation, parent)
        rows = value_at(answer.body, listed.rows) if answer else NOWHERE
        key = key_of(resource, rows[0]) if isinstance(rows, list) and rows else None
        return Made((*parent, key), NOTHING, rows[0]) if key else None

    def parent(self, resource: Resource) -> tuple[str, ...] | None:
        """The path values of a row that a resource can hang on; () where it hangs on none."""
        if resource.parent is None:
            return () if "{}" not in resource.form else None
        if resource.parent not in self._parents:
            self._parents[resource.parent] = None  # while it is looked for: a resource may hang on itself
            self._parents[resource.parent] = self.any_row(self.grounds.resources.by_name[resource.parent])
        found = self._parents[resource.parent]
        return found.values if found else None

    def tidy(self) -> None:
        """Delete what was created, the last first; what is gone already is gone."""
        while self.created:
            resource, made = self.created.pop()
            delete = resource.deed("delete")
            if delete is not None:
                self.ask(delete.operation, made.values)

    def _referring(self, body: Any, values: tuple[str, ...]) -> Any:
        """The body with the ids of rows that exist in members such as `customerId`."""
        if not isinstance(body, dict):
            return body
        referring = dict(body)
        for resource in self.grounds.resources.by_name.values():
            variable = resource.key.variables[-1] if resource.key and resource.key.variables else ""
            if variable in referring and variable.lower() not in ("id", "name") and values == ():
                row = self.any_row(resource)
                if row is not None:
                    value = row.values[-1]
                    referring[variable] = int(value) if isinstance(body[variable], int) else value
        return referring


def json_type(operation: Operation) -> MediaType | None:
    """The media type of an operation's body that is JSON; None where there is none."""
    types = operation.body.media_types if operation.body else ()
    return next((each for each in types if is_json(essence_of(each.name))), None)


def with_header(request: Request, name: str, value: str) -> Request:
    """The request with one header as given."""
    kept = tuple(each for each in request.headers if each[0] != name)
    return request._replace(headers=(*kept, (name, value)))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
