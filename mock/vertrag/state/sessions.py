"""The sessions of a server: one invented world, which each of them sees with its own changes."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from vertrag.exchange import State
from vertrag.faults.fault import Fault
from vertrag.faults.ordeal import Ordeals
from vertrag.journal import Journal
from vertrag.state.clock import clock_of
from vertrag.state.memory_store import MemoryStore
from vertrag.state.store import Store

SHARED: Final = ""
"""The session of all who name none; it is never forgotten."""

_SWEEPS = 20  # per lifetime: a session is forgotten a twentieth of it too early or too late


@dataclass(slots=True)
class Sessions:
    """The world that all sessions start from, and the store of what each of them changed.

    `strict` refuses whoever names no session; a session that nobody used for `lifetime` seconds is forgotten,
    none if it is 0. `world` is the supplier, which this room knows by its clock alone; `now` is real time in
    Unix seconds; `journal` is what was asked of the sessions; `faults` meet the requests of all of them, as
    `seed` draws it, and `ordeals` counts them.
    """

    world: Any = None
    store: Store = field(default_factory=MemoryStore)
    strict: bool = False
    lifetime: int = 0
    now: Callable[[], float] = time.time
    journal: Journal = field(default_factory=Journal)
    faults: tuple[Fault, ...] = ()
    seed: int = 1
    ordeals: Ordeals = field(init=False)
    _next_sweep: float = field(default=0.0, init=False)
    _touched: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self.ordeals = Ordeals(self.seed, self.now)

    def seen(self, session: str) -> bool:
        """Note that a session is in use, and forget those that are not; whether it was time for that."""
        now = self.now()
        is_time = now >= self._next_sweep
        if is_time:
            self._next_sweep = now + self.lifetime / _SWEEPS if self.lifetime else math.inf
            self._touched.clear()
            if self.lifetime:
                self.store.forget_unused(now - self.lifetime, keep=SHARED)
        if session not in self._touched:
            self._touched.add(session)
            self.store.touch(session)
        return is_time

    def world_of(self, state: State) -> Any:
        """The world at the time that a session's clock shows."""
        clock = clock_of(state)
        return self.world if clock is None else self.world.at(clock.at(int(self.now() * 1e9)))

    def time_passes(self, state: State) -> bool:
        """Whether the same question may have another answer in a moment."""
        clock = clock_of(state)
        return clock is not None and clock.runs
