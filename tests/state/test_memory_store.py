from concurrent.futures import ThreadPoolExecutor

from vertrag.state.documents import Documents
from vertrag.state.memory_store import MemoryStore


def test_threads_lose_no_update() -> None:
    store = MemoryStore()

    def count(_: int) -> None:
        with store.writing("a") as transaction:
            Documents(transaction).next_number("pet", 0)
            transaction.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(400)))
    with store.writing("a") as transaction:
        assert Documents(transaction).next_number("pet", 0) == 400


def test_a_session_that_was_only_looked_at_takes_no_place() -> None:
    store = MemoryStore()
    with store.reading("a"), store.writing("b"):
        pass
    assert store._sessions == {}  # noqa: SLF001 - nothing else would show it
