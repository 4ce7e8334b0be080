"""Serves an ASGI application in a thread of this process, for as long as somebody needs it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uvicorn import Config


@contextmanager
def hosted(application: Any) -> Iterator[str]:
    """The URL at which somebody's application answers, until the context ends."""
    from uvicorn import Config

    config = Config(application, log_level="critical", ws="none")
    with socket.create_server(("127.0.0.1", 0)) as listener, in_thread(config, listener):
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def in_thread(config: "Config", listener: socket.socket) -> Iterator[None]:
    """Serve what is configured on a listening socket, until the context ends."""
    from uvicorn import Server

    server = Server(config)
    thread = Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()  # who calls before it runs waits in the queue of the listening socket
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True  # whoever still waits for an answer is gone
        thread.join()
