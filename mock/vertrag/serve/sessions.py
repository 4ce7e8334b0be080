"""The worlds that a server shows: one was invented, and each session sees it with its own changes."""

from dataclasses import dataclass, field
from typing import Final

from vertrag.state.memory_store import MemoryStore
from vertrag.state.store import Store
from vertrag.world.supplier import Supplier

SHARED: Final = ""
"""The session of all who name none."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """The world that all sessions start from, and the store of what each of them changed."""

    world: Supplier = field(default_factory=Supplier)
    store: Store = field(default_factory=MemoryStore)
