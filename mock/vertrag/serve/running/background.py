"""Serves in a thread of this process, for as long as somebody needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from vertrag.config import ServeSettings, address
from vertrag.serve.running.assembly import assemble
from vertrag.serve.running.processes import configured, parser_for
from vertrag.serve.running.server import listen, token_command


@contextmanager
def served(settings: ServeSettings) -> Iterator[str]:
    """The base URL of the first document, where a mock of its own answers until the context ends."""
    from uvicorn import Server

    application, mounts = assemble(settings, token_command())
    parser = parser_for(each.method for mount in mounts for each in mount.contract.operations)
    listener = listen(settings.host, settings.port)
    server = Server(configured(application, settings, parser))
    thread = Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()  # who calls before it runs waits in the queue of the listening socket
    try:
        yield f"{address(settings.host, listener.getsockname()[1])}{mounts[0].base_path}"
    finally:
        server.should_exit = server.force_exit = True  # whoever still waits for an answer is gone
        thread.join()
        listener.close()
