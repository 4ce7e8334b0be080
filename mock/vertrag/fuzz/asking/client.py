"""Sends single requests of our own: those that show a finding again, and those of the walks.

1. An answer that is not coded as its Content-Encoding says comes as it is, with that header; one that was
   decoded comes without.
2. One that comes drop by drop and is not whole in time is none.
3. No cookie is kept: what is sent is what stands there, and the same when it is sent again.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import quote

import httpx

from vertrag.exchange import Headers, Response
from vertrag.fuzz.asking.mentions import filled
from vertrag.fuzz.asking.origins import CONDITIONS, ETAG, Step, found
from vertrag.fuzz.observations import Exchange, Sent
from vertrag.fuzz.reporting.curl import AUTOMATIC

TAKEN = 409

Send = Callable[[Sent], Response | None]
"""Sends one request; None where no answer came."""


class Client:
    """A connection to the implementation; redirects are not followed."""

    def __init__(self, timeout: float = 10.0, transport: httpx.BaseTransport | None = None) -> None:
        cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
        self._http = httpx.Client(
            timeout=timeout, follow_redirects=False, transport=transport, cookies=cookies
        )
        self._timeout = timeout

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(self, sent: Sent) -> Response | None:
        """Send a request as it stands."""
        headers = [
            (name.encode("latin-1", "replace"), value.encode("latin-1", "replace"))
            for name, value in sent.headers
            if name.lower() not in AUTOMATIC
        ]
        try:
            content = sent.body or None
            request = self._http.build_request(sent.method, sent.url, headers=headers, content=content)
            request.method = sent.method  # httpx writes it in capitals, and `get` is not GET (RFC 9110 §9.1)
            with closing(self._http.send(request, stream=True)) as received:
                return _told(received, b"".join(self._in_time(received.iter_raw())))
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):  # ValueError: what no URL or header can hold
            return None

    def _in_time(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks of an answer, as long as it takes no longer than one of them may take."""
        until = time.monotonic() + self._timeout
        for chunk in chunks:
            yield chunk
            if time.monotonic() > until:
                raise httpx.ReadTimeout("the answer was not whole in time")


def _told(received: httpx.Response, raw: bytes) -> Response:
    headers = tuple((name.lower(), value) for name, value in received.headers.multi_items())
    try:
        body = httpx.Response(200, headers=received.headers, content=raw).content
    except httpx.DecodingError:
        return Response(received.status_code, headers, raw)
    return Response(received.status_code, without_coding(headers), body)


def without_coding(headers: Headers) -> Headers:
    """The headers of an answer that was decoded."""
    return tuple(pair for pair in headers if pair[0] != "content-encoding")


def replay(steps: Sequence[Step], send: Send) -> Exchange | None:
    """Send the steps again with the ids that come now; the last exchange, None where it cannot be reached."""
    ids: dict[str, str] = {}
    last: Exchange | None = None
    for step in steps:
        sent = with_ids(step.sent, ids)
        last = Exchange(sent, send(sent))
        for take in step.takes:
            if last.response is None:
                return None
            value = found(take.trail, last.response.headers, last.response.body)
            if value is None and (last.response.status == TAKEN or take.trail == (ETAG,)):
                continue  # what it created is there already, once for all, under the id that is known
            if value is None:
                return None
            ids |= dict.fromkeys(take.keys, value)
    return last


def with_ids(sent: Sent, ids: dict[str, str]) -> Sent:
    """The request with recorded ids replaced, in the segments of its path and where it mentions them."""
    changed = filled(sent, ids)
    head, mark, query = changed.url.partition("?")
    segments = [quote(ids[each], safe="") if each in ids else each for each in head.split("/")]
    is_as_long = len(changed.body) == len(sent.body)
    headers = tuple(
        (name, ids.get(value, value) if name.lower() in CONDITIONS else value)
        for name, value in sent.headers
        if is_as_long or name.lower() != "content-length"
    )
    return Sent(sent.method, "/".join(segments) + mark + query, headers, changed.body)
