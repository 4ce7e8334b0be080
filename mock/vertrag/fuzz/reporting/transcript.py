"""Requests and answers as they may be shown: cut where they are long, with no secret in them."""

from base64 import b64encode
from dataclasses import dataclass

from vertrag.exchange import Headers, Response
from vertrag.fuzz.judging.expectations import status_line
from vertrag.fuzz.observations import Attempt, Sent
from vertrag.fuzz.reporting.curl import is_automatic
from vertrag.fuzz.reporting.redaction import Redaction

LONGEST = 16 * 1024  # characters of a body that is kept with a finding


@dataclass(frozen=True, slots=True)
class Traffic:
    """One request and its answer, with no secret in them; bodies are octets, read as Latin-1.

    It was sent at `began`, in Unix seconds, and took `seconds`; `status` is None where nothing came back.
    """

    began: float
    seconds: float
    phase: str
    operation: str
    method: str
    url: str
    headers: Headers
    body: str
    status: int | None
    answer_headers: Headers
    answer: str


def request_text(sent: Sent, redaction: Redaction) -> str:
    """The request as HTTP/1.1 would have it, on lines."""
    own = tuple((name, value) for name, value in sent.headers if not is_automatic(name.lower(), value))
    lines = [f"{sent.method} {redaction.scrub(sent.url)}", *_header_lines(own, redaction)]
    return "\n".join(lines) + _body(sent.body, redaction)


def answer_text(response: Response | None, redaction: Redaction) -> str:
    """The answer as HTTP/1.1 would have it, on lines; "" where nothing came."""
    if response is None:
        return ""
    lines = [status_line(response.status), *_header_lines(response.headers, redaction)]
    return "\n".join(lines) + _body(response.body, redaction)


def traffic(attempt: Attempt, phase: str, redaction: Redaction) -> Traffic:
    """One request and its answer, whole."""
    sent, response = attempt.sent, attempt.response
    return Traffic(
        began=attempt.began,
        seconds=attempt.seconds,
        phase=phase,
        operation=attempt.operation,
        method=sent.method,
        url=redaction.scrub(sent.url),
        headers=_headers(sent.headers, redaction),
        body=redaction.scrub(sent.body.decode("latin-1")),
        status=response.status if response is not None else None,
        answer_headers=_headers(response.headers, redaction) if response is not None else (),
        answer=redaction.scrub(response.body.decode("latin-1")) if response is not None else "",
    )


def _headers(headers: Headers, redaction: Redaction) -> Headers:
    return tuple(
        (name, f"${hidden}" if (hidden := redaction.placeholder(name, value)) else redaction.scrub(value))
        for name, value in headers
    )


def _header_lines(headers: Headers, redaction: Redaction) -> list[str]:
    return [f"{name}: {value}" for name, value in _headers(headers, redaction)]


def _body(body: bytes, redaction: Redaction) -> str:
    if not body:
        return ""
    try:
        text = redaction.scrub(body.decode("utf-8"))
    except UnicodeDecodeError:
        text = f"{len(body)} bytes that are no text: {b64encode(body[:60]).decode()}"
    return "\n\n" + (text if len(text) <= LONGEST else f"{text[:LONGEST]} ...")
