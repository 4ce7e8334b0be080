"""The stores that the tests of this room run on."""

from collections.abc import Callable, Iterator

import pytest

from vertrag.state.address import store_at
from vertrag.state.store import Store


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, empty_store: Callable[[str], str]) -> Iterator[Store]:
    """Every kind of store, empty."""
    store = store_at(empty_store(request.param))
    yield store
    store.close()
