"""Conditional requests (RFC 9110 §13) and requests that may be sent again (Idempotency-Key)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from vertrag.contract.operations import Operation
from vertrag.errors import Refused
from vertrag.exchange import Call, Reply
from vertrag.serve.resources.row_tags import RowTags

_KIND = "idempotency"
_ANSWER = frozenset({"status", "headers", "body", "asked"})
_TAGS = re.compile(r"""\s*(\*|(W/)?"[^"]*"(\s*,\s*(W/)?"[^"]*")*)\s*""")  # RFC 9110 §8.8.3, §13.1.1
NAMES = ("if-match", "if-none-match", "idempotency-key")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a client makes its request depend on; empty texts where it says nothing."""

    if_match: str = ""
    if_none_match: str = ""
    idempotency_key: str = ""

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> "Conditions":
        """The conditions among headers by lower-case name."""
        return cls(*(headers.get(name, "") for name in NAMES))


UNCONDITIONAL = Conditions()


def is_unchanged(conditions: Conditions, etag: str) -> bool:
    """Whether the client has the row already."""
    return bool(conditions.if_none_match) and _names(conditions.if_none_match, etag, is_weak=True)


def check_preconditions(conditions: Conditions, operation: Operation, row: Any, tags: RowTags) -> None:
    """Refuse a change that the client wants of another state: 412, or 428 where it has to say of which.

    `row` is None where there is none. What is no entity tag names no state: a document that says nothing
    of 412 lets a client send any text, and has it done.
    """
    if conditions.if_match and ("412" in operation.responses or _TAGS.fullmatch(conditions.if_match)):
        if row is None or not _names(conditions.if_match, tags.of(row), is_weak=False):
            raise Refused(412, "If-Match names another state than the one that is here.")
    elif "428" in operation.responses and row is not None:
        raise Refused(428, "This change has to say of which state it is one: send If-Match with the ETag.")
    if conditions.if_none_match and row is not None and is_unchanged(conditions, tags.of(row)):
        raise Refused(412, "If-None-Match names the state that is here.")


def recalled(operation: Operation, call: Call, conditions: Conditions) -> Reply | None:
    """What was answered to the same request before; `Refused` where the key came with another one."""
    if not conditions.idempotency_key:
        return None
    stored = call.state.get(_KIND, f"{operation.label} {conditions.idempotency_key}")
    if not isinstance(stored, dict) or not stored.keys() >= _ANSWER:
        return None
    if stored["asked"] != digest_of(operation, call):
        declared = (status for status in (409, 422, 400) if str(status) in operation.responses)
        raise Refused(next(declared, 422), "This Idempotency-Key came with another request before.")
    headers = tuple((name, text) for name, text in stored["headers"])
    return Reply(stored["body"], stored["status"], headers)


def remember(operation: Operation, call: Call, conditions: Conditions, reply: Reply) -> None:
    """Keep an answer for when the same request comes again."""
    if conditions.idempotency_key:
        answer = {
            "status": reply.status,
            "headers": reply.headers,
            "body": reply.body,
            "asked": digest_of(operation, call),
        }
        call.state.put(_KIND, f"{operation.label} {conditions.idempotency_key}", answer)


def digest_of(operation: Operation, call: Call) -> str:
    """What tells a request from others of its operation: headers may differ when it is sent again."""
    asked = [
        call.arguments.get(each.name)
        for location in ("path", "query")
        for each in operation.parameters.get(location, ())
    ]
    return blake2b(repr((asked, call.body)).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _names(listed: str, etag: str, *, is_weak: bool) -> bool:
    """Whether a list names a tag; `is_weak`: a weak one of the same text as well (RFC 9110 §8.8.3.2)."""
    tags = [each.strip() for each in listed.split(",")]
    return "*" in tags or etag in tags or (is_weak and f"W/{etag}" in tags)
