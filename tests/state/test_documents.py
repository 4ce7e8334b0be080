import pytest

from vertrag.errors import OurError
from vertrag.exchange import GONE, State
from vertrag.state.documents import Documents, ReadDocuments
from vertrag.state.store import Store


def test_documents_are_copies_of_what_was_written(store: Store) -> None:
    with store.writing("") as transaction:
        state: State = Documents(transaction)
        value = {"tags": ["a"]}
        state.put("pet", "1", value)
        value["tags"].append("b")
        state.get("pet", "1")["tags"].append("c")
        assert state.get("pet", "1") == {"tags": ["a"]}


def test_a_deleted_document_leaves_a_mark_that_one_never_written_does_not(store: Store) -> None:
    with store.writing("") as transaction:
        state = Documents(transaction)
        state.put("pet", "1", {})
        state.delete("pet", "1")
        state.delete("pet", "2")
        assert [state.get("pet", key) for key in "123"] == [GONE, GONE, None]
        assert state.items("pet") == [("1", GONE), ("2", GONE)]


def test_numbers_count_up_from_the_first_for_each_kind(store: Store) -> None:
    with store.writing("") as transaction:
        state = Documents(transaction)
        assert [state.next_number("pet", 7), state.next_number("pet", 7), state.next_number("cat", 1)] == [
            7,
            8,
            1,
        ]


@pytest.mark.parametrize(
    "deed",
    [
        lambda state: state.put("pet", "1", {}),
        lambda state: state.delete("pet", "1"),
        lambda state: state.next_number("pet", 1),
    ],
)
def test_a_safe_operation_cannot_write(store: Store, deed: object) -> None:
    with store.reading("") as rows, pytest.raises(OurError, match="safe operation"):
        deed(ReadDocuments(rows))  # type: ignore[operator]  # one of the lambdas above


def test_what_one_transaction_wrote_the_next_reading_sees(store: Store) -> None:
    with store.writing("a") as transaction:
        Documents(transaction).put("pet", "1", {"n": 1})
        transaction.commit()
    with store.reading("a") as rows:
        state = ReadDocuments(rows)
        assert (state.items("pet"), state.version) == ([("1", {"n": 1})], store.version("a"))
