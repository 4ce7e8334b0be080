"""What a handler of the user's own returned, as a reply that can be sent; what cannot be is said."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.operations import Operation
from vertrag.exchange import Headers, Reply
from vertrag.serialization import from_json, to_json

_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.1
_FIELD_VALUE = re.compile(r"[\t -~\x80-\xff]*")  # RFC 9110 §5.5


def reply_of(answer: Any, operation: Operation) -> Reply:
    """The answer of a handler, bare JSON with the first success that the document declares.

    Raises `TypeError` or `ValueError`, whose message says what about it cannot be sent.
    """
    reply = answer if isinstance(answer, Reply) else Reply(answer, _success(operation.responses))
    if isinstance(reply.status, bool) or not isinstance(reply.status, int) or not 200 <= reply.status <= 599:
        raise ValueError(f"{reply.status!r} is no status of an answer, which is a number from 200 to 599")
    headers = tuple(_checked(reply.headers))
    content_type = next((text for name, text in headers if name.lower() == "content-type"), "")
    is_plain = not content_type or is_json(essence_of(content_type))
    if not any(name.lower() == "cache-control" for name, _ in headers):
        headers = (*headers, ("cache-control", "no-store"))
    return Reply(_as_json(reply.body) if is_plain else reply.body, reply.status, headers)


def _success(responses: Mapping[str, Any]) -> int:
    declared = sorted(status for status in responses if status.startswith("2"))
    return int(declared[0].replace("XX", "00")) if declared else 200


def _checked(headers: Any) -> Headers:
    pairs: Iterable[Any] = headers.items() if isinstance(headers, Mapping) else headers
    return tuple(_header(*pair) for pair in pairs)


def _header(name: Any, text: Any) -> tuple[str, str]:
    if not isinstance(name, str) or not isinstance(text, str):
        raise TypeError(f"the header {name!r} with {text!r}: both have to be texts")
    if not _FIELD_NAME.fullmatch(name) or not _FIELD_VALUE.fullmatch(text):
        raise ValueError(f"no header can be {name!r} with {text!r}")
    return name, text


def _as_json(body: Any) -> Any:
    """The body as JSON has it: a date and a UUID are texts there, and so is the name of every member."""
    if isinstance(body, bytes):
        return body
    try:
        return from_json(to_json(body))
    except (TypeError, ValueError, RecursionError) as error:
        raise TypeError(f"what it returned is no JSON: {error}") from None
