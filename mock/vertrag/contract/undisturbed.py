"""Keeps the garbage collector away while a document becomes what stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed(*, to_stay: bool = False) -> Iterator[None]:
    """Collect no garbage within: of the millions of objects made none is any, and looking costs a third.

    `to_stay` says that what is here at the end stays as long as the process: no later collection looks
    through it while requests wait.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if to_stay:
            gc.freeze()
        if was_on:
            gc.enable()
