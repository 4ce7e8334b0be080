"""Takes the name of a session off the front of a path: `/~NAME/pets` is `/pets` in the session NAME."""

from collections.abc import Awaitable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from vertrag.serve.routing import raw_path
from vertrag.serve.session_names import SESSION


class SessionPaths:
    """Serves every path a second time below `/~NAME`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Note the session and shorten the path, where it begins with one."""
        if scope["type"] == "http" and scope["path"].startswith("/~"):
            prefix, _, rest = scope["path"][1:].partition("/")
            rest_as_sent = raw_path(scope)[1:].partition("/")[2]
            extensions = {**scope.get("extensions", {}), SESSION: prefix[1:]}
            scope = {
                **scope,
                "path": f"/{rest}",
                "raw_path": f"/{rest_as_sent}".encode("latin-1"),
                "extensions": extensions,
            }
            send = _within(f"/{prefix}".encode(), send)
        return self.app(scope, receive, send)


def _within(prefix: bytes, send: Send) -> Send:
    """Lets paths that an answer leads to stay in the session."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = [
                (name, prefix + text if name == b"location" and text.startswith(b"/") else text)
                for name, text in message["headers"]
            ]
            message = {**message, "headers": headers}
        await send(message)

    return sending
