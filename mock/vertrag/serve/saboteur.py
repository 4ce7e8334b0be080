"""Plays the ways of a plot: stands before the doors of an API and bends what goes in and what comes out."""

import asyncio
import logging
from collections.abc import Awaitable, Sequence
from typing import Any, Final
from urllib.parse import unquote

from connexion.middleware.abstract import SpecMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vertrag.credentials import Authority
from vertrag.exchange import Request, Response
from vertrag.sabotage.chronicle import Chronicle, target_of
from vertrag.sabotage.playbook import Plot
from vertrag.sabotage.way import Scene, Way
from vertrag.serve.credentialing import carries, opened
from vertrag.serve.gate import LOST, whole_body
from vertrag.serve.mishaps import hang_up
from vertrag.serve.mounts import ROUTE, Mount, Route
from vertrag.serve.refusals import Refusal, written_out
from vertrag.serve.sending import Dropped, Sent
from vertrag.serve.session_names import HEADER, SESSION, named
from vertrag.serve.showing.ways_in import proofs
from vertrag.serve.tap import BODY, tap
from vertrag.state.sessions import SHARED

log = logging.getLogger("vertrag.sabotage")

_SESSION = HEADER.lower()
_MOST_SESSIONS = 500
SHOWN: Final = "x-vertrag-sabotage"
"""The header that names the ways in an answer, where the server was told to show them."""


class Saboteur(SpecMiddleware):  # type: ignore[misc]  # Connexion is published without types
    """Passes on what belongs to APIs without a plot; everything else is played by its ways.

    It stands behind the routing, so that a request is known by its operation, and before security.
    """

    def __init__(self, app: ASGIApp, authority: Authority) -> None:
        self.app = app
        self._authority = authority
        self._chronicles: dict[tuple[int, str], Chronicle] = {}
        self._number = 0

    def add_api(self, _: Any, **__: Any) -> None:
        """Nothing to take in: routes bring their mounts along."""

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer the request, or pass it on."""
        if scope["type"] == "http":
            route: Route = scope["extensions"][ROUTE]
            if route.mount.plot is not None and route.mount.plot.ways:
                return self._play(route.mount.plot, route, scope, receive, send)
        passed_on: Awaitable[None] = self.app(scope, receive, send)
        return passed_on

    async def _play(self, plot: Plot, route: Route, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = await self._answer(plot, route, scope, receive)
        except Dropped:  # a fault that meets the request counts more than any lie
            await hang_up(receive)
        else:
            await answer.send(send)

    async def _answer(self, plot: Plot, route: Route, scope: Scope, receive: Receive) -> Sent:
        body = await whole_body(receive, route.mount)
        self._number += 1
        session = named(scope) or SHARED
        scene = self._scene(plot, route, _request(scope, body), session)
        for way in plot.ways:
            if way.request is not None:
                scene = self._scene(plot, route, way.request(scene), session)
        told = await self._told(plot.ways, scene, route, scope, receive)
        said, bent_by = _said(plot.ways, scene, told)
        await self._follow_up(plot.ways, scene, told, route.mount, scope, receive)
        part = plot.terrain.part(route.operation)
        scene.chronicle.note(route.operation.key, *part, scene.request, told)
        await asyncio.sleep(sum(way.delay(scene) for way in plot.ways if way.delay is not None))
        if bent_by:
            asked = f"{scene.request.method} {target_of(scene.request)}"
            log.info("%s: %s answers %s", " ".join(bent_by), asked, said.status)
        shown = " ".join(way.code for way in plot.ways) if route.mount.shows_sabotage else ""
        return _sent(said, shown)

    def _scene(self, plot: Plot, route: Route, request: Request, session: str) -> Scene:
        place = (id(plot), session)
        if len(self._chronicles) > _MOST_SESSIONS:
            self._chronicles.clear()
        chronicle = self._chronicles.setdefault(place, Chronicle())
        mount, operation = route.mount, route.operation
        wanted = proofs(mount.contract.document, operation) if mount.require_auth else []
        authority = mount.authority or self._authority
        return Scene(
            plot.terrain,
            operation,
            request,
            chronicle,
            self._number,
            lambda each: opened(each, wanted, authority.issue()),
            carries(request, wanted),
        )

    async def _told(
        self, ways: Sequence[Way], scene: Scene, route: Route, scope: Scope, receive: Receive
    ) -> Response:
        """The true answer to the request, or to the one that a way makes of it once it was answered."""
        lost = any(way.loses(scene) for way in ways if way.loses is not None)
        told = await self._asked(route, scene.request, scope, receive, lost=lost)
        for way in ways:
            again = way.again(scene, told) if way.again is not None else None
            if again is not None:
                told = await self._asked(route, again, scope, receive, lost=lost)
        return told

    async def _follow_up(
        self, ways: Sequence[Way], scene: Scene, told: Response, mount: Mount, scope: Scope, receive: Receive
    ) -> None:
        """Make the requests that ways make of themselves; nobody sees what they are answered."""
        for way in ways:
            for request in way.more(scene, told) if way.more is not None else ():
                route = _route(mount, request)
                if route is not None:
                    await self._asked(route, request, scope, receive)

    async def _asked(
        self, route: Route, request: Request, scope: Scope, receive: Receive, *, lost: bool = False
    ) -> Response:
        """What the API answers to a request; its journal has the truth."""
        inner = _scope(scope, route, request, lost=lost)
        messages: list[Message] = []

        async def sending(message: Message) -> None:
            messages.append(message)

        body: list[Message] = [{"type": "http.request", "body": request.body}]

        async def receiving() -> Message:
            return body.pop() if body else await receive()

        try:
            await self.app(inner, receiving, sending)
        except Refusal as refusal:
            answer = written_out(refusal)
            tap(route.mount.sessions.journal, inner, route.operation.key, answer)
            return _response(answer.status, answer.headers, answer.body)
        whole = b"".join(message.get("body", b"") for message in messages[1:])
        return _response(messages[0]["status"], messages[0]["headers"], whole)


def _said(ways: Sequence[Way], scene: Scene, told: Response) -> tuple[Response, list[str]]:
    """What is said in place of the truth, and the codes of the ways that changed it."""
    said, bent_by = told, []
    for way in ways:
        bent = said if way.answer is None else way.answer(scene, said)
        if bent is not said:
            bent_by.append(way.code)
        said = bent
    return said, bent_by


def _request(scope: Scope, body: bytes) -> Request:
    """The request on one level: the session that its path named is a header of it."""
    headers = [(name.decode("latin-1"), text.decode("latin-1")) for name, text in scope["headers"]]
    session = scope["extensions"].get(SESSION)
    if session is not None:
        headers = [pair for pair in headers if pair[0] != _SESSION] + [(_SESSION, session)]
    query = scope["query_string"].decode("latin-1")
    return Request(scope["method"], scope["extensions"][ROUTE].path, query, tuple(headers), body)


def _route(mount: Mount, request: Request) -> Route | None:
    """Where a request to a path of the API leads."""
    for base, paths in mount.doors:
        if request.path.startswith(f"{base}/"):
            found = paths.operation(request.method, request.path[len(base) :])
            if found is not None:
                return Route(mount, found[0], request.path, found[1])
    return None


def _scope(scope: Scope, route: Route, request: Request, *, lost: bool) -> Scope:
    extensions = {name: value for name, value in scope["extensions"].items() if name != SESSION}
    extensions[ROUTE] = route
    extensions[BODY] = request.body
    extensions.pop("connexion_context", None)
    if lost:
        extensions[LOST] = True
    return {
        **scope,
        "method": request.method,
        "path": unquote(request.path),
        "raw_path": request.path.encode("latin-1"),
        "query_string": request.query.encode("latin-1", "replace"),
        "headers": [(name.encode("latin-1"), text.encode("latin-1")) for name, text in request.headers],
        "extensions": extensions,
    }


def _response(status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> Response:
    pairs = tuple((name.decode("latin-1").lower(), text.decode("latin-1")) for name, text in headers)
    return Response(status, pairs, body)


def _sent(said: Response, shown: str) -> Sent:
    headers = [pair for pair in said.headers if pair[0] != "content-length"]
    if said.status not in (204, 304):
        headers.append(("content-length", str(len(said.body))))
    if shown:
        headers.append((SHOWN, shown))
    raw = tuple((name.encode("latin-1"), text.encode("latin-1", "replace")) for name, text in headers)
    return Sent(said.status, raw, b"" if said.status in (204, 304) else said.body)
