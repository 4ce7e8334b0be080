from typing import Any

import orjson

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.fuzz.covering.coverage import Coverage, Survey, counted, united
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.seen import seen

BODY = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "maxLength": 5}}}
OPERATION: dict[str, Any] = {
    "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}}],
    "requestBody": {"content": {"application/json": {"schema": BODY}}},
    "responses": {"201": {"description": ""}, "4XX": {"description": ""}},
}
GROUNDS = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"post": OPERATION}}})))
JSON = (("content-type", "application/json"),)


def covered(*exchanges: tuple[str, Any, int]) -> Coverage:
    survey = Survey(GROUNDS)
    for query, body, status in exchanges:
        request = Request("POST", "/x", query, JSON, orjson.dumps(body))
        exchange = seen(GROUNDS.contract, request, Response(status))
        assert exchange is not None
        survey.note(exchange)
    (coverage,) = survey.coverage(["POST /x"])
    return coverage


def test_what_was_never_met_is_all_missed() -> None:
    assert covered().covered == ()
    assert covered().counts == {"operation": (0, 1), "response": (0, 2), "parameter": (0, 2), "rule": (0, 12)}


def test_a_right_request_covers_what_it_keeps() -> None:
    found = covered(("limit=3", {"name": "Uta"}, 201))
    assert "operation succeeds" in found.covered
    assert "rule query limit maximum kept" in found.covered
    assert found.counts == {"operation": (1, 1), "response": (1, 2), "parameter": (1, 2), "rule": (6, 12)}
    assert 0.5 < found.share < 0.6


def test_a_wrong_request_covers_what_it_breaks() -> None:
    found = covered(("limit=10", {"name": "Leonore"}, 422), ("", {}, 400))
    assert {
        "response 4XX",
        "parameter query limit left out",
        "rule query limit maximum broken",
        "rule body name maxLength broken",
        "rule body required broken",
    } <= set(found.covered)
    assert "operation succeeds" in found.missed


def test_records_unite_to_what_either_covered() -> None:
    one, other = Coverage("GET /x", ("a 1",), ("a 2", "a 3")), Coverage("GET /x", ("a 2",), ("a 1", "a 3"))
    assert united([one, other]) == (Coverage("GET /x", ("a 1", "a 2"), ("a 3",)),)


def test_the_counts_of_several_operations_add_up_by_kind() -> None:
    one, other = (
        Coverage("GET /x", ("rule a kept",), ("rule a broken",)),
        Coverage("GET /y", ("rule b kept",), ()),
    )
    assert counted([one, other]) == {"rule": (2, 3)}
