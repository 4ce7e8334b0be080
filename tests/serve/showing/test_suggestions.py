from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.serve.showing.suggestions import suggestions

DOCUMENT = from_tree({"openapi": "3.1.0"})


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"example": 1, "schema": {"default": 2}}, [1, 2]),
        (
            {"examples": {"a": {"value": 1}, "b": {"externalValue": "x"}}, "schema": {"enum": [3, 4]}},
            [1, 3, 4],
        ),
        ({"content": {"application/json": {"example": 5, "schema": {"example": 6}}}}, [5, 6]),
        ({"examples": ["broken"], "schema": {"const": 7}}, [7]),
    ],
)
def test_the_authors_choice_comes_first_and_an_invented_value_last(node: Any, expected: list[Any]) -> None:
    assert list(suggestions(DOCUMENT, node))[: len(expected)] == expected


def test_what_is_no_node_suggests_nothing() -> None:
    assert list(suggestions(DOCUMENT, "broken")) == []
