from collections.abc import Callable
from typing import Any

import pytest

from vertrag.oracles.journeys.refusing import refused_without_effect, spoil


def test_a_server_that_keeps_its_word_is_clean(
    converse: Callable[..., Any], garden: Callable[..., Any]
) -> None:
    assert converse().codes(refused_without_effect) == garden().codes(refused_without_effect) == set()


@pytest.mark.parametrize(
    "flaw", ["a refused put is stored", "a refused put deletes", "a refused creation creates"]
)
def test_a_refused_write_that_has_an_effect_is_found(flaw: str, converse: Callable[..., Any]) -> None:
    assert "VF409" in converse(flaw).codes(refused_without_effect, "customers")


def test_what_is_refused_since_it_is_there_already_is_not_there_twice(garden: Callable[..., Any]) -> None:
    assert garden("one of each").codes(refused_without_effect, "beds") == {"VF409"}


def test_one_member_is_spoilt_and_no_other(converse: Callable[..., Any]) -> None:
    talk = converse().talk
    create = talk.grounds.resources.by_name["customers"].deed("create")
    body = talk.body(create.operation)
    spoilt = spoil(create, body)
    assert [spoilt[name] == value for name, value in body.items()].count(False) == 1
    assert spoil(create, "no object") is None
