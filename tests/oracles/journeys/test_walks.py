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


@pytest.mark.parametrize("end", [TimeoutError, KeyboardInterrupt])
def test_what_was_found_before_the_end_is_told(
    end: type[BaseException], converse: Callable[..., Any]
) -> None:
    def way(talk: Any, resource: Any) -> Iterator[Breach]:
        talk.ask(resource.deed("list").operation)
        yield Breach(writing.ALIVE, "there")
        raise end

    conversation = converse()
    found = walked(conversation.talk, conversation.grounds.resources.by_name["customers"], [way, way])
    told = [(each.breach.actual, each.steady, len(each.chain)) for each in next(found)]
    assert told == [("there", None, 1)]
    with pytest.raises(end):
        next(found)


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
    ("code", "ways"),
    [
        ("VF502", {"tags_count"}),
        ("VF409", {"tags_count", "refused_without_effect", "goes_with_its_parent"}),
        ("VF601", {"pages_follow", "pages_lead_on", "filters_keep", "orders_order"}),
        ("VF801", {"values_are_handled"}),
    ],
)
def test_one_law_is_looked_for_by_the_walks_that_know_it(code: str, ways: set[str]) -> None:
    assert are_walked((code,))
    (met, *rounds) = rounds_for((code,))
    assert met == ROUNDS[0]
    assert {way.__name__ for each in rounds for way in each} == ways


def test_what_the_engine_may_show_as_well_is_looked_for_everywhere() -> None:
    assert not any(map(are_walked, ((), ("VF402", "ST103"))))
    assert rounds_for(("VF402", "ST103")) == rounds_for(()) == ROUNDS


def test_no_walk_leaves_anything_behind(converse: Callable[..., Any]) -> None:
    conversation = converse()
    before = dict(conversation.server.customers)
    customers = conversation.grounds.resources.by_name["customers"]
    ways = (way for ways in ROUNDS[:-1] for way in ways)
    assert len(list(walked(conversation.talk, customers, ways))) > len(WALKS)
    conversation.talk.tidy()
    assert conversation.server.customers == before
