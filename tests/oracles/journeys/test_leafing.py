from collections.abc import Callable
from typing import Any

import pytest

from vertrag.oracles.journeys.leafing import pages_lead_on


@pytest.mark.parametrize(
    ("flaw", "codes"),
    [
        ("", set()),
        ("tokens are ignored", {"VF601"}),
        ("tokens skip a row", {"VF602"}),
        ("tokens never end", {"VF207", "VF607"}),
        ("tokens end early", {"VF207"}),
        ("more is denied", {"VF207"}),
        ("totals are of the page", {"VF207", "VF603"}),
    ],
)
def test_tokens_lead_to_every_row_once_and_to_an_end(
    flaw: str, codes: set[str], garden: Callable[..., Any]
) -> None:
    assert garden(flaw).codes(pages_lead_on, "plants") == codes


def test_lists_without_tokens_are_left_alone(converse: Callable[..., Any]) -> None:
    conversation = converse()
    conversation.codes(pages_lead_on)
    assert not any("cursor" in target for _, target in conversation.server.seen)
