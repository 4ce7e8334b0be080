import pytest

from vertrag.fuzz.judging.phrasing import own_words
from vertrag.fuzz.observations import Sent

SENT = Sent("GET", "http://127.0.0.1/rows/Beispiel?order=up", (("If-Match", "7"),), b'{"label": "Gelb"}')


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("row 17 is locked", "row is locked"),
        ("no row Beispiel", "no row"),
        ("request 8f-aefb-487d failed", "request failed"),
        ('{"message": "Gelb is no color"}', "message is no color"),
        ('{"label": ["is unknown"]}', "label is unknown"),
        ('{"error": "Name \'\\\\x0b foo\' is unsupported"}', "error Name is unsupported"),
        ('{"error": "Unknown keys: \\"{\'a\': [None]}\\""}', "error Unknown keys"),
        ("Key 'label' is missing", "Key label is missing"),
        ("If-Match in header: should be an integer", "in header should be an"),
        ("'NoneType' object has no attribute 'strip'", "has no attribute strip"),
        ("no row; no column", "no row"),
        ("it can't be blank", "it can be blank"),
        ("", ""),
    ],
)
def test_what_is_repeated_is_not_said(answer: str, words: str) -> None:
    assert own_words(answer, SENT) == words


def test_a_single_word_in_quotes_may_be_left_out() -> None:
    assert own_words("Key 'colour' is missing", SENT, quoted=False) == "Key is missing"


def test_a_book_is_told_by_how_it_begins() -> None:
    assert len(own_words("word " * 10_000, SENT).split()) == 40
