"""Serves an ASGI application of somebody else's in this process, so that it can be fuzzed like any other."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any


@contextmanager
def hosted(application: Any) -> Iterator[str]:
    """The URL at which the application answers, until the context ends."""
    from uvicorn import Config, Server

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(Config(application, log_level="critical", ws="none"))
        thread = Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()  # who calls before it runs waits in the queue of the listening socket
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True  # whoever still waits for an answer is gone
            thread.join()
