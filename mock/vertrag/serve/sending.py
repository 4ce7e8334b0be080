"""A validated answer as bytes, and what every answer carries."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.types import Send

from vertrag.exchange import Response

RawHeaders = tuple[tuple[bytes, bytes], ...]

ALWAYS_SENT: RawHeaders = ((b"x-synthetic-data", b"true"), (b"vary", b"Origin"))
"""All data here is made up, and says so; other origins may get other CORS headers."""

_BODILESS = frozenset({204, 304})  # RFC 9110 §8.6: no Content-Length with these


class Dropped(ConnectionResetError):  # noqa: N818 - what happens to the request
    """Instead of an answer the connection ends, on purpose."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer as it goes over the wire."""

    status: int
    headers: RawHeaders
    body: bytes

    async def send(self, send: Send) -> None:
        """Send it; the messages are new each time, since middleware and servers write into them."""
        await send({"type": "http.response.start", "status": self.status, "headers": list(self.headers)})
        await send({"type": "http.response.body", "body": self.body})


def sent(response: Response, why: str) -> Sent:
    """A response on its way out; `why` is what X-Vertrag-Why says."""
    headers = [(name.encode("latin-1"), text.encode("latin-1", "replace")) for name, text in response.headers]
    headers += ((b"x-vertrag-why", why.encode()), *ALWAYS_SENT)
    if response.status not in _BODILESS:
        headers.append((b"content-length", str(len(response.body)).encode()))
    return Sent(response.status, tuple(headers), response.body)


def plain(status: int, media_type: str, body: bytes, headers: Mapping[str, str], why: str) -> Sent:
    """An answer that no contract describes, such as a refusal or a page."""
    pairs = ((("content-type", media_type),) if media_type else ()) + tuple(headers.items())
    return sent(Response(status, pairs, body), why)
