from typing import Any

import pytest

from vertrag.contract.schema.older_drafts import in_words_of_2020, is_of_an_older_draft


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"exclusiveMaximum": 1}, {"exclusiveMaximum": 1}),
        ({"items": [{}, True], "additionalItems": False}, {"prefixItems": [{}, True], "items": False}),
        ({"items": {}, "additionalItems": False}, {"items": {}}),
        (
            {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}},
            {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"required": ["d"]}}},
        ),
        ({"anyOf": [], "type": "string"}, {"type": "string"}),
        ({"dependencies": "a"}, {}),
    ],
)
def test_older_keywords_are_said_in_newer_ones(old: Any, new: Any) -> None:
    in_words_of_2020(old)
    assert old == new


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"items": [{}]}, True),
        ({"dependencies": {}}, True),
        ({"exclusiveMinimum": True}, True),
        ({"exclusiveMinimum": 1, "items": {}, "allOf": [{}]}, False),
    ],
)
def test_a_schema_of_an_older_draft_is_known_by_its_keywords(schema: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert is_of_an_older_draft(schema) is expected
