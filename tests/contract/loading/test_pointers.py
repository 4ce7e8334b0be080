import pytest

from vertrag.contract.loading.pointers import (
    NOTHING,
    at,
    escape,
    fragment,
    plain_tokens,
    pointer_tokens,
    step,
)

TREE = {"a/b": [{"c~d": None}], "%": 1}


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("", TREE),
        ("/a~1b/0/c~0d", None),
        ("/a~1b/1", NOTHING),
        ("/a~1b/x", NOTHING),
        ("/%", 1),
        ("/%/x", NOTHING),
    ],
)
def test_a_pointer_leads_to_a_node_or_to_nothing(pointer: str, expected: object) -> None:
    assert at(TREE, plain_tokens(pointer)) == expected


@pytest.mark.parametrize("token", ["-1", "²", "01x", "1e0", "9" * 5000])
def test_only_decimal_numbers_are_places_in_a_list(token: str) -> None:
    assert step([1, 2], token) is NOTHING


@pytest.mark.parametrize("key", ["a b", "100%", "ä/~", "{id}", '"'])
def test_a_fragment_leads_back_to_the_key(key: str) -> None:
    made = fragment("/" + escape(key))
    assert list(pointer_tokens(made[1:])) == [key]
    assert made.isascii()
    assert " " not in made
