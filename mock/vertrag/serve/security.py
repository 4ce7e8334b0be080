"""Connexion's security middleware with a lighter request: the checks read the scope, and need no more."""

from typing import Any

from connexion.middleware.security import SecurityAPI, SecurityOperation
from starlette.types import Receive, Scope, Send

from vertrag.serve.routed import Routed


class _Asked:
    """What Connexion's verification asks of a request: its scope, and a place for what was found."""

    __slots__ = ("context", "scope")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.context: dict[str, Any] = scope["extensions"].setdefault("connexion_context", {})


class _Operation(SecurityOperation):  # type: ignore[misc]  # Connexion is published without types
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.security:
            await self.verification_fn(_Asked(scope))
        await self.next_app(scope, receive, send)


class _API(SecurityAPI):  # type: ignore[misc]  # Connexion is published without types
    def make_operation(self, operation: Any) -> _Operation:
        made: _Operation = _Operation.from_operation(
            operation, next_app=self.next_app, security_handler_factory=self.security_handler_factory
        )
        return made


class Security(Routed):
    """Runs the checks of an operation's security requirements: any of them, each with all of its schemes."""

    api_cls = _API
