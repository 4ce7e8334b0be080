"""Builds the ASGI application: Connexion around our own middleware, in one list, outermost first."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import unquote

from connexion import ConnexionMiddleware
from connexion.resolver import Resolver
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vertrag.control.panel import BASE_PATH
from vertrag.credentials import Authority
from vertrag.journal import Journal
from vertrag.serve.doors import Door
from vertrag.serve.gate import GateMiddleware
from vertrag.serve.mounts import Mount
from vertrag.serve.refusals import Refusals
from vertrag.serve.routing import IndexedRouting
from vertrag.serve.security import Security
from vertrag.serve.session_paths import SessionPaths
from vertrag.serve.showing.pages import Pages, pages
from vertrag.serve.showing.swagger import OPTIONS, SwaggerUI


def build(
    mounts: Sequence[Mount],
    authority: Authority,
    *,
    cors: bool = True,
    token_command: str = "vertrag token",  # noqa: S107 - the command that makes one, not a token
) -> ASGIApp:
    """The application that serves these APIs; `authority` verifies their credentials.

    `token_command` is what the start page tells people to get a token with.
    """
    fixed = pages(mounts, token_command)
    middlewares: list[Any] = [
        lambda app: SessionPaths(app, partial(_is_known, mounts)),
        lambda app: Refusals(app, mounts[0].sessions.journal if mounts else Journal()),
        lambda app: Pages(app, fixed),
        SwaggerUI,
        IndexedRouting,
        *([_saboteur(authority)] if any(mount.plot for mount in mounts) else ()),
        Security,
        GateMiddleware,
    ]
    app = ConnexionMiddleware(_nothing_behind, middlewares=middlewares)
    for mount in mounts:
        app.add_api(
            mount.skeleton(),
            base_path=unquote(mount.base_path),  # Connexion compares decoded paths
            resolver=Resolver(_resolved),
            security_map={"apiKey": partial(Door, mount.authority or authority, mount.schemes)},
            swagger_ui_options=OPTIONS,
            mount=mount,
        )
    return _with_cors(app) if cors else app


def _is_known(mounts: Sequence[Mount], path: str) -> bool:
    """Whether a document has a raw path, whatever the method."""
    doors = (door for mount in mounts for door in mount.doors)
    return any(paths.methods(path[len(base) :] or "/") for base, paths in doors if path.startswith(base))


def _saboteur(authority: Authority) -> Callable[[ASGIApp], Any]:
    from vertrag.serve.saboteur import Saboteur

    return lambda app: Saboteur(app, authority)


def _with_cors(app: ASGIApp) -> ASGIApp:
    from starlette.middleware.cors import CORSMiddleware

    for_browsers = CORSMiddleware(
        _showing_headers(app),
        allow_origins=["*"],
        allow_methods=["*"],
        allow_headers=["*"],
        allow_credentials=True,  # session cookies are one of the ways in
    )
    for_browsers.preflight_headers["X-Vertrag-Why"] = "preflight"

    async def cors(scope: Scope, receive: Receive, send: Send) -> None:
        # Only browsers send Origin; everyone else need not pay for their headers. No page of others may
        # steer the mock, which asks for nothing on this machine.
        if scope["type"] == "http" and BASE_PATH not in scope["path"]:
            for name, _ in scope["headers"]:
                if name == b"origin":
                    return await for_browsers(scope, receive, send)
        return await app(scope, receive, send)

    return cors


def _showing_headers(app: ASGIApp) -> ASGIApp:
    """Lets scripts read every header by its name: for requests with credentials `*` names none."""

    async def showing(scope: Scope, receive: Receive, send: Send) -> None:
        async def shown(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = b", ".join(dict.fromkeys(name for name, _ in message["headers"]))
                message["headers"].append((b"access-control-expose-headers", names))
            await send(message)

        await app(scope, receive, shown)

    return showing


def _resolved(operation_id: str) -> str:
    # Connexion wants something for every operation; the gate knows its handlers itself.
    return operation_id


async def _nothing_behind(scope: Scope, receive: Receive, send: Send) -> None:
    """What Connexion wraps: every routed request ends at the gate, only lifespan events come here."""
    if scope["type"] != "lifespan":
        raise RuntimeError(f"nothing serves {json.dumps(scope['type'])} here")
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
