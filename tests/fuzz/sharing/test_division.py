from typing import Any

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.fuzz.sharing.division import groups, shares
from vertrag.oracles.grounds import Grounds, grounds_of

ROW: Any = {"type": "object", "properties": {"id": {"type": "string"}}}


def answer(schema: Any, **more: Any) -> Any:
    return {
        "responses": {
            "200": {"description": "ok", "content": {"application/json": {"schema": schema}}, **more}
        }
    }


def grounds(links: Any) -> Grounds:
    variable = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths = {
        "/a": {"get": answer({"type": "array", "items": ROW}), "post": answer(ROW)},
        "/a/{id}": {"parameters": [variable], "get": answer(ROW)},
        "/a/{id}/b": {"parameters": [variable], "get": answer({"type": "array", "items": ROW})},
        "/a/search": {"get": answer({"type": "string"})},
        "/a/{id}/e": {"parameters": [variable], "get": answer({"type": "array", "items": ROW})},
        "/e/{id}": {"parameters": [variable], "get": answer(ROW)},
        "/c": {"get": {**answer({"type": "string"}, **links)}},
        "/d": {"get": {"operationId": "d", **answer({"type": "string"})}},
    }
    return grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "info": {}, "paths": paths})))


LABELS = ["GET /a", "POST /a", "GET /a/{id}", "GET /a/{id}/b", "GET /a/search", "GET /c", "GET /d"]


def test_what_shares_a_tree_of_resources_stays_together() -> None:
    assert groups(grounds({}), LABELS) == [tuple(LABELS[:5]), ("GET /c",), ("GET /d",)]


def test_what_lies_below_a_row_and_elsewhere_stays_with_that_row() -> None:
    labels = ["GET /a", "GET /a/{id}", "GET /a/{id}/e", "GET /e/{id}"]
    assert groups(grounds({}), labels) == [tuple(labels)]


def test_linked_operations_stay_together() -> None:
    linked = grounds({"links": {"next": {"operationId": "d"}, "odd": {"operationId": ["d"]}}})
    assert groups(linked, LABELS)[1:] == [("GET /c", "GET /d")]


def test_only_what_is_asked_for_is_divided() -> None:
    assert groups(grounds({}), ["GET /d", "GET /x/y"]) == [("GET /d",), ("GET /x/y",)]


def test_the_largest_group_goes_to_whoever_has_least() -> None:
    found = [("a",), ("b", "c", "d"), ("e",)]
    assert shares(found, 2) == [("b", "c", "d"), ("a", "e")]
    assert len(shares(found, 9)) == 3
