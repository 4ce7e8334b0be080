import re
from collections.abc import Callable
from itertools import chain
from typing import Any

from vertrag.oracles import rulings
from vertrag.oracles.journeys import walks
from vertrag.oracles.journeys.walks import ROUNDS

LAWS = (*rulings.LAWS, *walks.LAWS)


def test_every_law_has_a_code_of_its_own() -> None:
    codes = [law.code for law in LAWS]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"VF[1-9]\d\d", code) for code in codes)
    assert len({law.name for law in LAWS}) == len(LAWS)


def test_no_walk_over_a_server_that_keeps_its_word_breaks_a_law_of_single_exchanges(
    converse: Callable[..., Any],
) -> None:
    conversation = converse()
    for way in chain(*ROUNDS):
        conversation.codes(way)
    assert conversation.broken == []
