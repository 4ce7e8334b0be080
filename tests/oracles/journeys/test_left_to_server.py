from collections.abc import Callable
from typing import Any

import pytest

from vertrag.oracles.journeys.left_to_server import left_alone


@pytest.mark.parametrize(
    ("flaw", "codes"), [("", set()), ("the client says when", {"VF415"}), ("all is fenced", {"VF416"})]
)
def test_what_is_left_to_the_server_is_its_own(
    flaw: str, codes: set[str], garden: Callable[..., Any]
) -> None:
    assert garden(flaw).codes(left_alone, "beds") == codes


def test_where_nothing_is_left_to_it_nothing_is_tried(converse: Callable[..., Any]) -> None:
    conversation = converse()
    assert (conversation.codes(left_alone), conversation.server.seen) == (set(), [])
