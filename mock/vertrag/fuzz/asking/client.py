"""Sends single requests of our own: those that show a finding again, and those of the walks."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

import httpx

from vertrag.exchange import Response
from vertrag.fuzz.asking.origins import Step, found
from vertrag.fuzz.observations import Exchange, Sent
from vertrag.fuzz.reporting.curl import AUTOMATIC

Send = Callable[[Sent], Response | None]
"""Sends one request; None where no answer came."""


class Client:
    """A connection to the implementation; redirects are not followed."""

    def __init__(self, timeout: float = 10.0) -> None:
        self._http = httpx.Client(timeout=timeout, follow_redirects=False)

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
            received = self._http.request(sent.method, sent.url, headers=headers, content=sent.body or None)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):  # ValueError: what no URL or header can hold
            return None
        return Response(
            received.status_code,
            tuple((name.lower(), value) for name, value in received.headers.multi_items()),
            received.content,
        )


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
            location = dict(last.response.headers).get("location", "")
            value = found(take.trail, location, last.response.body)
            if value is None:
                return None
            ids[take.value] = value
    return last


def with_ids(sent: Sent, ids: dict[str, str]) -> Sent:
    """The request with recorded ids replaced, in the segments of its path."""
    head, mark, query = sent.url.partition("?")
    segments = [quote(ids[each], safe="") if each in ids else each for each in head.split("/")]
    return Sent(sent.method, "/".join(segments) + mark + query, sent.headers, sent.body)
