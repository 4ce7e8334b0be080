import pytest

from vertrag.contract.reading.nesting import DEEPEST, is_too_deep

SHAPES = {"[": "]", '{"a": ': "}", "- ": "", "? ": ""}


@pytest.mark.parametrize(("opening", "closing"), SHAPES.items())
def test_what_no_parser_can_follow_is_noticed(opening: str, closing: str) -> None:
    assert is_too_deep(opening * 100_000 + "1" + closing * 100_000)


@pytest.mark.parametrize(("opening", "closing"), SHAPES.items())
def test_the_bound_is_exact(opening: str, closing: str) -> None:
    assert not is_too_deep(opening * DEEPEST + "1" + closing * DEEPEST)
    assert is_too_deep(opening * (DEEPEST + 1) + "1" + closing * (DEEPEST + 1))


def test_lists_in_maps_need_no_columns_of_their_own() -> None:
    levels = DEEPEST // 2 + 1  # each is a map and a list
    text = "a:\n" + "".join(f"{'  ' * level}- a:\n" for level in range(levels))
    assert is_too_deep(text)
    assert not is_too_deep(text[: len(text) // 2])


def test_brackets_in_texts_nest_nothing() -> None:
    assert not is_too_deep("\n".join(f"- '{'[' * 10}'" for _ in range(1000)))
