"""Turns every refusal into an answer in the document's own error schema, else into problem+json."""

import logging
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag import problems
from vertrag.contract.content.compression import CODINGS
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Operation
from vertrag.contract.violations import LONGEST_VALUE, Violation
from vertrag.errors import Refused
from vertrag.invent.values import invent
from vertrag.journal import Journal
from vertrag.problems import Fault, Problem, ProblemType
from vertrag.serialization import to_json
from vertrag.serve.composing.declared_headers import header_lines
from vertrag.serve.composing.error_bodies import written
from vertrag.serve.mounts import ROUTE, Mount, Route
from vertrag.serve.sending import Dropped, Sent, plain
from vertrag.serve.tap import tap

log = logging.getLogger("vertrag.serve")

_TYPES_BY_STATUS: dict[int, ProblemType] = {
    401: problems.UNAUTHENTICATED,
    403: problems.FORBIDDEN,
    404: problems.NOT_FOUND,
    409: problems.CONFLICT,
    412: problems.PRECONDITION_FAILED,
    428: problems.PRECONDITION_REQUIRED,
}
_MALFORMED = frozenset({"malformed", "style"})


class Refusal(Exception):  # noqa: N818 - what happens to the request
    """A request is refused with a problem; `mount` and `operation` say whose error schema to use."""

    def __init__(self, problem: Problem, mount: Mount | None, operation: Operation | None = None) -> None:
        super().__init__(problem.detail)
        self.problem = problem
        self.mount = mount
        self.operation = operation


class Refusals:
    """The outermost of our middleware: whatever is raised inside becomes an answer, and is noted."""

    def __init__(self, app: ASGIApp, journal: Journal) -> None:
        self.app = app
        self._journal = journal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer what comes back as an exception."""
        try:
            await self.app(scope, receive, send)
        except Refusal as refusal:
            await self._refuse(scope, send, refusal)
        except Dropped:
            raise
        except Exception:  # the last line of defence: said in the log, never shown to the client
            if scope["type"] != "http":
                raise
            log.exception("%s %s failed", scope["method"], scope["path"])
            detail = "This is a defect of the mock, not of the request. Its log says more."
            await self._refuse(scope, send, Refusal(Problem(problems.DEFECT, detail, 500), None))

    async def _refuse(self, scope: Scope, send: Send, refusal: Refusal) -> None:
        answer = written_out(refusal)
        route: Route | None = scope.get("extensions", {}).get(ROUTE)
        operation = route.operation.key if route else ""
        tap(route.mount.sessions.journal if route else self._journal, scope, operation, answer)
        await answer.send(send)


def written_out(refusal: Refusal) -> Sent:
    """The refusal as it goes over the wire."""
    problem = refusal.problem
    media_type, body = render(refusal)
    headers = {**_declared_headers(refusal), **problem.headers}
    return plain(problem.status, media_type, body, headers, f"refused: {problem.type.slug}")


def _declared_headers(refusal: Refusal) -> dict[str, str]:
    """The headers that the document declares for such a refusal."""
    mount, operation, status = refusal.mount, refusal.operation, refusal.problem.status
    declared = operation.declared(status) if mount and operation else None
    if mount is None or operation is None or declared is None or not declared.headers:
        return {}
    document = mount.contract.document
    node = document.resolve(operation.node["responses"][declared.status])
    invented = partial(_invented, document, operation.label, mount.seed)
    return dict(header_lines(document, node, declared, invented))


def _invented(document: Document, label: str, seed: int, node: Mapping[str, Any]) -> Any:
    return invent(document, node.get("schema"), label=label, seed=seed)


def render(refusal: Refusal) -> tuple[str, bytes]:
    """The media type and the bytes of a refusal as the API's document would have them, else as RFC 9457."""
    problem, mount = refusal.problem, refusal.mount
    if mount is not None and mount.error_body is not None:
        faults = [(fault.pointer or fault.name or fault.location, fault.message) for fault in problem.faults]
        body = mount.error_body(problem.status, problem.title, problem.detail, faults)
        return "application/json", to_json(body)
    if mount is not None and refusal.operation is not None:
        declared = written(problem, mount, refusal.operation)
        if declared is not None:
            return declared
    return problems.MEDIA_TYPE, to_json(problem.as_problem_json())


def from_refused(refused: Refused, mount: Mount, operation: Operation) -> Refusal:
    """A handler's refusal, on its way out."""
    kind = _TYPES_BY_STATUS.get(refused.status, problems.REFUSED)
    headers = {"www-authenticate": "Bearer"} if refused.status == 401 else {}  # RFC 9110 §15.5.2
    return Refusal(Problem(kind, refused.detail, refused.status, headers=headers), mount, operation)


def from_violations(violations: Sequence[Violation], mount: Mount, operation: Operation) -> Refusal:
    """The refusal of a request that breaks the contract."""
    detail = "; ".join(str(violation) for violation in violations[:5])
    if len(violations) > 5:
        detail += f"; and {len(violations) - 5} more"
    faults = tuple(_faults(violations))
    if any(violation.location == "media type" for violation in violations):
        coded = any(violation.rule == "content-encoding" for violation in violations)
        headers = {"accept-encoding": CODINGS} if coded else {}  # RFC 9110 §15.5.16
        problem = Problem(problems.UNSUPPORTED_MEDIA_TYPE, detail, 415, faults, headers)
        return Refusal(problem, mount, operation)
    status = mount.invalid_status or _status(violations, operation.responses)
    return Refusal(Problem(problems.INVALID_REQUEST, detail, status, faults), mount, operation)


def _status(violations: Sequence[Violation], declared: Collection[str]) -> int:
    """400 or 422, as the document declares; of both, 400 is for what cannot even be read (RFC 9110)."""
    if "422" not in declared:
        return 400
    malformed = any(violation.rule in _MALFORMED for violation in violations)
    return 400 if malformed and "400" in declared else 422


def _faults(violations: Sequence[Violation]) -> Iterator[Fault]:
    for each in violations:
        yield Fault(each.location, each.name, each.pointer, each.rule, each.message, _json_value(each.value))


def _json_value(value: Any) -> Any:
    """The value if it is short and JSON, else its start as text."""
    if isinstance(value, bool | int | None) or (isinstance(value, float) and math.isfinite(value)):
        return value
    text = value if isinstance(value, str) else repr(value)
    short = text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
    return short.encode("utf-8", "replace").decode()
