"""What a check expected and what came instead, in two lines that a reader can act on."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

Expectation = tuple[str, str]
"""(expected, actual)."""


def expectation(failure: Any) -> Expectation:
    """The two lines for a failed check, from the attributes that its kind of failure carries."""
    if failure.code in _LINES:
        return _LINES[failure.code](failure)
    return _RULES.get(failure.code, "the documented behaviour"), _first_paragraph(failure.message)


def status_line(status: int) -> str:
    """A status with its phrase: "404 Not Found"; the number alone where no phrase is registered."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _first_paragraph(message: str) -> str:
    return " ".join(message.strip().split("\n\n")[0].split())


def _server_error(failure: Any) -> Expectation:
    return "any request is answered without a server error", status_line(failure.status_code)


def _undocumented_status(failure: Any) -> Expectation:
    return f"a documented status: {_listed(failure.defined_status_codes)}", status_line(failure.status_code)


def _missing_content_type(failure: Any) -> Expectation:
    return f"a Content-Type: {_listed(failure.media_types)}", "no Content-Type header"


def _undocumented_content_type(failure: Any) -> Expectation:
    return f"a documented media type: {_listed(failure.defined_content_types)}", failure.content_type


def _missing_headers(failure: Any) -> Expectation:
    return f"response headers {_listed(failure.missing_headers)}", "an answer without them"


def _schema_violation(failure: Any) -> Expectation:
    place = "/" + "/".join(str(step) for step in failure.instance_path)
    rule = failure.schema.get(failure.schema_path[-1]) if failure.schema_path else None
    keyword = f"{failure.schema_path[-1]}: {_shown(rule)}" if rule is not None else "the documented schema"
    return f"at {place} {keyword}", failure.validation_message


def _accepted_invalid(failure: Any) -> Expectation:
    flaw = failure.message.partition("Invalid component: ")[2]
    reason = f", although invalid: {' '.join(flaw.split())}" if flaw else ""
    return "an invalid request is refused (4xx)", status_line(failure.status_code) + reason


def _rejected_valid(failure: Any) -> Expectation:
    return "a valid request is accepted", status_line(failure.status_code)


def _listed(values: Any) -> str:
    return ", ".join(str(value) for value in values) or "none"


def _shown(value: Any, limit: int = 120) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else text[: limit - 3] + "..."


# Both keyed by the engine's failure codes, which it promises never to renumber or reuse.
_LINES: dict[str, Callable[[Any], Expectation]] = {
    "ST101": _server_error,
    "ST103": _undocumented_status,
    "ST104": _missing_content_type,
    "ST105": _undocumented_content_type,
    "ST107": _missing_headers,
    "ST108": _schema_violation,
    "ST201": _accepted_invalid,
    "ST202": _rejected_valid,
}
# Where the engine's own message says best what came.
_RULES = {
    "ST102": "an unsuitable request media type is refused with 415, or 400",
    "ST106": "a well-formed Content-Type",
    "ST109": "a body that is JSON, as its Content-Type says",
    "ST110": "a body of the media type that its Content-Type names",
    "ST111": "a discriminator value that the document maps",
    "ST203": "a request without a required header is refused",
    "ST204": "405 with an Allow header for a method that the document lacks",
    "ST205": "an Allow header with exactly the documented methods",
    "ST301": "404 for what was deleted",
    "ST302": "what was created can be read",
    "ST401": "401 or 403 without valid credentials",
    "ST402": "what one identity created is hidden from another",
}
