from pathlib import Path

import pytest

from vertrag.errors import StoreError, UsageError
from vertrag.state.sql_store import SqlStore
from vertrag.state.sqlite import SQLite


def test_a_file_keeps_what_was_committed(tmp_path: Path) -> None:
    for times in range(2):
        store = SqlStore(SQLite(tmp_path / "state.db"))
        assert (store.version("a") == 0) is (times == 0)
        with store.writing("a") as transaction:
            transaction.put("pet", "1", b"1")
            transaction.commit()
        store.close()


@pytest.mark.parametrize("name", [".", "missing/state.db", "text.db"])
def test_what_cannot_be_a_database_is_said_with_a_way_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "text.db").write_text("This is a text, and rather a long one for what it says. " * 20)
    with pytest.raises(UsageError, match="cannot keep the state in") as error:
        SQLite(tmp_path / name)
    assert "folder" in error.value.hint


def test_what_the_database_cannot_do_is_no_crash(tmp_path: Path) -> None:
    database = SQLite(tmp_path / "state.db")
    with pytest.raises(StoreError, match="no such table: missing"):
        database.execute("SELECT * FROM missing")
    database.close()
