"""Compiles every operation of a document into a plan that reads requests and judges responses.

Laws
1. A plan is made once; reading a request or judging a response looks nothing up in the document.
2. The same plan serves the mock's gate and the judge of foreign traffic.
3. All that is wrong is said at once.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

from vertrag.contract.content.bodies import NOT_JUDGED, Body, compile_body, compile_headers, judge_headers
from vertrag.contract.content.compression import uncompressed
from vertrag.contract.duties import duties
from vertrag.contract.loading.bundle import DANGLING
from vertrag.contract.loading.defects import Defect
from vertrag.contract.loading.document import Document, escape
from vertrag.contract.loading.pointers import fragment
from vertrag.contract.loading.servers import base_paths
from vertrag.contract.paths import PathTrie, names_in, places_in, query_values
from vertrag.contract.reading.parameters import Parameter, compile_parameter
from vertrag.contract.reading.wire import Pairs, cookie_pairs, query_pairs
from vertrag.contract.schema.schemas import Schemas
from vertrag.contract.violations import Blame, Violation
from vertrag.errors import DocumentError
from vertrag.exchange import Request, Response

EMPTY = frozenset({204, 205, 304})  # have no content, ever: RFC 9110 §15.3.5, §15.3.6, §15.4.5
_STATUS = re.compile(r"default|[1-5]([0-9][0-9]|[Xx][Xx])")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_OF_FIELDS = frozenset(map(str.upper, METHODS))
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})  # RFC 9110 §9.2.1


_ONE_LINE = frozenset(
    {
        *("age", "content-length", "content-location", "content-range", "content-type", "date", "etag"),
        *("expires", "last-modified", "location", "retry-after"),
    }
)
"""Headers of a response that hold one value and come once; lines of others are one field (RFC 9110 §5.3)."""
_COOKIE = "set-cookie"
"""The header whose lines cannot be joined: each is a cookie."""


class Reading(NamedTuple):
    """What a request says once decoded, and every rule that it breaks."""

    arguments: dict[str, Any]
    body: Any
    violations: list[Violation]
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredResponse:
    """One declared response: its body and its headers."""

    status: str
    body: Body
    headers: tuple[Parameter, ...]

    def judge(self, response: Response) -> Iterator[Violation]:
        """What is wrong with a response of this status."""
        yield from self.judge_headers(response)
        if response.status in EMPTY:
            if response.body:
                yield Violation(
                    "body", "empty", f"an answer with {response.status} has no body (RFC 9110 §15)"
                )
        elif self.body.media_types:
            yield from self.body.read(response.body, _header(response, "content-type"))[1]

    def judge_headers(self, response: Response) -> Iterator[Violation]:
        """What is wrong with the headers of a response of this status."""
        if not self.headers:
            return
        raw: dict[str, list[str]] = {}
        for name, text in response.headers:
            raw.setdefault(name, []).append(text)
        cookies = raw.pop(_COOKIE, [])
        fields = {name: texts if name in _ONE_LINE else [",".join(texts)] for name, texts in raw.items()}
        yield from judge_headers(self.headers, {**fields, _COOKIE: cookies[:1]} if cookies else fields)
        declared = tuple(each for each in self.headers if each.sent_as == _COOKIE)
        for line in cookies[1:]:
            yield from judge_headers(declared, {_COOKIE: [line]})


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, compiled.

    `key` is unique within the document (the operationId where it is given and unique, else method and
    path); `responses` are keyed as in the document: "200", "4XX", "default". `duties` are the error answers
    that it may give undeclared, `unsent` what each location of parameters says by being empty.
    """

    key: str
    method: str
    path: str
    node: Mapping[str, Any]
    parameters: Mapping[str, tuple[Parameter, ...]]
    body: Body | None
    responses: Mapping[str, DeclaredResponse]
    security: tuple[Mapping[str, Any], ...]
    duties: frozenset[int]
    unsent: Mapping[str, Reading]

    @property
    def reads_headers(self) -> bool:
        """Whether a request's headers matter to its reading."""
        return self.body is not None or "header" in self.parameters or "cookie" in self.parameters

    @property
    def label(self) -> str:
        """The operation for people: `GET /ticket/{ticketId}`."""
        return f"{self.method} {self.path}"

    @property
    def is_additional(self) -> bool:
        """Whether its method is none of those that a path item has a field for (OAS 3.2 §4.9.1)."""
        return self.method not in _OF_FIELDS

    @property
    def is_safe(self) -> bool:
        """Whether calling it changes nothing: by its method, or because the document says `x-safe: true`."""
        return self.method in SAFE_METHODS or self.node.get("x-safe") is True

    def read(self, request: Request, path_values: Mapping[str, str]) -> Reading:
        """Decode a request whose raw path parameters are known, and judge every part of it."""
        arguments: dict[str, Any] = {}
        violations = self._read_parameters(arguments, request, path_values)
        if self.body is None:
            return Reading(arguments, None, violations)
        content, undone = uncompressed(request.body, _header(request, "content-encoding"))
        if undone is not None:
            return Reading(arguments, NOT_JUDGED, [*violations, undone])
        media_type = _header(request, "content-type")
        body, wrong = self.body.read(content, media_type)
        return Reading(arguments, body, violations + wrong, media_type)

    def _read_parameters(
        self, arguments: dict[str, Any], request: Request, path_values: Mapping[str, str]
    ) -> list[Violation]:
        violations: list[Violation] = []
        for location, parameters in self.parameters.items():
            raw = _raw_values(location, request, path_values, parameters)
            if not raw:
                unsent = self.unsent[location]
                arguments.update(unsent.arguments)
                violations += unsent.violations
                continue
            for parameter in parameters:
                violations += parameter.read_into(arguments, raw)
        return violations

    def misfits(self, request: Request, path_values: Mapping[str, str]) -> int:
        """How many parts of a request's head speak against its being meant for this operation."""
        sent = _header(request, "content-type")
        is_foreign = bool(sent) and (self.body is None or self.body.media_type(sent) is None)
        return len(self._read_parameters({}, request, path_values)) + is_foreign

    @property
    def promises_success(self) -> bool:
        """Whether any response is declared that a good request may get."""
        return any(status[0] in "23d" for status in self.responses)

    def declared(self, status: int) -> DeclaredResponse | None:
        """The declared response for a status: exact, then its range, then `default` (OAS 3.0 §4.7.16)."""
        responses = self.responses
        return responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")

    def judge(self, response: Response, *, to_head: bool = False) -> list[Violation]:
        """Every rule that a response to this operation breaks; none where the document promises none.

        `to_head` says that HEAD was asked, whose answer has the headers and no body (RFC 9110 §9.3.2).
        """
        if not self.responses:
            return []
        declared = self.declared(response.status)
        if declared is None:
            return [self._undeclared(response.status)]
        return list(declared.judge_headers(response) if to_head else declared.judge(response))

    def _undeclared(self, status: int) -> Violation:
        known = ", ".join(self.responses)
        is_forgotten = status in self.duties or (status // 100 == 2 and not self.promises_success)
        blame: Blame = "document" if is_forgotten else "implementation"
        message = f"{status} is not declared (declared: {known})"
        return Violation("status", "responses", message, value=status, blame=blame)


Found = tuple[Operation, dict[str, str]]
"""An operation, and the raw values of its path parameters."""


class Paths(PathTrie[dict[str, Operation]]):
    """The operations below one base path."""

    def operation(self, method: str, path: str, whole: Callable[[], Request] | None = None) -> Found | None:
        """The operation behind a method and a raw path below the base path, and its raw path values.

        Where the templates of several fit, the one that the request (`whole` makes it) breaks least counts.
        """
        found = [(each[method], values) for each, values in self.find(path) if method in each]
        if not found:
            return None
        if whole is None or (len(found) == 1 and "?" not in found[0][0].path):
            return found[0]
        return _best(found, whole())

    def concrete_methods(self, path: str) -> set[str]:
        """The methods that are described for a path that stands there without parameters."""
        return {method for by_method, values in self.find(path) if not values for method in by_method}

    def methods(self, path: str) -> list[str]:
        """The methods that are described for a raw path; empty where there is no such path."""
        return [*dict.fromkeys(method for by_method, _ in self.find(path) for method in by_method)]


def _best(found: list[Found], request: Request) -> Found:
    def unlikeliness(each: Found) -> tuple[bool, int]:
        operation, values = each
        asked = query_values(operation.path, request.query)
        values.update(asked or {})
        return asked is None, operation.misfits(request, values)

    return min(found, key=unlikeliness)


@dataclass(frozen=True, slots=True)
class Contract:
    """One document, compiled: its operations, and the way from a path to them.

    `paths` are those below the document's own base paths; `elsewhere` has, by base path, those of
    operations whose own servers have another. `defects` lists what cannot be used as it stands.
    """

    document: Document
    operations: tuple[Operation, ...]
    paths: Paths
    defects: tuple[Defect, ...] = field(default=())
    elsewhere: Mapping[str, Paths] = field(default_factory=dict)

    def find(self, method: str, path: str, whole: Callable[[], Request] | None = None) -> Found | None:
        """The operation behind a method and a raw path below the document's base path."""
        return self.paths.operation(method, path, whole)


_MANY = 200
"""Paths of a document from which on it is felt to compile all of it."""


def compile_contract(document: Document) -> Contract:
    """Compile every operation of a document; of a large one the schemas wait until they judge."""
    items = document.tree.get("paths") or {}
    schemas = Schemas(document, is_patient=len(items) > _MANY)
    compiler = _Compiler(document, schemas)
    paths = Paths()
    elsewhere: dict[str, Paths] = {}
    operations: list[Operation] = []
    for template, item in items.items():
        if str(template).startswith("x-"):
            continue
        by_method = compiler.path_item(str(template), item)
        operations.extend(by_method.values())
        paths.add(str(template), by_method)
        for base, moved in compiler.moved(item, by_method).items():
            elsewhere.setdefault(base, Paths()).add(str(template), moved)
    defects = dict.fromkeys([*document.defects, *schemas.settle()])
    return Contract(document, tuple(operations), paths, tuple(defects), elsewhere)


class _Compiler:
    """Compiles the operations of one document, one path item after the other."""

    def __init__(self, document: Document, schemas: Schemas) -> None:
        self._document = document
        self._schemas = schemas
        self._keys: set[str] = set()
        self._bases = document.base_paths
        items = document.tree.get("paths") or {}
        read = ((path, document.resolve(item)) for path, item in items.items())
        self._deleted = {path for path, item in read if isinstance(item, Mapping) and "delete" in item}

    def path_item(self, template: str, item: Any) -> dict[str, Operation]:
        pointer = self._document.pointer(item, f"/paths/{escape(template)}")
        item = self._document.resolve(item)
        if not isinstance(item, Mapping):
            self._schemas.defects.append(Defect(pointer, "the path item is no object"))
            return {}
        found = {
            method.upper(): self._operation(template, method.upper(), item, pointer, f"{pointer}/{method}")
            for method in METHODS
            if isinstance(item.get(method), Mapping)
        }
        for method in item.get("additionalOperations") or ():  # OAS 3.2 §4.9.1: spelt as it is sent
            here = f"{pointer}/additionalOperations/{escape(method)}"
            found.setdefault(method, self._operation(template, method, item, pointer, here))
        return found

    def moved(self, item: Any, by_method: Mapping[str, Operation]) -> dict[str, dict[str, Operation]]:
        """The operations whose servers are not the document's (OAS 3.0 §4.7.9.1), by their base paths."""
        found: dict[str, dict[str, Operation]] = {}
        around = self._document.resolve(item).get("servers") if by_method else None
        for method, operation in by_method.items():
            servers = operation.node.get("servers", around)
            for base in base_paths(servers) if isinstance(servers, list) else ():
                if base not in self._bases:
                    found.setdefault(base, {})[method] = operation
        return found

    def _operation(
        self, template: str, method: str, item: Mapping[str, Any], pointer: str, here: str
    ) -> Operation:
        node = self._document.at(fragment(here))
        parameters = self._parameters(template, item, pointer, node, here)
        body = self._request_body(node, here)
        responses = self._responses(node, here)
        security = tuple(node.get("security", self._document.tree.get("security") or ()))
        locations = parameters.keys() | ({"path"} if "{" in template else set())  # declared or forgotten
        return Operation(
            key=self._key(node, method, template),
            method=method,
            path=template,
            node=node,
            parameters=parameters,
            body=body,
            responses=responses,
            security=security,
            duties=duties(
                locations,
                responses,
                body=body is not None,
                secured=any(security),
                deletable=self._can_be_gone(template),
            ),
            unsent={location: _unsent(each) for location, each in parameters.items()},
        )

    def _can_be_gone(self, template: str) -> bool:
        """Whether an operation deletes what lies at a path or above it; a collection is only emptied."""
        above = accumulate(template.split("/"), "{}/{}".format)
        items = self._document.tree["paths"]
        return any(
            "post" not in self._document.resolve(items[path]) for path in self._deleted.intersection(above)
        )

    def _key(self, node: Mapping[str, Any], method: str, template: str) -> str:
        key = str(node.get("operationId") or "")
        if not key or key in self._keys:
            key = f"{method} {template}"
        self._keys.add(key)
        return key

    def _parameters(
        self, template: str, item: Mapping[str, Any], pointer: str, node: Mapping[str, Any], here: str
    ) -> dict[str, tuple[Parameter, ...]]:
        found: dict[tuple[str, str], Parameter] = {}
        names = self._names((*(item.get("parameters") or ()), *(node.get("parameters") or ())))
        for owner, place in ((item, pointer), (node, here)):  # an operation's own replace its path's
            for index, described in enumerate(owner.get("parameters") or ()):
                parameter = self._parameter(described, f"{place}/parameters/{index}", names)
                if parameter is not None:
                    found[parameter.location, parameter.sent_as] = parameter
        for name in names_in(template):
            if ("path", name) in found:
                continue
            forgotten = self._parameter({"name": name, "in": "path"}, here, names)  # which takes any text
            if forgotten is not None:
                found["path", name] = forgotten
        by_location: dict[str, tuple[Parameter, ...]] = {}
        sendable = places_in(template)
        for parameter in found.values():
            if parameter.location == "path" and parameter.name not in sendable:
                continue  # nobody can send it, so nobody has to
            by_location[parameter.location] = (*by_location.get(parameter.location, ()), parameter)
        if "path" in by_location:  # is read last: of two parameters with one name it says what is meant
            by_location["path"] = by_location.pop("path")
        return by_location

    def _names(self, described: Sequence[Any]) -> frozenset[str]:
        try:
            nodes = [self._document.resolve(each) for each in described]
        except DocumentError:
            return frozenset()  # said where the parameter itself is compiled
        return frozenset(str(node.get("name")) for node in nodes if isinstance(node, Mapping))

    def _parameter(self, described: Any, pointer: str, names: frozenset[str]) -> Parameter | None:
        if isinstance(described, Mapping) and DANGLING in described:
            return None  # said where the reference was
        try:
            return compile_parameter(self._schemas, described, pointer, names)
        except (DocumentError, KeyError, TypeError, AttributeError) as error:
            self._schemas.defects.append(Defect(pointer, f"the parameter cannot be used: {error}"))
            return None

    def _request_body(self, node: Mapping[str, Any], here: str) -> Body | None:
        described = node.get("requestBody")
        if described is None:
            return None
        pointer = self._document.pointer(described, f"{here}/requestBody")
        described = self._document.resolve(described)
        if not isinstance(described, Mapping) or DANGLING in described:
            return None
        required = described.get("required") is True
        return compile_body(
            self._schemas, described.get("content"), f"{pointer}/content", "request", required=required
        )

    def _responses(self, node: Mapping[str, Any], here: str) -> dict[str, DeclaredResponse]:
        found: dict[str, DeclaredResponse] = {}
        for status, described in (node.get("responses") or {}).items():
            pointer = f"{here}/responses/{escape(status)}"
            if _STATUS.fullmatch(status):
                found[_status_key(status)] = self._response(status, described, pointer)
            elif not status.startswith("x-"):
                self._schemas.defects.append(Defect(pointer, f"{status!r} is no status"))
        return found

    def _response(self, status: str, described: Any, pointer: str) -> DeclaredResponse:
        pointer = self._document.pointer(described, pointer)
        described = self._document.resolve(described)
        content = described.get("content") if isinstance(described, Mapping) else None
        headers = described.get("headers") if isinstance(described, Mapping) else None
        return DeclaredResponse(
            status,
            compile_body(self._schemas, content, f"{pointer}/content", "response", required=True),
            tuple(compile_headers(self._schemas, headers or {}, f"{pointer}/headers")),
        )


def _unsent(parameters: Sequence[Parameter]) -> Reading:
    arguments: dict[str, Any] = {}
    violations = [wrong for each in parameters for wrong in each.read_into(arguments, {})]
    return Reading(arguments, None, violations)


def _status_key(status: str) -> str:
    return status.upper() if status[-2:].upper() == "XX" else status


def _raw_values(
    location: str, request: Request, path_values: Mapping[str, str], parameters: Sequence[Parameter]
) -> Pairs:
    if location == "query":
        return query_pairs(request.query) if request.query else {}
    if location == "path":
        return {name: [text] for name, text in path_values.items()}
    if location == "querystring":  # OAS 3.2 §4.12.1: the parameter is the whole of it
        return {each.sent_as: [request.query] for each in parameters if request.query}
    if location == "cookie":
        # RFC 9113 §8.2.3: a client of HTTP/2 may send each pair in a line of its own.
        return cookie_pairs("; ".join(text for name, text in request.headers if name == "cookie"))
    raw: dict[str, list[str]] = {}
    for name, text in request.headers:
        raw[name] = [f"{raw[name][0]}, {text}"] if name in raw else [text]
    return raw


def _header(message: Request | Response, wanted: str) -> str:
    for name, text in message.headers:
        if name == wanted:
            return text
    return ""
