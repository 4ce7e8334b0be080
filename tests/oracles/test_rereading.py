from collections.abc import Callable
from typing import Any

import pytest

from vertrag.oracles import rereading
from vertrag.oracles.walks import walk


@pytest.mark.parametrize(
    "way", [rereading.read_twice, rereading.listed_as_it_is, rereading.under_its_own_parent]
)
def test_a_server_that_keeps_its_word_is_clean(way: Any, converse: Callable[..., Any]) -> None:
    assert converse().codes(way) == set()


@pytest.mark.parametrize(
    ("flaw", "way", "resource", "code"),
    [
        ("reading one writes", rereading.read_twice, "customers", "VF501"),
        ("reading deletes", rereading.read_twice, "customers", "VF501"),
        ("reading writes", rereading.read_twice, "customers", "VF501"),
        ("etag ignored", rereading.read_twice, "customers", "VF502"),
        ("etag never changes", rereading.read_twice, "customers", "VF503"),
        ("head is refused", rereading.read_twice, "customers", "VF508"),
        ("head is not found", rereading.read_twice, "customers", "VF508"),
        ("if-match ignored", rereading.read_twice, "customers", "VF509"),
        ("rows differ from details", rereading.listed_as_it_is, "customers", "VF504"),
        ("child list forgets", rereading.listed_as_it_is, "contracts", "VF505"),
        ("reading is lost", rereading.listed_as_it_is, "readings", "VF505"),
        ("deleted customers stay listed", rereading.listed_as_it_is, "customers", "VF506"),
        ("contracts of everybody listed", rereading.under_its_own_parent, "contracts", "VF507"),
        ("contract under any customer", rereading.under_its_own_parent, "contracts", "VF507"),
    ],
)
def test_a_server_that_breaks_one_law_is_found(
    flaw: str, way: Any, resource: str, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(way, resource)


def test_who_knows_no_other_method_need_not_know_head(converse: Callable[..., Any]) -> None:
    assert converse("no method is known").codes(rereading.read_twice) == set()


def test_what_is_told_of_head_ends_with_it(converse: Callable[..., Any]) -> None:
    talk = converse("head is not found").talk
    (found,) = walk(talk, rereading.read_twice, talk.grounds.resources.by_name["customers"])
    assert (found.breach.law, found.chain[-1][0].method) == (rereading.HEAD, "HEAD")


def test_what_a_row_tells_of_the_moment_may_move(converse: Callable[..., Any]) -> None:
    assert converse("reading is noticed").codes(rereading.read_twice) == set()
