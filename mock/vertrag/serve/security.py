"""Connexion's security middleware with a lighter request: the checks read the scope, and need no more."""

from collections.abc import Awaitable
from typing import Any

from connexion.exceptions import OAuthProblem
from connexion.middleware.security import SecurityMiddleware, SecurityOperation
from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag import problems
from vertrag.errors import Refused
from vertrag.problems import Problem
from vertrag.serve.doors import challenge
from vertrag.serve.mounts import ROUTE, Route
from vertrag.serve.refusals import Refusal

_NONE_SENT = "The request carries no credential that the contract asks for."


class _Asked:
    """What Connexion's verification asks of a request: its scope, and a place for what was found."""

    __slots__ = ("context", "scope")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.context: dict[str, Any] = scope["extensions"].setdefault("connexion_context", {})


class Security(SecurityMiddleware):  # type: ignore[misc]  # Connexion is published without types
    """Runs the checks of an operation's security requirements: any of them, each with all of its schemes."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app)
        self._operations: dict[str, SecurityOperation] = {}  # ids are unique over all APIs

    def add_api(self, specification: Any, **kwargs: Any) -> Any:
        """Take in one API; called by Connexion for every document."""
        api = super().add_api(specification, **kwargs)
        self._operations.update(api.operations)
        return api

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Let the request pass, or refuse it."""
        if scope["type"] == "http":
            route: Route = scope["extensions"][ROUTE]
            operation = self._operations[route.mount.guards[route.operation.key]]
            if operation.security:
                return self._verified(operation, scope, receive, send)
        passed_on: Awaitable[None] = self.app(scope, receive, send)
        return passed_on

    async def _verified(
        self, operation: SecurityOperation, scope: Scope, receive: Receive, send: Send
    ) -> None:
        try:
            await operation.verification_fn(_Asked(scope))
        except (Refused, OAuthProblem) as refused:
            raise _refusal(scope["extensions"][ROUTE], refused) from None
        await self.app(scope, receive, send)


def _refusal(route: Route, refused: Refused | OAuthProblem) -> Refusal:
    """The refusal of a request whose credential does not do; a 401 says what would."""
    if isinstance(refused, Refused) and refused.status != problems.UNAUTHENTICATED.status:
        headers = {"www-authenticate": challenge(route.operation, route.mount.schemes, "insufficient_scope")}
        problem = Problem(problems.FORBIDDEN, refused.detail, refused.status, headers=headers)
        return Refusal(problem, route.mount, route.operation)
    # Connexion's own problem means that none of the credentials was sent at all.
    was_sent = isinstance(refused, Refused)
    detail = refused.detail if was_sent else _NONE_SENT
    error = "invalid_token" if was_sent else ""
    headers = {"www-authenticate": challenge(route.operation, route.mount.schemes, error)}
    problem = Problem(problems.UNAUTHENTICATED, detail, problems.UNAUTHENTICATED.status, headers=headers)
    return Refusal(problem, route.mount, route.operation)
