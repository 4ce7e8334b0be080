"""Keeps to the rate that a server or its owner asks for: a limit of our own, and 429 with Retry-After.

1. No more than so many requests in a second, a minute or an hour go out.
2. After 429 the same request is sent again when the server said, unless that is too far away.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from vertrag.exchange import Response
from vertrag.fuzz.asking.client import Send
from vertrag.fuzz.observations import Sent

_TOO_MANY = 429
_LONGEST = 30.0  # seconds; who asks for more is not waited for
_PATIENCE = 3  # times that one request is sent again
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0}


def interval(rate: str) -> float:
    """The seconds between two requests at a rate such as `100/s`, `50/m` or `1000/h`."""
    count, _, unit = rate.partition("/")
    return _UNITS[unit] / int(count)


@dataclass(slots=True)
class Pace:
    """Sends requests no faster than asked; `seconds` lie between two of them."""

    send: Send
    seconds: float = 0.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _next: float = 0.0

    def __call__(self, sent: Sent) -> Response | None:
        """Send one request when its time has come, and again when the server asks to wait."""
        response = self._sent(sent)
        for _ in range(_PATIENCE):
            wait = _wait(response)
            if wait is None:
                break
            self.sleep(wait)
            response = self._sent(sent)
        return response

    def _sent(self, sent: Sent) -> Response | None:
        early = self._next - self.clock()
        if early > 0:
            self.sleep(early)
        self._next = self.clock() + self.seconds
        return self.send(sent)


def _wait(response: Response | None) -> float | None:
    """The seconds that a refusal asks to wait; None for all others, and for a date (RFC 9110 §10.2.3)."""
    if response is None or response.status != _TOO_MANY:
        return None
    stated = next((text for name, text in response.headers if name == "retry-after"), "")
    seconds = float(stated) if re.fullmatch(r"\d{1,5}", stated) else _LONGEST + 1
    return seconds if seconds <= _LONGEST else None
