from collections.abc import Callable
from typing import Any

import pytest

from vertrag.oracles.journeys import paging, rereading


@pytest.mark.parametrize("way", [paging.pages_follow, paging.filters_keep, paging.orders_order])
def test_a_server_that_keeps_its_word_is_clean(way: Any, converse: Callable[..., Any]) -> None:
    assert converse().codes(way) == set()


@pytest.mark.parametrize(
    ("flaw", "way", "resource", "code"),
    [
        ("pages overlap", paging.pages_follow, "customers", "VF601"),
        ("offset ignored", paging.pages_follow, "readings", "VF601"),
        ("pages skip a row", paging.pages_follow, "contracts", "VF602"),
        ("total differs", paging.pages_follow, "customers", "VF603"),
        ("count header differs", paging.pages_follow, "customers", "VF603"),
        ("filter loses a row", paging.filters_keep, "customers", "VF604"),
        ("sort loses a row", paging.orders_order, "customers", "VF605"),
        ("each page is sorted for itself", paging.orders_order, "customers", "VF606"),
    ],
)
def test_a_server_that_breaks_one_law_is_found(
    flaw: str, way: Any, resource: str, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(way, resource)


def test_a_long_list_is_turned_to_its_end(converse: Callable[..., Any]) -> None:
    conversation = converse("the last page begins early")
    for _ in range(12):
        conversation.talk.make(conversation.grounds.resources.by_name["customers"])
    assert "VF601" in conversation.codes(paging.pages_follow, "customers")


@pytest.mark.parametrize(
    ("flaw", "code"),
    [
        ("one soil counts", "VF604"),
        ("bounds are left out", "VF604"),
        ("all are counted", "VF205"),
        ("later pages are not filtered", "VF202"),
    ],
)
def test_filters_of_several_values_and_bounds_keep_what_matches(
    flaw: str, code: str, garden: Callable[..., Any]
) -> None:
    assert garden().codes(paging.filters_keep, "beds") == set()
    assert garden(flaw).codes(paging.filters_keep, "beds") == {code}


def test_of_rows_without_a_key_none_is_missed(garden: Callable[..., Any]) -> None:
    assert garden("rows show no key").codes(paging.filters_keep, "beds") == set()


def test_numbers_are_not_sorted_as_texts(garden: Callable[..., Any]) -> None:
    assert garden().codes(paging.orders_order, "beds") == set()
    for flaw in ("areas are sorted as texts", "order is not turned"):
        assert garden(flaw).codes(paging.orders_order, "beds") == {"VF203"}


@pytest.mark.parametrize(
    "way",
    [paging.pages_follow, paging.filters_keep, paging.orders_order, rereading.listed_as_it_is],
)
def test_a_server_may_give_shorter_pages_and_say_so(way: Any, converse: Callable[..., Any]) -> None:
    conversation = converse("pages of three at most")
    for _ in range(3):
        conversation.talk.make(conversation.grounds.resources.by_name["customers"])
    assert conversation.codes(way, "customers") == set()


def test_what_no_page_with_more_to_come_shows_is_not_missed(converse: Callable[..., Any]) -> None:
    conversation = converse("pages of three at most, unsaid")
    for _ in range(3):
        conversation.talk.make(conversation.grounds.resources.by_name["customers"])
    codes = conversation.codes(paging.orders_order, "customers")
    assert codes | conversation.codes(rereading.listed_as_it_is, "customers") == {"VF205"}


def test_who_counts_pages_is_told_from_who_counts_rows(converse: Callable[..., Any]) -> None:
    assert "VF602" in converse("offset counts pages").codes(paging.pages_follow, "contracts")
