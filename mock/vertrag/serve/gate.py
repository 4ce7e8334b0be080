"""The gate: reads a request by its plan, asks for an answer, and lets out only what the contract promises."""

import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connexion.middleware.abstract import RoutedAPI, RoutedMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag import problems
from vertrag.contract.operations import Operation, Reading
from vertrag.contract.violations import Violation
from vertrag.exchange import Call, Headers, Reply, Request, Response
from vertrag.problems import Problem
from vertrag.serve.answers import Wish, answer
from vertrag.serve.doors import challenge
from vertrag.serve.mounts import Mount, Route
from vertrag.serve.preferences import NONE, preferences
from vertrag.serve.refusals import Refusal, from_violations
from vertrag.serve.routing import ROUTE, raw_path
from vertrag.serve.serialization import to_json

log = logging.getLogger("vertrag.serve")

LARGEST_BODY = 32 * 1024 * 1024  # bytes; a mock holds bodies in memory
REMEMBERED = 4096  # answers per operation; a page of a kilobyte each makes 4 MiB

# How a handler that is not pure says so (RFC 9111 §5.2.2.5).
NEVER_REMEMBERED = (b"cache-control", b"no-store")

# All data here is made up, and says so. Other origins may get other CORS headers.
ALWAYS_SENT = ((b"x-synthetic-data", b"true"), (b"vary", b"Origin"))

RawHeaders = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A validated answer as it goes over the wire."""

    status: int
    headers: RawHeaders
    body: bytes

    async def send(self, send: Send) -> None:
        """Send it; the messages are new each time, since middleware and servers write into them."""
        await send({"type": "http.response.start", "status": self.status, "headers": list(self.headers)})
        await send({"type": "http.response.body", "body": self.body})


class Gate:
    """One operation behind its plan.

    Handlers are pure, so an answer to the same decoded arguments is remembered as its validated bytes;
    reading and judging the request are not skipped.
    """

    def __init__(self, mount: Mount, operation: Operation) -> None:
        self._mount = mount
        self._operation = operation
        self._handler = mount.handlers.get(operation.key)
        self._remembers = self._handler is not None and operation.is_safe
        self._remembered: OrderedDict[Any, Sent] = OrderedDict()
        self._reads_headers = operation.reads_headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; `Refusal` where it breaks the contract."""
        operation = self._operation
        route: Route = scope["extensions"][ROUTE]
        content = await _content(receive, self._mount) if operation.body is not None else b""
        headers = _headers(scope) if self._reads_headers else ()
        reading = operation.read(_request(scope, headers, content), route.path_values)
        if reading.violations:
            raise from_violations(reading.violations, self._mount, operation)
        await self._answer(reading, _wish(scope), scope).send(send)

    def _answer(self, reading: Reading, wish: Wish, scope: Scope) -> Sent:
        if not self._remembers or wish is not NO_WISH:
            return self._made(reading, wish, scope)
        key = _memory_key(reading)
        sent = self._remembered.get(key)
        if sent is None:
            sent = self._made(reading, wish, scope)
            if NEVER_REMEMBERED not in sent.headers:
                self._remembered[key] = sent
            if len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return sent

    def _made(self, reading: Reading, wish: Wish, scope: Scope) -> Sent:
        call = Call(self._operation.key, reading.arguments, reading.body, _claims(scope))
        made = answer(self._mount, self._operation, call, wish)
        return _sent(self._validated(made.reply), made.why)

    def _validated(self, reply: Reply) -> Response:
        """The reply as bytes, judged against the contract before it leaves."""
        response, value = self._serialised(reply)
        declared = self._operation.declared(response.status)
        violations: list[Violation] = []
        if declared is None or (value is None and reply.body is None):
            violations = self._operation.judge(response)
        else:
            media_type = declared.body.media_type(_content_type(response))
            if media_type is None:
                violations = self._operation.judge(response)
            else:
                violations = list(media_type.judge(value))
        if violations:
            raise self._broken_promise(violations)
        return response

    def _serialised(self, reply: Reply) -> tuple[Response, Any]:
        headers = dict(reply.headers)
        if reply.body is None and "content-type" not in headers:
            return Response(reply.status, reply.headers), None
        headers.setdefault("content-type", "application/json")
        body = reply.body
        if isinstance(body, bytes):
            content = body
        elif isinstance(body, str) and "json" not in headers["content-type"]:
            content = body.encode()
        else:
            content = to_json(body)
        return Response(reply.status, tuple(headers.items()), content), body

    def _broken_promise(self, violations: list[Violation]) -> Refusal:
        said = "; ".join(f"{violation} [{violation.schema}]" for violation in violations[:5])
        log.error("%s: our own answer breaks the contract: %s", self._operation.label, said)
        detail = f"The mock's own answer to {self._operation.label} breaks the contract: {said}"
        return Refusal(Problem(problems.BROKEN_PROMISE, detail, 500), None)


class GateAPI(RoutedAPI):  # type: ignore[misc]  # Connexion is published without types
    """The gates of one API, by operation id, as Connexion's routed middleware keeps them."""

    def __init__(self, *args: Any, mount: Mount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operations = {
            mount.operation_id(operation): Gate(mount, operation) for operation in mount.contract.operations
        }


class GateMiddleware(RoutedMiddleware):  # type: ignore[misc]  # Connexion is published without types
    """Hands every routed request to the gate of its operation; nothing is behind it."""

    api_cls = GateAPI


class Challenges:
    """Completes refusals of security: Connexion knows that no credential came, we know what was offered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; give a failed security check its challenge."""
        from connexion.exceptions import OAuthProblem

        from vertrag.errors import Refused

        try:
            await self.app(scope, receive, send)
        except OAuthProblem:
            raise _unauthenticated(
                scope, "The request carries no credential that the contract asks for."
            ) from None
        except Refused as refused:
            if refused.status == problems.UNAUTHENTICATED.status:
                raise _unauthenticated(scope, refused.detail) from None
            route: Route = scope["extensions"][ROUTE]
            problem = Problem(problems.FORBIDDEN, refused.detail, refused.status)
            raise Refusal(problem, route.mount, route.operation) from None


def _unauthenticated(scope: Scope, detail: str) -> Refusal:
    route: Route = scope["extensions"][ROUTE]
    components = route.mount.contract.document.tree.get("components") or {}
    headers = {"www-authenticate": challenge(route.operation, components.get("securitySchemes") or {})}
    problem = Problem(problems.UNAUTHENTICATED, detail, 401, headers=headers)
    return Refusal(problem, route.mount, route.operation)


NO_WISH = Wish()


def _wish(scope: Scope) -> Wish:
    accept = ""
    prefers = b"__" in scope["query_string"]
    for name, text in scope["headers"]:
        if name == b"accept":
            accept = f"{accept}, {text.decode('latin-1')}" if accept else text.decode("latin-1")
        elif name == b"prefer":
            prefers = True
    if not prefers and accept in ("", "*/*"):
        return NO_WISH
    return Wish(preferences(scope) if prefers else NONE, accept)


def _request(scope: Scope, headers: Headers, content: bytes) -> Request:
    query = scope["query_string"].decode("utf-8", "replace")
    return Request(scope["method"], raw_path(scope), query, headers, content)


def _headers(scope: Scope) -> Headers:
    return tuple((name.decode("latin-1"), text.decode("latin-1")) for name, text in scope["headers"])


async def _content(receive: Receive, mount: Mount) -> bytes:
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > LARGEST_BODY:
            detail = f"The body is larger than {LARGEST_BODY // 1024 // 1024} MiB."
            raise Refusal(Problem(problems.CONTENT_TOO_LARGE, detail, 413), mount)
        more = message.get("more_body", False)
    return b"".join(chunks)


def _memory_key(reading: Reading) -> Any:
    # Types are part of the key: 1, 1.0 and True are equal and hash alike, but say different things.
    key: Any = tuple((type(value), value) for value in reading.arguments.values())
    try:
        hash(key)
    except TypeError:
        key = to_json(reading.arguments)
    return key if reading.body is None else (key, to_json(reading.body))


def _claims(scope: Scope) -> Mapping[str, Any]:
    claims = scope["extensions"].get("connexion_context", {}).get("token_info") or {}
    if all(isinstance(value, Mapping) for value in claims.values()):
        return {
            name: value for each in claims.values() for name, value in each.items()
        }  # schemes joined by AND
    return dict(claims)


def _sent(response: Response, why: str) -> Sent:
    headers = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in response.headers]
    headers += ((b"x-vertrag-why", why.encode()), *ALWAYS_SENT)
    if response.status not in (204, 304):
        headers.append((b"content-length", str(len(response.body)).encode()))
    return Sent(response.status, tuple(headers), response.body)


def _content_type(response: Response) -> str:
    return next((text for name, text in response.headers if name == "content-type"), "")
