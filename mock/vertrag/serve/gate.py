"""The gate: reads a request by its plan, asks for an answer, and lets out only what the contract promises."""

import logging
from collections.abc import Awaitable, Mapping
from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

from connexion.middleware.abstract import SpecMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag import problems
from vertrag.contract.content.form_writing import with_boundary
from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.operations import Operation, Reading
from vertrag.contract.violations import Violation
from vertrag.errors import StoreError
from vertrag.exchange import UNTOUCHED, Call, Headers, Reply, Request, Response, State
from vertrag.faults.ordeal import Ordeal
from vertrag.problems import Problem
from vertrag.serialization import to_json
from vertrag.serve.answers import Wish, answer
from vertrag.serve.composing.memory import LONGEST_QUESTION, Memory, key_of
from vertrag.serve.composing.preferences import preferences, trouble
from vertrag.serve.mishaps import Mishaps, replaced, suffer
from vertrag.serve.mounts import ROUTE, Mount, Route
from vertrag.serve.refusals import Refusal, from_violations, written_out
from vertrag.serve.resources.conditions import NAMES, Conditions
from vertrag.serve.sending import Sent, sent
from vertrag.serve.session_names import ALLOWED, COOKIE, HEADER, SESSION, is_name, named
from vertrag.serve.showing.served_document import ADDED_SUCCESS
from vertrag.serve.tap import BODY, tap
from vertrag.state.documents import Documents, ReadDocuments
from vertrag.state.sessions import SHARED

log = logging.getLogger("vertrag.serve")

LEAST_FAILURE = 400  # RFC 9110 §15.5
LOST = "vertrag_lost"
"""Where the extensions of an ASGI scope say that what the request writes is to be lost."""
LARGEST_BODY = 32 * 1024 * 1024  # bytes; a mock holds bodies in memory


class _Asked(NamedTuple):
    """Of whom an answer is wanted, and how: the session, its version, the wish.

    `target` is what the answer is known by before the request is read, None where more than that counts.
    """

    session: str
    version: int
    wish: Wish
    target: Any


class Gate:
    """One operation behind its plan.

    Safe operations only read, so their answers are remembered as validated bytes until the session is
    written to: by the very target where that is all there is to read, so that each target is read and
    judged once; else by what was read. Any other operation runs alone in its session, and what it writes
    becomes true together with its success, or not at all.
    """

    def __init__(self, mount: Mount, operation: Operation, mishaps: Mishaps, memory: Memory) -> None:
        self._mount = mount
        self._mishaps = mishaps
        self._operation = operation
        self._sessions = mount.sessions
        self._memory = memory
        self._reads_headers = operation.reads_headers
        self._is_safe = operation.is_safe
        self._is_told_by_target = operation.is_safe and not operation.reads_headers and mishaps.quiet
        self._aside = ", for any credential" if mount.credentials == "any" and operation.security else ""

    async def answer(self, scope: Scope, route: Route, receive: Receive, send: Send) -> None:
        """Answer one request; `Refusal` where it breaks the contract."""
        asked = self._asked(scope, route)
        ordeal = None
        answer = None if asked.target is None else self._memory.recall(asked.target, asked.version)
        if answer is None:
            content = b""
            if self._operation.body is not None:
                content = scope["extensions"][BODY] = await whole_body(receive, self._mount)
            reading = self._read(scope, route, content)
            answer, ordeal = self._answered(asked, reading, content, scope)
        tap(self._sessions.journal, scope, self._operation.key, answer)
        if ordeal is None:
            await answer.send(send)
        else:
            await suffer(ordeal, answer, receive, send)

    def _asked(self, scope: Scope, route: Route) -> "_Asked":
        session = scope["extensions"][SESSION] = self._session(scope)
        try:
            version = self._sessions.store.version(session)
            if version and self._sessions.seen(session):  # it may have been forgotten this very moment
                version = self._sessions.store.version(session)
            wish = self._wish(scope)
            return _Asked(session, version, wish, self._target(scope, route, session, version, wish))
        except StoreError as error:
            raise _unavailable(error, self._mount, self._operation) from None

    def _wish(self, scope: Scope) -> Wish:
        try:
            return _wish(scope)
        except ValueError as error:
            problem = Problem(problems.INVALID_PREFERENCE, f"Prefer: {error}.", 400)
            raise Refusal(problem, self._mount, self._operation) from None

    def _target(self, scope: Scope, route: Route, session: str, version: int, wish: Wish) -> Any:
        if not self._is_told_by_target or not wish.is_common:
            return None
        path, query = route.path, scope["query_string"]
        if len(path) + len(query) > LONGEST_QUESTION:
            return None
        if not version:
            return (id(self._operation), path, query, wish.accept)
        has_faults = self._mishaps.of(session, version)
        return None if has_faults else (id(self._operation), path, query, wish.accept, session)

    def _read(self, scope: Scope, route: Route, content: bytes) -> Reading:
        headers = _headers(scope) if self._reads_headers else ()
        reading = self._operation.read(_request(scope, route.path, headers, content), route.path_values)
        if reading.violations:
            raise from_violations(reading.violations, self._mount, self._operation)
        return reading

    def _answered(
        self, asked: "_Asked", reading: Reading, content: bytes, scope: Scope
    ) -> tuple[Sent, Ordeal | None]:
        """The answer, and what it has to go through on its way."""
        session, version, wish, target = asked
        ordeal = None
        try:
            if version or wish.trouble is not None or not self._mishaps.quiet:
                ordeal = self._mishaps.ordeal(session, version, self._operation.key, wish.trouble)
            if ordeal is not None and (ordeal.status is not None or ordeal.retry_after):
                return self._failing(ordeal), ordeal
            if not self._is_safe:
                return self._writing(session, reading, wish, scope), ordeal
            question = target or self._question(asked, reading, content)
            return self._reading(question, asked, reading, scope), ordeal
        except StoreError as error:
            raise _unavailable(error, self._mount, self._operation) from None

    def _question(self, asked: "_Asked", reading: Reading, content: bytes) -> Any:
        """What the answer is known by once the request is read, None where it is not to be remembered."""
        if not asked.wish.is_common:
            return None
        said = key_of(reading, content, f"of {asked.session}" if asked.version else "")
        return None if said is None else (self, said, asked.wish.accept)

    def _session(self, scope: Scope) -> str:
        name = named(scope)
        if name is None and not self._sessions.strict:
            return SHARED
        if name is not None and is_name(name):
            return name
        if name is None:
            detail = f"Name a session by the header {HEADER}, the cookie {COOKIE} or a path below /~NAME/."
        else:
            detail = f"{name[:100]!r} is no name of a session: that has {ALLOWED}."
        raise Refusal(Problem(problems.INVALID_SESSION, detail, 400), self._mount, self._operation)

    def _reading(self, question: Any, asked: "_Asked", reading: Reading, scope: Scope) -> Sent:
        """The answer of a safe operation: remembered, or made from what the session has."""
        session, version, wish, _ = asked
        known = None if question is None else self._memory.recall(question, version)
        if known is not None:
            return known
        if not version:  # whatever others write meanwhile, what is remembered for all has seen none of it
            made, pure = self._made(reading, wish, scope, UNTOUCHED), True
        else:
            with self._sessions.store.reading(session) as rows:
                state = ReadDocuments(rows)
                made, pure = self._made(reading, wish, scope, state), not self._sessions.time_passes(state)
        if question is not None and pure:
            self._memory.keep(question, made, version)
        return made

    def _writing(self, session: str, reading: Reading, wish: Wish, scope: Scope) -> Sent:
        """The answer of an operation that may write; true for others before it is sent."""
        self._sessions.seen(session)
        with self._sessions.store.writing(session) as transaction:
            made, before = self._made(reading, wish, scope, Documents(transaction)), transaction.version
            if made.status < LEAST_FAILURE and LOST not in scope["extensions"]:
                transaction.commit()
                if transaction.version != before and wish.is_common and not scope["query_string"]:
                    self._foresee(made, wish, scope, session, (before, transaction.version))
        return made

    def _foresee(self, made: Sent, wish: Wish, scope: Scope, session: str, versions: tuple[int, int]) -> None:
        """Remember what was answered for the read that comes next, where that answers the same."""
        reader = self._mount.engine.reader_after(self._operation)
        path = scope["extensions"][ROUTE].path
        if reader is not None and reader.key not in self._mount.handlers and len(path) <= LONGEST_QUESTION:
            self._memory.keep((id(reader), path, b"", wish.accept, session), made, versions[1])
            self._mishaps.stay(*versions)  # a resource writes nothing but its rows

    def _failing(self, ordeal: Ordeal) -> Sent:
        """The answer that a fault puts in the place of the operation's, which is not run."""
        if ordeal.retry_after:
            seconds = str(ceil(ordeal.retry_after))
            detail = f"This is more than the mock was told to allow. Try again in {seconds} s."
            problem = Problem(problems.RATE_LIMITED, detail, 429, headers={"retry-after": seconds})
        elif (whole := replaced(ordeal)) is not None:
            return whole
        else:
            detail = "The mock was asked to answer like this."
            status = ordeal.status or 500
            again = {"retry-after": "1"} if status == problems.RATE_LIMITED.status else {}
            problem = Problem(problems.FAULT, detail, status, headers={**again, **ordeal.headers})
        return written_out(Refusal(problem, self._mount, self._operation))

    def _made(self, reading: Reading, wish: Wish, scope: Scope, state: State) -> Sent:
        world = self._sessions.world_of(state)
        claims = _claims(scope) if self._operation.security else {}
        said = reading.arguments, reading.body, claims
        call = Call(self._operation.key, *said, world, state, reading.media_type)
        made = answer(self._mount, self._operation, call, wish)
        return sent(self._validated(made.reply), made.why + self._aside)

    def _validated(self, reply: Reply) -> Response:
        """The reply as bytes, judged against the contract before it leaves."""
        response, content_type = self._serialised(reply)
        declared = self._operation.declared(response.status)
        media_type = declared.body.media_type(content_type) if declared else None
        is_head = self._operation.method == "HEAD"
        if is_head or declared is None or media_type is None or media_type.encode or reply.body is None:
            violations = self._operation.judge(response, to_head=is_head)
        else:  # the value is at hand, so its bytes need not be read again
            violations = [*declared.judge_headers(response), *media_type.judge(reply.body)]
        is_added = response.status == ADDED_SUCCESS and not self._operation.promises_success
        if violations and not is_added:
            raise self._broken_promise(violations)
        return response

    def _serialised(self, reply: Reply) -> tuple[Response, str]:
        """The reply with its body as bytes, and the media type of that; empty where there is none."""
        headers = dict(reply.headers)
        if reply.body is None and "content-type" not in headers:
            return Response(reply.status, reply.headers), ""
        content_type = headers["content-type"] = with_boundary(
            headers.get("content-type", "application/json")
        )
        content = self._written(reply, content_type)
        return Response(reply.status, tuple(headers.items()), content), content_type

    def _written(self, reply: Reply, content_type: str) -> bytes:
        body = reply.body
        if isinstance(body, bytes):
            return body
        if is_json(essence_of(content_type)):
            return to_json(body)
        declared = self._operation.declared(reply.status)
        media_type = declared.body.media_type(content_type) if declared else None
        if isinstance(body, str) and (media_type is None or media_type.is_sent(body)):
            return body.encode()
        return media_type.encode(body) if media_type and media_type.encode else to_json(body)

    def _broken_promise(self, violations: list[Violation]) -> Refusal:
        said = "; ".join(f"{violation} [{violation.schema}]" for violation in violations[:5])
        log.error("%s: our own answer breaks the contract: %s", self._operation.label, said)
        detail = f"The mock's own answer to {self._operation.label} breaks the contract: {said}"
        return Refusal(Problem(problems.BROKEN_PROMISE, detail, 500), None)


class GateMiddleware(SpecMiddleware):  # type: ignore[misc]  # Connexion is published without types
    """Hands every routed request to the gate of its operation; nothing is behind it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._memory = Memory()
        self._mishaps_of: dict[int, Mishaps] = {}  # by the sessions of a server
        self._gates: dict[int, Gate] = {}  # by identity: operations hold mappings, which have no hash

    def add_api(self, _: Any, *, mount: Mount, **__: Any) -> None:
        """Take in one API; called by Connexion for every document."""
        mishaps = self._mishaps_of.setdefault(id(mount.sessions), Mishaps(mount.sessions))
        self._gates.update(
            (id(each), Gate(mount, each, mishaps, self._memory)) for each in mount.contract.operations
        )

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer the request; what is no HTTP request goes on."""
        if scope["type"] != "http":
            passed_on: Awaitable[None] = self.app(scope, receive, send)
            return passed_on
        route: Route = scope["extensions"][ROUTE]
        return self._gates[id(route.operation)].answer(scope, route, receive, send)


CONDITIONS = frozenset(name.encode() for name in NAMES)


def _unavailable(error: StoreError, mount: Mount, operation: Operation) -> Refusal:
    log.error("%s: %s", operation.label, error)
    detail = "The mock cannot reach what it remembers. Nothing was changed; its log says more."
    return Refusal(Problem(problems.STORE_UNAVAILABLE, detail, 503), mount, operation)


def _wish(scope: Scope) -> Wish:
    accept = ""
    prefers = b"__" in scope["query_string"]
    conditions: dict[str, str] = {}
    for name, text in scope["headers"]:
        if name == b"accept":
            accept = f"{accept}, {text.decode('latin-1')}" if accept else text.decode("latin-1")
        elif name == b"prefer":
            prefers = True
        elif name in CONDITIONS:
            conditions[name.decode()] = text.decode("latin-1")
    if not prefers and not conditions:
        return _accepting(accept)
    conditional = Conditions.of(conditions)
    if not prefers:
        return Wish(accept=accept, conditions=conditional)
    return Wish(preferences(scope), accept, trouble(scope), conditional)


@lru_cache(maxsize=256)  # clients send few different ones
def _accepting(accept: str) -> Wish:
    return Wish(accept="" if accept == "*/*" else accept)


def _request(scope: Scope, path: str, headers: Headers, content: bytes) -> Request:
    query = scope["query_string"].decode("utf-8", "replace")
    return Request(scope["method"], path, query, headers, content)


def _headers(scope: Scope) -> Headers:
    return tuple((name.decode("latin-1"), text.decode("latin-1")) for name, text in scope["headers"])


async def whole_body(receive: Receive, mount: Mount) -> bytes:
    """The body of a request; `Refusal` where it is too large."""
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


def _claims(scope: Scope) -> Mapping[str, Any]:
    claims = scope["extensions"].get("connexion_context", {}).get("token_info")
    if not claims:
        return {}
    if all(isinstance(value, Mapping) for value in claims.values()):
        return {
            name: value for each in claims.values() for name, value in each.items()
        }  # schemes joined by AND
    return dict(claims)
