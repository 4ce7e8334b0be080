import pytest

from vertrag.errors import StoreError, UsageError
from vertrag.state.postgresql import PostgreSQL
from vertrag.state.sql_store import SqlStore


@pytest.fixture
def database(postgresql: str) -> PostgreSQL:
    return PostgreSQL(postgresql)


def end_connection_of(database: PostgreSQL, postgresql: str) -> None:
    (number,) = database.execute("SELECT pg_backend_pid()")[0]
    other = PostgreSQL(postgresql)
    other.execute("SELECT pg_terminate_backend(%s, 5000)", number)
    other.close()


def test_a_server_that_is_not_there_is_said_with_a_way_out() -> None:
    with pytest.raises(UsageError, match="cannot keep the state in PostgreSQL: ") as error:
        PostgreSQL("postgresql://127.0.0.1:1/none")
    assert "postgresql://" in error.value.hint


def test_a_connection_that_broke_is_opened_again_for_the_next_transaction(
    database: PostgreSQL, postgresql: str
) -> None:
    store = SqlStore(database)
    end_connection_of(database, postgresql)
    with pytest.raises(StoreError):
        store.version("broken")
    assert store.version("broken") == 0
    store.close()


def test_a_connection_that_breaks_in_a_transaction_writes_nothing_of_it(
    database: PostgreSQL, postgresql: str
) -> None:
    store = SqlStore(database)
    with store.writing("half") as transaction:
        transaction.put("pet", "1", b"1")
        end_connection_of(database, postgresql)
        for key in ("2", "3"):
            with pytest.raises(StoreError):
                transaction.put("pet", key, b"2")
    with store.reading("half") as rows:
        assert list(rows.items("pet")) == []
    store.close()
