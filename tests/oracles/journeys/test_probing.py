from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from vertrag.oracles.journeys.probing import values_are_handled
from vertrag.oracles.journeys.walks import walk


def test_a_server_that_keeps_its_word_is_clean(converse: Callable[..., Any]) -> None:
    assert converse().codes(values_are_handled) == set()


@pytest.mark.parametrize(
    ("flaw", "resource", "code"),
    [
        ("crash for one postcode", "customers", "VF801"),
        ("crash at the largest reading", "readings", "VF801"),
        ("crash for a condition", "customers", "VF801"),
        ("postcode not checked", "customers", "VF802"),
        ("unknown members accepted", "customers", "VF802"),
        ("empty patch accepted", "customers", "VF802"),
        ("short idempotency key accepted", "customers", "VF802"),
        ("bad status accepted", "contracts", "VF802"),
        ("huge reading accepted", "readings", "VF802"),
    ],
)
def test_a_server_that_stumbles_over_one_value_is_found(
    flaw: str, resource: str, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(values_are_handled, resource)


def test_a_breach_is_told_with_what_created_its_row_and_nothing_else(converse: Callable[..., Any]) -> None:
    talk = converse("huge reading accepted").talk
    readings = talk.grounds.resources.by_name["readings"]
    (found,) = walk(talk, values_are_handled, readings)
    assert [request.method for request, _ in found.chain] == ["POST", "POST", "POST"]
    assert found.steady


def test_without_writes_only_reads_are_probed(converse: Callable[..., Any]) -> None:
    conversation = converse()
    conversation.talk.writes = False
    conversation.codes(values_are_handled)
    assert {method for method, _ in conversation.server.seen} == {"GET"}


def test_a_value_is_not_blamed_for_what_was_there_before(converse: Callable[..., Any]) -> None:
    talk = converse("crash for a known name").talk
    (found,) = walk(talk, values_are_handled, talk.grounds.resources.by_name["customers"])
    (first, _), (second, _) = found.chain
    assert found.breach.actual == "500 for the same request once more"
    assert (first, first.method) == (second, "POST")


def test_a_value_is_not_blamed_where_every_request_fails(converse: Callable[..., Any]) -> None:
    talk = converse("crash for every customer").talk
    (found,) = walk(talk, values_are_handled, talk.grounds.resources.by_name["customers"])
    assert found.breach.actual == "500 for what the document allows"


def test_of_a_member_that_an_earlier_operation_has_fewer_values_are_sent(
    converse: Callable[..., Any],
) -> None:
    conversation = converse()
    conversation.codes(values_are_handled, "customers")
    sent = Counter(method for method, _ in conversation.server.seen)
    assert sent["PUT"] < sent["POST"] / 2
