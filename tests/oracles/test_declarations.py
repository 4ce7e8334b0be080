from typing import Any

import orjson

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.declarations import declarations
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.seen import seen

CONTRACT: dict[str, Any] = {
    "type": "object",
    "x-invariants": [{"rule": "self.startDate <= self.endDate", "message": "it ends after it starts"}],
    "properties": {"startDate": {"type": "string"}, "endDate": {"type": "string"}},
}
LIST = {"type": "object", "properties": {"items": {"type": "array", "items": CONTRACT}}}
OPERATION = {
    "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
    "x-invariants": ["size(response.body.items) <= request.arguments.limit"],
    "responses": {"200": {"description": "", "content": {"application/json": {"schema": LIST}}}},
}
GROUNDS = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": OPERATION}}})))
GOOD, BAD = (
    {"startDate": "2024-01-01", "endDate": "2024-12-31"},
    {"startDate": "2024-02-01", "endDate": "2024-01-01"},
)


def broken(query: str, *rows: Any, status: int = 200) -> list[str]:
    response = Response(status, (("content-type", "application/json"),), orjson.dumps({"items": rows}))
    exchange = seen(GROUNDS.contract, Request("GET", "/x", query), response)
    assert exchange is not None
    return [breach.actual for breach in declarations(GROUNDS, exchange)]


def test_what_is_declared_of_a_schema_holds_of_every_row() -> None:
    assert broken("limit=5", GOOD, {"startDate": "2024-01-01"}) == []
    assert broken("limit=5", GOOD, BAD) == ["items.1: not so: it ends after it starts"]


def test_what_is_declared_of_an_operation_speaks_of_both_sides() -> None:
    assert broken("limit=1", GOOD, GOOD) == ["not so: size(response.body.items) <= request.arguments.limit"]
    assert broken("", GOOD, GOOD) == []


def test_nothing_is_promised_of_refusals() -> None:
    assert broken("limit=x", GOOD, BAD) == []
    assert broken("limit=5", BAD, status=400) == []
