"""Which session a request names: in its path, in a header, or in a cookie; the first that does counts."""

import re
from typing import Final

from starlette.types import Scope

from vertrag.contract.reading.wire import cookie_pairs

HEADER: Final = "X-Vertrag-Session"
COOKIE: Final = "vertrag-session"
SESSION: Final = "vertrag_session"
"""Where the session lies in the extensions of an ASGI scope: as a path named it, then as it was settled."""

PREFIX: Final = "/~"
"""What a path begins with that names its session: `/~NAME/pets`."""

_HEADER = HEADER.lower().encode()
_COOKIE = COOKIE.encode()
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
ALLOWED: Final = "1 to 100 letters, digits, dots, hyphens or underscores"


def named(scope: Scope) -> str | None:
    """The name of the session as it was sent, None where there is none."""
    in_path: str | None = scope.get("extensions", {}).get(SESSION)
    if in_path is not None:
        return in_path
    cookies = ""
    for name, text in scope["headers"]:
        if name == _HEADER:
            return str(text, "latin-1").strip()
        if name == b"cookie" and _COOKIE in text:
            cookies = str(text, "latin-1")
    found = cookie_pairs(cookies).get(COOKIE) if cookies else None
    return found[0] if found else None


def is_name(text: str) -> bool:
    """Whether a text can name a session."""
    return _NAME.fullmatch(text) is not None


def prefix_of(scope: Scope) -> str:
    """What stood before the path, "" where it named no session; true until the session is settled."""
    in_path = scope.get("extensions", {}).get(SESSION)
    return f"{PREFIX}{in_path}" if in_path is not None and is_name(in_path) else ""
