from collections.abc import Callable, Iterator
from typing import Any

import pytest

from vertrag.oracles.journeys import rereading, writing
from vertrag.oracles.journeys.walks import ROUNDS, WALKS, are_walked, rounds_for, walk, walked
from vertrag.oracles.law import Breach


def test_a_breach_is_told_with_all_that_led_to_it(converse: Callable[..., Any]) -> None:
    conversation = converse("delete does nothing")
    customers = conversation.grounds.resources.by_name["customers"]
    (found,) = walk(conversation.talk, writing.deleted_is_gone, customers)
    methods = [request.method for request, _ in found.chain]
    assert (methods[0], methods[-1], "DELETE" in methods) == ("POST", "GET", True)
    assert (found.steady, found.resource, found.breach.law) == (True, "customers", writing.ALIVE)


def test_what_does_not_show_again_is_not_steady(converse: Callable[..., Any]) -> None:
    once = iter([Breach(writing.ALIVE, "there")])

    def way(talk: Any, resource: Any) -> Iterator[Breach]:
        talk.make(resource)
        yield from once

    conversation = converse()
    (found,) = walk(conversation.talk, way, conversation.grounds.resources.by_name["customers"])
    assert not found.steady


def test_where_reading_writes_no_other_walk_makes_sense(converse: Callable[..., Any]) -> None:
    conversation = converse("reading one writes")
    customers = conversation.grounds.resources.by_name["customers"]
    found = [each.breach.law for ways in walked(conversation.talk, customers, WALKS) for each in ways]
    assert found == [rereading.SAFE]


def test_reads_that_say_the_same_again_are_not_told(converse: Callable[..., Any]) -> None:
    conversation = converse()
    customers = conversation.grounds.resources.by_name["customers"]

    def way(talk: Any, resource: Any) -> Iterator[Breach]:
        for _ in range(3):
            talk.ask(resource.deed("list").operation)
        talk.make(resource)
        yield Breach(writing.ALIVE, "there")

    (found,) = walk(conversation.talk, way, customers)
    assert [request.method for request, _ in found.chain] == ["GET", "POST"]


@pytest.mark.parametrize(
    ("codes", "walked_alone", "rounds"),
    [((), False, 4), (("VF402",), True, 3), (("VF402", "VF801"), True, 4), (("VF402", "ST103"), False, 4)],
)
def test_the_long_walk_is_left_out_where_only_others_can_tell(
    codes: tuple[str, ...],
    walked_alone: bool,  # noqa: FBT001 - a parametrized expectation
    rounds: int,
) -> None:
    assert are_walked(codes) is walked_alone
    assert rounds_for(codes) == ROUNDS[:rounds]
