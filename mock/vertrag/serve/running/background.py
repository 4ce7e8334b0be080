"""Serves in a thread of this process, for as long as somebody needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from vertrag.config import ServeSettings, address
from vertrag.hosting import in_thread
from vertrag.serve.running.assembly import assemble
from vertrag.serve.running.processes import configured, parser_for
from vertrag.serve.running.server import listen, token_command


@contextmanager
def served(settings: ServeSettings) -> Iterator[str]:
    """The base URL of the first document, where a mock of its own answers until the context ends.

    What it would log, such as an answer that was under way, is nothing for the terminal of who needs it.
    """
    settings = replace(settings, log_level="critical")
    application, mounts = assemble(settings, token_command())
    parser = parser_for(each.method for mount in mounts for each in mount.contract.operations)
    config = configured(application, settings, parser)
    with listen(settings.host, settings.port) as listener, in_thread(config, listener):
        yield f"{address(settings.host, listener.getsockname()[1])}{mounts[0].base_path}"
