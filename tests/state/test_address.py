from pathlib import Path

import pytest

from vertrag.errors import UsageError
from vertrag.state.address import store_at
from vertrag.state.memory_store import MemoryStore
from vertrag.state.sql_store import SqlStore


def test_an_address_opens_its_store(tmp_path: Path) -> None:
    assert isinstance(store_at("memory"), MemoryStore)
    store = store_at(f"sqlite:///{tmp_path / 'state.db'}")
    assert isinstance(store, SqlStore)
    store.close()


@pytest.mark.parametrize("address", ["postgresql://127.0.0.1:1/x", "postgresql://[", "sqlite:///"])
def test_an_address_where_nothing_is_is_said(address: str) -> None:
    with pytest.raises(UsageError, match="cannot keep the state"):
        store_at(address)
