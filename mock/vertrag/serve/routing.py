"""Finds the operation of a request in the contracts' tries, where Connexion tries route after route."""

import re
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from connexion.middleware.abstract import SpecMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag import problems
from vertrag.contract.operations import Operation, Paths
from vertrag.exchange import Request
from vertrag.problems import Problem
from vertrag.serve.composing.memory import LONGEST_QUESTION
from vertrag.serve.mounts import ROUTE, Mount, Route
from vertrag.serve.refusals import Refusal
from vertrag.serve.sending import plain

_EMPTY = re.compile("(?<=/)(?=/|$)")
"""Where a parameter of a path has no text: that is no operation's path, yet its client reads one's errors."""
_MOST_KNOWN = 1024  # paths whose way is remembered


class IndexedRouting(SpecMiddleware):  # type: ignore[misc]  # Connexion is published without types
    """Routes by base path, then by the contract's own trie."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._doors: list[tuple[str, str, Mount, Paths]] = []
        self._known: dict[tuple[str, str], Route] = {}

    def add_api(self, _: Any, *, mount: Mount, **__: Any) -> None:
        """Take in one API; called by Connexion for every document."""
        self._doors += [(base, f"{base}/", mount, paths) for base, paths in mount.doors]
        self._doors.sort(key=lambda door: -len(door[0]))  # the most specific base path wins

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Note the operation in the scope and pass the request on, or refuse it."""
        if scope["type"] != "http":
            return self.app(scope, receive, send)
        method, path = scope["method"], raw_path(scope)
        route = self._known.get((method, path)) or self._route(method, path, scope)
        if route is None:
            allowed = self._allowed(path)
            if method != "OPTIONS":
                raise _method_not_allowed(allowed, method)
            return _send_allowed(send, allowed)
        scope.setdefault("extensions", {})[ROUTE] = route
        return self.app(scope, receive, send)

    def _route(self, method: str, path: str, scope: Scope) -> Route | None:
        """Where the request leads; it is remembered where method and path alone decide that."""
        head = _Head(scope)
        route = self._found(method, path, head)
        if route is not None and not head.was_read and len(path) <= LONGEST_QUESTION:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[method, path] = route
        return route

    def _found(self, method: str, path: str, head: "_Head") -> Route | None:
        """Where the request leads; None where the path is known and its method is not."""
        nearest: Mount | None = None
        meant: Operation | None = None
        known = False
        for base, below, mount, paths in self._doors:
            if not (path.startswith(below) or path == base):
                continue
            here = path[len(base) :] or "/"
            found = paths.operation(method, here, head)
            if found is None and method == "HEAD":
                found = paths.operation("GET", here, head)
            if found is not None:
                operation, values = found
                return Route(mount, operation, path, values)
            if paths.methods(here):
                known = True
            elif nearest is None:
                nearest = mount
                meant, _ = paths.operation(method, _EMPTY.sub("-", here), head) or (None, {})
        if known:
            return None
        detail = f"No operation of the contract has the path {path}."
        raise Refusal(Problem(problems.UNKNOWN_PATH, detail, 404), nearest, meant)

    def _allowed(self, path: str) -> "Allowed":
        """The methods of a path in all documents, and the first document that has it."""
        owners: list[Mount] = []
        methods: set[str] = set()
        for base, below, mount, paths in self._doors:
            if path == base or path.startswith(below):
                found = paths.methods(path[len(base) :] or "/")
                if found:
                    owners.append(mount)
                    methods.update(found)
        if "GET" in methods:
            methods.add("HEAD")
        methods.add("OPTIONS")  # every path answers it, see below
        return Allowed(owners[0], ", ".join(sorted(methods)))


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a path allows, as the Allow header says it (RFC 9110 §10.2.1)."""

    mount: Mount
    methods: str


def raw_path(scope: Scope) -> str:
    """The path as it was sent, still percent-encoded."""
    raw = scope.get("raw_path")
    return raw.decode("latin-1").partition("?")[0] if raw else quote(scope["path"])


class _Head:
    """What a request says before its body, read only where the path leads to several operations."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.was_read = False

    def __call__(self) -> Request:
        self.was_read = True
        scope = self._scope
        headers = tuple((name.decode("latin-1"), text.decode("latin-1")) for name, text in scope["headers"])
        query = scope["query_string"].decode("utf-8", "replace")
        return Request(scope["method"], raw_path(scope), query, headers)


def _method_not_allowed(allowed: Allowed, method: str) -> Refusal:
    detail = f"The path answers {allowed.methods}, not {method}."
    headers = {"allow": allowed.methods}
    return Refusal(Problem(problems.METHOD_NOT_ALLOWED, detail, 405, headers=headers), allowed.mount)


async def _send_allowed(send: Send, allowed: Allowed) -> None:
    """Answer OPTIONS where the document does not describe it (RFC 9110 §9.3.7)."""
    await plain(204, "", b"", {"allow": allowed.methods}, "options").send(send)
