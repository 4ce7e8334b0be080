"""A bearer token, and how long it holds as far as it can be told from outside."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

# RFC 6750 §2.1: what may stand after `Bearer`.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")

_NEVER = 1e12  # seconds; some 30,000 years


@dataclass(frozen=True, slots=True)
class Token:
    """A token; it expires at `expires` in Unix seconds, None where nobody said so."""

    value: str = field(repr=False)
    expires: float | None = None


Fetch = Callable[[], Token]
"""Gets a new token; raises UsageError or UpstreamError, never showing a secret."""


def token_of(text: str, expires: float | None = None) -> Token | None:
    """The token that a text is, None where it is none; a JWT says itself when it expires."""
    if not _TOKEN.fullmatch(text):
        return None
    return Token(text, _expiry(text) if expires is None else expires)


def _expiry(text: str) -> float | None:
    """The claim `exp` of a JWT (RFC 7519 §4.1.4), read and not verified: the server does that."""
    try:
        _, payload, _ = text.split(".")
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return seconds(claims.get("exp"))
    except (ValueError, AttributeError, RecursionError):
        return None


def seconds(stated: object) -> float | None:
    """The seconds that somebody stated, None where that is no time."""
    if not isinstance(stated, int | float) or isinstance(stated, bool):
        return None
    return float(stated) if 0 < stated < _NEVER else None
