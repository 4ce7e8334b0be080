"""The problems that the mock itself may answer with (RFC 9457), as documented constants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of problem; `slug` names its paragraph in docs/problems.md."""

    slug: str
    status: int
    title: str

    @property
    def uri(self) -> str:
        """The problem type as the URI that RFC 9457 §3.1.1 asks for."""
        return f"urn:vertrag:problem:{self.slug}"


INVALID_REQUEST = ProblemType("invalid-request", 400, "The request breaks the contract")
UNAUTHENTICATED = ProblemType("unauthenticated", 401, "No valid credential")
FORBIDDEN = ProblemType("forbidden", 403, "The credential does not suffice")
UNKNOWN_PATH = ProblemType("unknown-path", 404, "The contract has no such path")
NOT_FOUND = ProblemType("not-found", 404, "There is no such resource")
METHOD_NOT_ALLOWED = ProblemType("method-not-allowed", 405, "The path has no such method")
INVALID_SESSION = ProblemType("invalid-session", 400, "The name of the session is missing or not allowed")
INVALID_PREFERENCE = ProblemType("invalid-preference", 400, "The request asks for trouble that cannot be")
UNKNOWN_RESPONSE = ProblemType("unknown-response", 404, "The contract has no such response")
BROKEN_EXAMPLE = ProblemType("broken-example", 406, "The preferred example breaks its schema")
CONFLICT = ProblemType("conflict", 409, "The request does not go with what is there")
PRECONDITION_FAILED = ProblemType("precondition-failed", 412, "What is there is not what the client expects")
PRECONDITION_REQUIRED = ProblemType(
    "precondition-required", 428, "The change has to say of which state it is one"
)
NOT_ACCEPTABLE = ProblemType("not-acceptable", 406, "The client takes nothing that is offered")
CONTENT_TOO_LARGE = ProblemType("content-too-large", 413, "The body is too large")
UNSUPPORTED_MEDIA_TYPE = ProblemType("unsupported-media-type", 415, "The media type is not declared")
REFUSED = ProblemType("refused", 400, "The request was refused")
BROKEN_PROMISE = ProblemType("broken-promise", 500, "The mock's own answer breaks the contract")
DEFECT = ProblemType("defect", 500, "The mock failed")
HANDLER_FAILED = ProblemType("handler-failed", 500, "A handler of one's own failed")
RATE_LIMITED = ProblemType("rate-limited", 429, "Too many requests")
FAULT = ProblemType("fault", 503, "The mock was asked to fail")
STORE_UNAVAILABLE = ProblemType("store-unavailable", 503, "The database of the state does not answer")
NO_ANSWER = ProblemType("no-answer", 501, "The contract does not say enough to answer")

_KNOWN_STATUSES = frozenset(map(int, HTTPStatus))

ALL = (
    *(INVALID_REQUEST, UNAUTHENTICATED, FORBIDDEN, UNKNOWN_PATH, NOT_FOUND, METHOD_NOT_ALLOWED),
    *(INVALID_SESSION, INVALID_PREFERENCE, UNKNOWN_RESPONSE, BROKEN_EXAMPLE, NOT_ACCEPTABLE),
    *(CONFLICT, PRECONDITION_FAILED, PRECONDITION_REQUIRED),
    *(CONTENT_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, REFUSED, BROKEN_PROMISE, DEFECT, NO_ANSWER),
    *(HANDLER_FAILED, STORE_UNAVAILABLE, RATE_LIMITED, FAULT),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request: where, in words, and the rule behind it."""

    location: str
    name: str
    pointer: str
    rule: str
    message: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal on its way to the client; `headers` go out with it."""

    type: ProblemType
    detail: str
    status: int
    faults: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The short name of the problem, by its type or, for a handler's own refusals, by its status."""
        is_known = self.type is REFUSED and self.status in _KNOWN_STATUSES
        return HTTPStatus(self.status).phrase if is_known else self.type.title

    def as_problem_json(self) -> dict[str, Any]:
        """The body of RFC 9457, with every fault in `errors`."""
        body: dict[str, Any] = {
            "type": self.type.uri,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.faults:
            body["errors"] = [_fault_json(fault) for fault in self.faults]
        return body


def _fault_json(fault: Fault) -> dict[str, Any]:
    members = {
        "location": fault.location,
        "name": fault.name,
        "pointer": fault.pointer,
        "rule": fault.rule,
        "message": fault.message,
        "value": fault.value,
    }
    return {
        name: value
        for name, value in members.items()
        if name not in ("name", "value") or value not in ("", None)
    }
