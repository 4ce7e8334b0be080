from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.fuzz.judging.breaches import Observer
from vertrag.fuzz.observations import Attempt, Sent
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys.walks import Walked
from vertrag.oracles.journeys.writing import ALIVE
from vertrag.oracles.law import Breach

ANY: dict[str, Any] = {"responses": {"default": {"description": ""}}}
TREE: dict[str, Any] = {"openapi": "3.0.3", "paths": {"/x/{id}": {"get": ANY, "delete": ANY}}}
OBSERVER = Observer(grounds_of(compile_contract(from_tree(TREE))), "http://h/api")


def attempt(response: Response | None) -> Attempt:
    return Attempt("GET /x/{id}", Sent("GET", "http://h/api/x/1"), response, valid=True, ordinary=True)


def test_what_one_exchange_breaks_is_a_complaint_with_its_law() -> None:
    (complaint,) = OBSERVER.on_attempt(attempt(Response(401)))
    assert (complaint.code, complaint.operation, complaint.category) == ("VF102", "GET /x/{id}", 109)
    assert (complaint.status, complaint.steady) == (401, None)


@pytest.mark.parametrize("response", [None, Response(200)])
def test_what_breaks_nothing_is_no_complaint(response: Response | None) -> None:
    assert list(OBSERVER.on_attempt(attempt(response))) == []


def test_what_a_walk_found_is_told_with_all_that_led_to_it() -> None:
    chain = ((Request("DELETE", "/x/1"), Response(204)), (Request("GET", "/x/1", "a=b"), Response(200)))
    complaint = OBSERVER.on_walk(Walked(Breach(ALIVE, "200"), "x", chain, steady=False))
    assert [each.sent.method for each in complaint.before] == ["DELETE"]
    assert (complaint.sent.url, complaint.operation) == ("http://h/api/x/1?a=b", "GET /x/{id}")
    assert (complaint.steady, complaint.expected, complaint.actual) == (False, ALIVE.expected, "200")


def test_a_request_of_a_walk_counts_for_its_operation() -> None:
    counted = OBSERVER.attempt(Request("GET", "/x/1"), Response(200))
    assert (counted.operation, counted.valid, counted.status) == ("GET /x/{id}", True, 200)
    assert OBSERVER.attempt(Request("GET", "/none"), None).operation == "GET /none"


def test_head_is_told_of_the_operation_that_gives_the_row_and_does_not_count_for_it() -> None:
    counted = OBSERVER.attempt(Request("HEAD", "/x/1"), Response(404))
    assert (counted.operation, counted.ordinary) == ("GET /x/{id}", False)


def test_who_echoes_what_is_sent_keeps_no_rows() -> None:
    row = {"type": "object", "properties": {"id": {"type": "string"}}}
    told = {"200": {"description": "", "content": {"application/json": {"schema": row}}}}
    tree = {
        "openapi": "3.0.3",
        "paths": {**TREE["paths"], "/y/{id}": {"get": {"responses": told}, "delete": ANY}},
    }
    observer = Observer(grounds_of(compile_contract(from_tree(tree))), "http://h/api")
    assert not observer.is_of_a_resource(Request("GET", "/none"))
    assert [observer.is_of_a_resource(Request("GET", path)) for path in ("/x/1", "/y/1")] == [False, True]
