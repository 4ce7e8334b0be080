"""Connexion's routed middleware, its operations found in one step: our ids are unique over all APIs."""

from typing import Any

from connexion.middleware.abstract import ROUTING_CONTEXT, RoutedMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send


class Routed(RoutedMiddleware):  # type: ignore[misc]  # Connexion is published without types
    """Hands a routed request to what its API has made of the operation."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app)
        self._operations: dict[str, ASGIApp] = {}

    def add_api(self, specification: Any, **kwargs: Any) -> Any:
        """Take in one API; called by Connexion for every document."""
        api = super().add_api(specification, **kwargs)
        self._operations.update(api.operations)
        return api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the operation; what is no HTTP request goes on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self._operations[scope["extensions"][ROUTING_CONTEXT]["operation_id"]](scope, receive, send)
