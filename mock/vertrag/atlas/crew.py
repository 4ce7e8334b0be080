"""Makes the rows of a large world in several processes, in the same order as one alone would."""

import os
import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context

from vertrag.atlas.rows import TABLES, Row, Table, rows
from vertrag.world.supplier import Supplier

_LEAST = 4_000  # customers below which starting processes costs more than it gains
_PART = 500  # customers at a time
_AHEAD = 3  # parts in the making for each process, so that no rows pile up


def all_rows(supplier: Supplier, table: Table, workers: int | None = None) -> Iterator[Row]:
    """All rows of a table; with more than one worker (None: one per processor), made by other processes."""
    crew = workers or (_processors() if supplier.customers >= _LEAST else 1)
    if crew == 1:
        return rows(supplier, table)
    return chain(rows(supplier, table, range(0)), _by(crew, supplier, table))


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _by(crew: int, supplier: Supplier, table: Table) -> Iterator[Row]:
    world = (supplier.seed, supplier.customers, table.name)
    begins = iter(range(0, supplier.customers, _PART))
    pending: deque[Future[list[Row]]] = deque()
    # Not forked: who asks may have threads.
    with ProcessPoolExecutor(crew, mp_context=get_context("spawn"), initializer=_leave_interrupts) as pool:
        try:
            for begin in begins:
                pending.append(pool.submit(_part, *world, begin))
                if len(pending) >= crew * _AHEAD:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C ends the process that was started; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _part(seed: int, customers: int, name: str, begin: int) -> list[Row]:
    """The rows of some customers, personas left out."""
    crowd = range(begin, min(begin + _PART, customers))
    return list(rows(Supplier(seed, customers), TABLES[name], crowd, personas=False))
