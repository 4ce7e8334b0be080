from collections.abc import Callable
from typing import Any

from vertrag.oracles.journeys.orphaning import goes_with_its_parent


def test_what_a_deletion_is_said_to_take_along_is_gone(garden: Callable[..., Any]) -> None:
    assert garden().codes(goes_with_its_parent, "plants") == set()
    assert garden("plants stay").codes(goes_with_its_parent, "plants") == {"VF414"}


def test_where_the_document_says_nothing_of_it_a_row_may_stay(garden: Callable[..., Any]) -> None:
    conversation = garden("plants stay")
    delete = conversation.grounds.resources.by_name["beds"].deed("delete").operation
    told = delete.node.pop("description")
    try:
        assert conversation.codes(goes_with_its_parent, "plants") == set()
    finally:
        delete.node["description"] = told


def test_a_path_through_its_parent_says_enough(converse: Callable[..., Any]) -> None:
    conversation = converse()
    assert conversation.codes(goes_with_its_parent, "contracts") == set()
    assert (conversation.talk.chain[-3][0].method, conversation.talk.chain[-1][1].status) == ("DELETE", 404)
