"""The bearer token of a run: who asks is the same throughout, the token that proves it is not.

1. A run is planned and told with the first token. On the wire every token that was ever ours is the last one.
2. There is a new one shortly before the old one expires, and after 401, when the request is sent once more.
3. Where a new token does not help it is not the token: then some time passes before the next is asked for.
4. When there is no new token, `failure` says why, and the run has to end.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from vertrag.errors import VertragError
from vertrag.exchange import Response
from vertrag.fuzz.asking.client import Send
from vertrag.fuzz.identity.token import Fetch, Token
from vertrag.fuzz.observations import Sent

HEADER = "Authorization"
UNAUTHORIZED = 401
_MARGIN = 30.0  # seconds before the end, or a tenth of its life where that is less
_LONGEST = 60.0  # seconds that pass at most before another token is asked for


@dataclass(slots=True)
class Bearer:
    """The tokens of one run, as values of the header; `issued` are all of them, the first one first."""

    fetch: Fetch
    clock: Callable[[], float] = time.time
    issued: list[str] = field(default_factory=list, repr=False)
    failure: str = ""
    token: Token | None = None
    _ends: float | None = None
    _vain: int = 0
    _quiet_until: float = 0.0

    def begin(self, first: Token | None = None) -> None:
        """Get the first token; raises UsageError or UpstreamError."""
        self._take(first or self.fetch())

    def current(self, value: str) -> str:
        """What goes out for a value of the header: the token of now where it is one of ours."""
        if value not in self.issued:
            return value
        if self._ends is not None and self.clock() >= self._ends:
            self._renew()
        return self.issued[-1]

    def instead(self, refused: str) -> str | None:
        """What to try after 401 for a value; None where nothing else is to be had."""
        if refused not in self.issued or self.clock() < self._quiet_until:
            return None
        self._renew()
        if self.issued[-1] != refused:
            return self.issued[-1]
        self.note(accepted=False)
        return None

    def note(self, *, accepted: bool) -> None:
        """Take in whether a token that came after 401 was any better."""
        self._vain = 0 if accepted else self._vain + 1
        self._quiet_until = 0.0 if accepted else self.clock() + min(_LONGEST, 2.0**self._vain)

    def _renew(self) -> None:
        if self.failure:
            return
        try:
            self._take(self.fetch())
        except VertragError as error:
            self.failure = str(error)

    def _take(self, token: Token) -> None:
        self.token, value = token, f"Bearer {token.value}"
        if not self.issued or self.issued[-1] != value:
            self.issued.append(value)
        left = 0.0 if token.expires is None else token.expires - self.clock()
        # Whose clock says that a new token is old knows nothing of its end.
        self._ends = self.clock() + left - min(_MARGIN, left / 10) if left > 0 else None


def bearing(send: Send, bearer: Bearer) -> Send:
    """Sends with the token of now, and once more after 401."""

    def sent_with_token(sent: Sent) -> Response | None:
        given = next((value for name, value in sent.headers if name.lower() == HEADER.lower()), "")
        used = bearer.current(given)
        response = send(_with(sent, given, used))
        if response is None or response.status != UNAUTHORIZED:
            return response
        other = bearer.instead(used)
        if other is None:
            return response
        again = send(_with(sent, given, other))
        bearer.note(accepted=again is None or again.status != UNAUTHORIZED)
        return again

    return sent_with_token


def _with(sent: Sent, given: str, used: str) -> Sent:
    if used == given:
        return sent
    headers = ((name, used if value == given else value) for name, value in sent.headers)
    return replace(sent, headers=tuple(headers))
