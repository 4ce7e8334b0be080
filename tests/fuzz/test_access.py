from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract
from vertrag.fuzz.access import way_in
from vertrag.fuzz.reporting.redaction import Redaction

SCHEMES = {
    "Token": {"type": "http", "scheme": "bearer"},
    "Tenant": {"type": "apiKey", "in": "header", "name": "orgId"},
    "Key": {"type": "apiKey", "in": "query", "name": "api_key"},
    "Crumb": {"type": "apiKey", "in": "cookie", "name": "sid"},
    "Lost": {"$ref": "#/nowhere"},
}
DOOR: dict[str, Any] = {"responses": {}, "security": [{"Token": []}]}
TOKEN = ("Authorization", "Bearer x")


def secured(*security: dict[str, list[str]]) -> Contract:
    operation: dict[str, Any] = {"responses": {}, "security": list(security)}
    tree = {
        "openapi": "3.1.0",
        "paths": {"/a": {"get": operation}, "/b": {"get": DOOR}},
        "components": {"securitySchemes": SCHEMES},
    }
    return compile_contract(from_tree(tree))


def said(brought: Redaction, *security: dict[str, list[str]]) -> str:
    contract = secured(*security)
    return way_in(contract, contract.operations[0], brought)


@pytest.mark.parametrize(
    ("security", "brought", "options"),
    [
        ([{"Token": [], "Tenant": []}], Redaction((TOKEN,)), "--header 'orgId: ...'"),
        ([{"Token": []}], Redaction(), "--header 'Authorization: ...'"),
        ([{"Token": [], "Tenant": []}, {"Key": []}], Redaction(), "--query 'api_key=...'"),
        ([{"Crumb": []}], Redaction((("Cookie", "other=1"),)), "--cookie 'sid=...'"),
    ],
)
def test_it_names_the_options_that_are_missing(
    security: list[dict[str, list[str]]], brought: Redaction, options: str
) -> None:
    assert said(brought, *security) == f"bring what it asks for: {options}"


@pytest.mark.parametrize(
    ("security", "brought"),
    [
        ({"Token": [], "Tenant": []}, Redaction((TOKEN, ("orgId", "1")))),
        ({"Crumb": []}, Redaction((("Cookie", "a=1; sid=2"),))),
        ({"Key": []}, Redaction(query=(("api_key", "k"),))),
        ({"Lost": [], "Unknown": []}, Redaction()),
    ],
)
def test_who_brought_everything_needs_no_such_advice(
    security: dict[str, list[str]], brought: Redaction
) -> None:
    assert said(brought, security) == ""


@pytest.mark.parametrize("security", [[], [{}], [{"Token": []}, {}]])
def test_where_nothing_is_asked_for_the_values_are_unknown(security: list[dict[str, list[str]]]) -> None:
    assert "--data FILE" in said(Redaction(), *security)


def test_a_document_without_any_door_gives_no_such_advice() -> None:
    tree = {"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {}}}}}
    contract = compile_contract(from_tree(tree))
    assert way_in(contract, contract.operations[0], Redaction()) == ""
