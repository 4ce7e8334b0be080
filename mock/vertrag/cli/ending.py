"""A request to end is heard like Ctrl-C: what is known is told, and what was made is tidied up."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


@contextmanager
def asked_to_end() -> Iterator[None]:
    """Let SIGTERM, as `timeout`, containers and CI send it, interrupt what is done meanwhile."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # `timeout` sends it twice, which asks for no more haste
    raise KeyboardInterrupt
