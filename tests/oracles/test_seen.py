from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.inference.positions import NOWHERE
from vertrag.exchange import Request, Response
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.seen import seen

JSON = (("content-type", "application/json"), ("x-total-count", "1"))


def test_an_exchange_is_decoded_on_both_sides(grounds: Grounds) -> None:
    found = seen(grounds.contract, Request("GET", "/customers", "limit=5"), Response(200, JSON, b"[1]"))
    assert found is not None
    assert (found.reading.arguments["limit"], found.body, found.header("x-total-count")) == (5, [1], "1")
    assert found.succeeded


def test_a_success_for_a_broken_request_is_none(grounds: Grounds) -> None:
    found = seen(grounds.contract, Request("GET", "/customers", "limit=x"), Response(200))
    assert found is not None
    assert not found.succeeded


@pytest.mark.parametrize(
    "response", [Response(200, (("content-type", "text/plain"),), b"[1]"), Response(200, JSON, b"[")]
)
def test_what_is_no_json_has_no_body(grounds: Grounds, response: Response) -> None:
    found = seen(grounds.contract, Request("GET", "/customers"), response)
    assert found is not None
    assert found.body is NOWHERE


def test_what_has_no_type_is_looked_at(grounds: Grounds) -> None:
    found = seen(grounds.contract, Request("GET", "/customers"), Response(200, (), b"[1]"))
    assert found is not None
    assert found.body == [1]


def test_what_the_document_does_not_know_is_not_seen(grounds: Grounds) -> None:
    assert seen(grounds.contract, Request("GET", "/none"), Response(200)) is None


@pytest.mark.parametrize(
    ("name", "value", "is_so"),
    [
        ("CustomerID", "a b", True),
        ("customerId", "a%20b", False),
        ("id", "a b", False),
        ("CustomerID", [], False),
    ],
)
def test_a_path_says_what_a_row_hangs_on(grounds: Grounds, name: str, value: Any, is_so: bool) -> None:  # noqa: FBT001
    found = seen(grounds.contract, Request("GET", "/customers/a%20b/contracts"), Response(200))
    assert found is not None
    assert found.is_in_path(name, value) is is_so


def test_an_answer_may_hold_what_its_schema_takes(converse: Callable[..., Any]) -> None:
    talk = converse().talk
    create = talk.grounds.resources.by_name["customers"].deed("create")
    answer = talk.ask(create.operation, body={"name": "A", "city": "B"})
    assert [answer.may_hold(("name",), value) for value in ("C", 17)] == [True, False]


def test_an_answer_may_lack_what_its_schema_does_not_require(converse: Callable[..., Any]) -> None:
    talk = converse().talk
    create = talk.grounds.resources.by_name["customers"].deed("create")
    answer = talk.ask(create.operation, body={"name": "A", "city": "B", "postcode": "33100"})
    assert [answer.may_lack((name,)) for name in ("postcode", "city", "none")] == [True, False, True]
    assert answer.may_lack(("none", "below"))
