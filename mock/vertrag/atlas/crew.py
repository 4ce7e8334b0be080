"""Makes the tables of a large world in several processes, in the same order as one alone would."""

import gc
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from vertrag.atlas.rows import TABLES, rows
from vertrag.atlas.writers import Format, encoded, sink
from vertrag.world.supplier import Supplier

_LEAST = 4_000  # customers below which starting processes costs more than it gains
_PART = 500  # customers at a time
_AHEAD = 3  # parts in the making for each process, so that no rows pile up

Part = dict[str, tuple[int, bytes]]
"""Of each table the number of rows, and the rows in the bytes of a format."""


def export(
    supplier: Supplier, form: Format, places: Sequence[tuple[str, Path]], workers: int | None = None
) -> dict[str, int]:
    """Write tables into their files and count their rows.

    With more than one worker (None: one per processor for a large world) other processes make them.
    """
    crew = workers or (_processors() if supplier.customers >= _LEAST else 1)
    names = tuple(name for name, _ in places)
    made = _alone(supplier, form, names) if crew == 1 else _by(crew, supplier, form, names)
    counts = dict.fromkeys(names, 0)
    with ExitStack() as stack:
        sinks = {name: stack.enter_context(sink(path, form, TABLES[name])) for name, path in places}
        for part in made:
            for name, (count, content) in part.items():
                counts[name] += count
                sinks[name](content)
    return counts


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _alone(supplier: Supplier, form: Format, names: tuple[str, ...]) -> Iterator[Part]:
    yield _made(supplier, form, names, range(0), personas=True)
    for begin in range(0, supplier.customers, _PART):
        yield _made(supplier, form, names, _crowd(supplier, begin))


def _by(crew: int, supplier: Supplier, form: Format, names: tuple[str, ...]) -> Iterator[Part]:
    yield _made(supplier, form, names, range(0), personas=True)
    asked = (supplier.seed, supplier.customers, form, names)
    pending: deque[Future[Part]] = deque()
    # Not forked: who asks may have threads.
    with ProcessPoolExecutor(crew, mp_context=get_context("spawn"), initializer=_undisturbed) as pool:
        try:
            for begin in range(0, supplier.customers, _PART):
                pending.append(pool.submit(_part, *asked, begin))
                if len(pending) >= crew * _AHEAD:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _undisturbed() -> None:
    """Ctrl-C ends the process that was started; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # records hold no cycles, and looking for some takes a twelfth of the time


def _part(seed: int, customers: int, form: Format, names: tuple[str, ...], begin: int) -> Part:
    supplier = _supplier(seed, customers)
    return _made(supplier, form, names, _crowd(supplier, begin))


@cache
def _supplier(seed: int, customers: int) -> Supplier:
    return Supplier(seed, customers)


def _crowd(supplier: Supplier, begin: int) -> range:
    return range(begin, min(begin + _PART, supplier.customers))


def _made(
    supplier: Supplier, form: Format, names: tuple[str, ...], crowd: range, *, personas: bool = False
) -> Part:
    tables = [TABLES[name] for name in names]
    found = rows(supplier, tables, crowd, personas=personas)
    return {name: (len(each), encoded(form, TABLES[name], each)) for name, each in found.items()}
