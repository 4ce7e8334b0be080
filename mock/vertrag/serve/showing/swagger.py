"""Connexion's Swagger UI over the served documents, asked only for what lies under its own paths."""

from collections.abc import Awaitable
from typing import Any
from urllib.parse import unquote

from connexion.middleware.swagger_ui import SwaggerUIMiddleware
from connexion.options import SwaggerUIOptions
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag import problems
from vertrag.problems import Problem
from vertrag.serve.mounts import Mount
from vertrag.serve.refusals import Refusal
from vertrag.serve.session_names import prefix_of

OPTIONS = SwaggerUIOptions(serve_spec=False, swagger_ui_path="/ui")


class SwaggerUI(SwaggerUIMiddleware):  # type: ignore[misc]  # Connexion is published without types
    """`/ui` below each base path. Its router is slow, so requests to anything else do not meet it."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app)
        self._pages: frozenset[str] = frozenset()
        self._folders: tuple[str, ...] = ()

    def add_api(
        self, specification: Any, base_path: str | None = None, *, mount: Mount, **kwargs: Any
    ) -> None:
        """Take in one API; called by Connexion for every document."""
        super().add_api(specification, base_path=base_path, **kwargs)
        below = f"{unquote(mount.base_path)}/ui"
        if "GET" not in mount.contract.paths.concrete_methods("/ui"):
            self._pages |= {below}
            self._folders += (f"{below}/",)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve the user interface or pass the request on."""
        path = scope.get("path", "")
        ours = path in self._pages or path.startswith(self._folders)
        return self._show(scope, receive, send) if ours else self.app(scope, receive, send)

    async def _show(self, scope: Scope, receive: Receive, send: Send) -> None:
        prefix = prefix_of(scope)  # the page asks for its document where it was asked for itself
        below = {**scope, "path": prefix + scope["path"], "root_path": prefix}
        try:
            await super().__call__(below, receive, send)
        except HTTPException as error:
            kind = problems.METHOD_NOT_ALLOWED if error.status_code == 405 else problems.UNKNOWN_PATH
            detail = f"Of the user interface there is no {scope['method']} {scope['path']}."
            headers = {name.lower(): value for name, value in (error.headers or {}).items()}
            raise Refusal(Problem(kind, detail, kind.status, headers=headers), None) from error
