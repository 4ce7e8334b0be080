"""Takes the name of a session off the front of a path: `/~NAME/pets` is `/pets` in the session NAME.

`/~NAME` alone is its start page, where no document has that path itself: there it is a value like any other.
"""

from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vertrag.serve.routing import raw_path
from vertrag.serve.session_names import PREFIX, SESSION


class SessionPaths:
    """Serves every path a second time below `/~NAME`; `is_known` tells the raw paths that documents have."""

    def __init__(self, app: ASGIApp, is_known: Callable[[str], bool]) -> None:
        self.app = app
        self._is_known = is_known

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Note the session and shorten the path, where it begins with one."""
        session, path = parted(scope["path"]) if scope["type"] == "http" else (None, "")
        raw = raw_path(scope)[1:] if session is not None else ""
        if session is not None and ("/" in raw or not self._is_known(f"/{raw}")):
            extensions = {**scope.get("extensions", {}), SESSION: session}
            rest = f"/{raw.partition('/')[2]}".encode("latin-1")
            scope = {**scope, "path": path, "raw_path": rest, "extensions": extensions}
            send = _within(f"{PREFIX}{session}".encode(), send)
        return self.app(scope, receive, send)


def parted(path: str) -> tuple[str | None, str]:
    """The session that a path begins with, None where there is none, and the path without it."""
    if not path.startswith(PREFIX):
        return None, path
    session, _, rest = path.removeprefix(PREFIX).partition("/")
    return session, f"/{rest}"


def _within(prefix: bytes, send: Send) -> Send:
    """Lets paths that an answer leads to stay in the session."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [
                (name, _led(prefix, text) if name == b"location" else text)
                for name, text in message["headers"]
            ]
            message = {**message, "headers": headers}
        await send(message)

    return sending


def _led(prefix: bytes, location: bytes) -> bytes:
    outside = location.startswith(b"/") and not location.startswith(prefix + b"/")
    return prefix + location if outside else location
