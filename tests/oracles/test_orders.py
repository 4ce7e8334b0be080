from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.listings import listings
from vertrag.oracles.seen import seen
from vertrag.serialization import to_json

RANKS = {"type": "string", "enum": ["low", "medium", "high"]}
TEXT = {"type": "string"}


def answering(schema: Any) -> dict[str, Any]:
    return {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}


def broken(values: list[str], sort: str = "level", *, row: Any = TEXT, asked: Any = TEXT) -> list[str]:
    """What is said of a page whose rows have these levels, for schemas of the member and of its filter."""
    thing = {"type": "object", "properties": {"id": {"type": "integer"}, "level": row}}
    asked_for = {"sort": TEXT, "level": {"type": "array", "items": asked}}
    listing = {
        "parameters": [{"name": name, "in": "query", "schema": schema} for name, schema in asked_for.items()],
        "responses": answering({"type": "array", "items": thing}),
    }
    reading = {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
        "responses": answering(thing),
    }
    paths = {"/things": {"get": listing}, "/things/{id}": {"get": reading}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "info": {}, "paths": paths}))
    written = to_json([{"id": at, "level": value} for at, value in enumerate(values)])
    response = Response(200, (("content-type", "application/json"),), written)
    exchange = seen(contract, Request("GET", "/things", f"sort={sort}"), response)
    assert exchange is not None
    return [breach.actual for breach in listings(grounds_of(contract), exchange)]


@pytest.mark.parametrize("schemas", [{"row": RANKS}, {"asked": RANKS}])
@pytest.mark.parametrize("sort", ["level", "-level"])
@pytest.mark.parametrize("values", [["low", "low", "medium", "high"], ["high", "medium", "low"]])
def test_a_closed_set_may_be_in_the_order_of_its_ranks(
    values: list[str], sort: str, schemas: dict[str, Any]
) -> None:
    assert broken(values, sort, **schemas) == []


def test_what_has_ranks_may_be_in_the_order_of_letters_and_in_no_other() -> None:
    assert broken(["high", "low", "medium"], row=RANKS) == []
    assert broken(["high", "low", "medium"], "-level", row=RANKS) != []


def test_what_has_no_ranks_has_the_order_of_letters_alone() -> None:
    assert broken(["low", "medium", "high"]) != []
    assert broken(["low", "unheard", "high"], row=RANKS) != []


def test_the_place_that_is_wrong_is_shown() -> None:
    values = ["a", "a", "a", "b", "d", "c", "e", "f"]
    assert broken(values) == ["level is not ascending: b, d, c, e"]
    assert broken(["c", "d"], "-level") == ["level is not descending: c, d"]


@pytest.mark.parametrize("sort", ["level", "-level"])
def test_what_is_empty_has_no_place(sort: str) -> None:
    values = ["a", "b", "c"] if sort == "level" else ["c", "b", "a"]
    assert broken([*values, "", ""], sort) == broken(["", *values], sort) == []
    assert broken(["b", "a", "c", ""], sort) != []
