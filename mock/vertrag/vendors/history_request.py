"""A request for a ticket's history, ready to be sent: what `vertrag personas` prints."""

from dataclasses import dataclass

from vertrag.exchange import Headers


@dataclass(frozen=True, slots=True)
class HistoryRequest:
    """One request; `path` begins at the server's root, `body` is text to send as it is."""

    method: str
    path: str
    headers: Headers
    body: str | None = None
