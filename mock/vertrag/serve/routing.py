"""Finds the operation of a request in the contracts' tries, where Connexion tries route after route."""

from typing import Any
from urllib.parse import quote

from connexion.middleware.abstract import ROUTING_CONTEXT, SpecMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag import problems
from vertrag.problems import Problem
from vertrag.serve.mounts import Mount, Route
from vertrag.serve.refusals import Refusal

ROUTE = "vertrag_route"
"""Where the `Route` lies in the extensions of an ASGI scope."""


class IndexedRouting(SpecMiddleware):  # type: ignore[misc]  # Connexion is published without types
    """Routes by base path, then by the contract's own trie; keeps Connexion's scope agreement."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._mounts: list[Mount] = []

    def add_api(self, _: Any, *, mount: Mount, **__: Any) -> None:
        """Take in one API; called by Connexion for every document."""
        self._mounts.append(mount)
        self._mounts.sort(key=lambda each: -len(each.base_path))  # the most specific base path wins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Note the operation in the scope and pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        route = self._route(scope["method"], raw_path(scope))
        assert route.operation is not None  # noqa: S101 - `_route` refuses every other request
        extensions = scope.setdefault("extensions", {})
        extensions[ROUTING_CONTEXT] = {
            "api_base_path": route.mount.base_path,
            "operation_id": route.mount.operation_id(route.operation),
        }
        extensions[ROUTE] = route
        await self.app(scope, receive, send)

    def _route(self, method: str, path: str) -> Route:
        nearest: Mount | None = None
        for mount in self._mounts:
            base = mount.base_path
            if not (path == base or path.startswith(f"{base}/")):
                continue
            found = mount.contract.paths.find(path[len(base) :] or "/")
            if found is None:
                nearest = nearest or mount
                continue
            by_method, path_values = found
            operation = by_method.get(method) or (by_method.get("GET") if method == "HEAD" else None)
            if operation is None:
                raise _method_not_allowed(mount, method, list(by_method))
            return Route(mount, operation, path_values)
        detail = f"No operation of the contract has the path {path}."
        raise Refusal(Problem(problems.UNKNOWN_PATH, detail, 404), nearest)


def raw_path(scope: Scope) -> str:
    """The path as it was sent, still percent-encoded."""
    raw = scope.get("raw_path")
    return raw.decode("latin-1").partition("?")[0] if raw else quote(scope["path"])


def _method_not_allowed(mount: Mount, method: str, known: list[str]) -> Refusal:
    allowed = [*known, "HEAD"] if "GET" in known and "HEAD" not in known else known
    headers = {"allow": ", ".join(sorted(allowed))}  # RFC 9110 §15.5.6
    detail = f"The path answers {headers['allow']}, not {method}."
    return Refusal(Problem(problems.METHOD_NOT_ALLOWED, detail, 405, headers=headers), mount)
