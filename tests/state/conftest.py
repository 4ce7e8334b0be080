"""The stores that the tests of this room run on."""

import pytest

from vertrag.state.memory_store import MemoryStore
from vertrag.state.store import Store


@pytest.fixture(params=["memory"])
def store() -> Store:
    return MemoryStore()
