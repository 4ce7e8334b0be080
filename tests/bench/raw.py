"""The limit that a server on uvicorn can reach: it sends constant bytes and looks at nothing."""

import sys
from pathlib import Path
from typing import Any

import uvicorn


def app(body: bytes) -> Any:
    """An ASGI application that answers every request with the same JSON."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]

    async def raw(_: Any, __: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return raw


if __name__ == "__main__":
    uvicorn.run(
        app(Path(sys.argv[2]).read_bytes()),
        port=int(sys.argv[1]),
        log_level="error",
        access_log=False,
        lifespan="off",
        server_header=False,
    )
