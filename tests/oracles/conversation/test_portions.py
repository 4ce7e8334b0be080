from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.inference.positions import NOWHERE
from vertrag.oracles.conversation.material import json_type
from vertrag.oracles.conversation.portions import beside, least, named

TITLED = {"data": {"type": "articles", "id": "7", "attributes": {"title": "A", "content": "B"}}}


def test_the_least_of_a_patch_is_one_member(converse: Callable[..., Any]) -> None:
    patch = converse().grounds.resources.by_name["customers"].deed("patch")
    media_type = json_type(patch.operation)
    assert least(media_type, {"note": None, "city": "B", "name": "A"}, ()) == {"city": "B"}
    assert least(media_type, {"city": "B", "name": "A"}, (), [("city",), None]) == {"name": "A"}
    assert least(media_type, {"none": "such"}, ()) is NOWHERE
    assert least(None, {"city": "B"}, ()) is NOWHERE


@pytest.mark.parametrize(
    ("sent", "merges", "expected"),
    [
        ({"title": "A", "tags": [{"name": "x"}]}, False, {"title", "tags"}),
        ({"address": {"street": "A"}}, False, {"address", "street"}),
        ({"address": {"street": "A"}}, True, {"street"}),
        (TITLED["data"], False, {"type", "id", "title", "content"}),
        ({"name": "A", "attributes": {"size": 3}}, False, {"name", "attributes", "size"}),
        (NOWHERE, False, set()),
    ],
)
def test_members_are_named_at_any_depth(sent: Any, merges: bool, expected: set[str]) -> None:  # noqa: FBT001 - a parameter of the law
    assert set(named(sent, merges=merges)) == expected


def test_what_is_beside_has_none_of_the_names() -> None:
    row = {
        "id": 7,
        "attributes": {"title": "A", "tags": [{"title": "x"}]},
        "meta": {"title": "A"},
        "none": {},
    }
    assert beside(row, {"title"}) == {"id": 7, "attributes": {"tags": [{"title": "x"}]}, "none": {}}
