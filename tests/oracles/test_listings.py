from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.inference.queries import Filter
from vertrag.oracles import paging
from vertrag.oracles.listings import asks, matches


@pytest.mark.parametrize(
    ("flaw", "way", "code"),
    [
        ("limit ignored", paging.pages_follow, "VF201"),
        ("one row too many", paging.pages_follow, "VF201"),
        ("filter ignored", paging.filters_keep, "VF202"),
        ("sort ignored", paging.orders_order, "VF203"),
        ("descending ignored", paging.orders_order, "VF203"),
        ("limit echoed wrongly", paging.pages_follow, "VF204"),
        ("total is of the page", paging.pages_follow, "VF205"),
        ("a row stands twice", paging.filters_keep, "VF206"),
        ("there is never more", paging.pages_follow, "VF207"),
    ],
)
def test_a_list_that_breaks_one_law_is_found(
    flaw: str, way: Any, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(way, "customers")


@pytest.mark.parametrize(
    ("relation", "wanted", "value", "expected"),
    [
        ("equal", "a", "A ", True),
        ("equal", "a,b", "b", True),
        ("equal", ["a", "b"], "c", False),
        ("equal", "a", ["c", "a"], True),
        ("not", "a", "a", False),
        ("at least", 3, 2, False),
        ("at least", 3, 3, True),
        ("more than", 3, 3, False),
        ("at most", 3, 4, False),
        ("less than", 3, 4, True),
        ("at most", "2026-02-28", "2026-02-28T12:00:00Z", True),
        ("at least", "x", 3, True),
    ],
)
def test_a_filter_is_held_against_a_value(relation: Any, wanted: Any, value: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert matches(Filter("p", relation, ("m",), ""), wanted, value) is expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("a", True), ("", False), ("ALL", False), (["", "a"], True), (["", ""], False), (None, False)],
)
def test_who_asks_for_all_is_shown_all(wanted: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert asks(wanted) is expected
