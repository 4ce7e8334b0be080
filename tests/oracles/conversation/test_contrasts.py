from collections.abc import Callable
from typing import Any

from vertrag.oracles.conversation.contrasts import NUMBERS, SWITCH, contrast


def test_rows_differ_in_the_one_member(garden: Callable[..., Any]) -> None:
    conversation = garden()
    beds = conversation.grounds.resources.by_name["beds"]
    contrast(conversation.talk, beds, ("fenced",), SWITCH)
    contrast(conversation.talk, beds, ("area",), NUMBERS)
    rows = list(conversation.server.beds.values())
    assert [row["fenced"] for row in rows[:2]] == [False, True]
    assert [row["area"] for row in rows[2:]] == [9, 10]


def test_values_that_the_document_forbids_are_not_sent(garden: Callable[..., Any]) -> None:
    conversation = garden()
    contrast(conversation.talk, conversation.grounds.resources.by_name["beds"], ("soil",), NUMBERS)
    assert conversation.server.beds == {}
