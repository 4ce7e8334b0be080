from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.oracles.conversation.row_paths import Made, is_of_a_row, listing, own_values, owner, path_values
from vertrag.oracles.grounds import grounds_of

ROW = {"type": "object", "properties": {"id": {"type": "string"}, "customerId": {"type": "string"}}}


def node(schema: dict[str, Any], *, takes: bool = False) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    taken = {"requestBody": {"content": content}} if takes else {}
    return {"responses": {"200": {"description": "", "content": content}}, **taken}


LIST = node({"type": "array", "items": ROW})
PATHS = {
    "/customers": {"get": LIST, "post": node(ROW, takes=True)},
    "/customers/{customerId}": {"get": node(ROW)},
    "/customers/{customerId}/contracts": {"get": LIST, "post": node(ROW, takes=True)},
    "/contracts/{contractId}": {"get": node(ROW)},
    "/contracts/{contractId}/readings": {"get": LIST, "post": node(ROW, takes=True)},
}
GROUNDS = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": PATHS})))
CONTRACTS = GROUNDS.resources.by_name["contracts"]
MADE = Made(("K1",), None, {"id": "K1", "customerId": "C1"}, ("C1",))


def operation(label: str) -> Any:
    return next(each for each in GROUNDS.contract.operations if each.label == label)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("POST /customers/{customerId}/contracts", "customers"),
        ("POST /contracts/{contractId}/readings", "contracts"),
        ("GET /contracts/{contractId}", None),
        ("GET /customers", None),
    ],
)
def test_a_path_hangs_on_the_row_that_it_lies_below(label: str, name: str | None) -> None:
    found = owner(GROUNDS, operation(label))
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("label", "values"),
    [
        ("GET /contracts/{contractId}", ("K1",)),
        ("GET /customers/{customerId}/contracts", ("C1",)),
        ("GET /contracts/{contractId}/readings", ("K1",)),
    ],
)
def test_a_row_is_met_at_its_own_path_and_where_it_was_created(label: str, values: tuple[str, ...]) -> None:
    assert path_values(CONTRACTS, operation(label), MADE) == values


def test_a_member_with_the_name_of_a_variable_tells_its_value() -> None:
    made = Made(("K1",), None, {"customerId": "C2"})
    assert path_values(
        GROUNDS.resources.by_name["readings"], operation("GET /customers/{customerId}"), made
    ) == ("C2",)


def test_the_key_of_a_row_is_none_of_what_it_hangs_on() -> None:
    paths = {
        "/group": {"get": LIST, "post": node(ROW, takes=True)},
        "/group/{id}": {"get": node(ROW)},
        "/patient/{id}/group": {"get": LIST},
    }
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths})))
    below = next(each for each in grounds.contract.operations if each.path == "/patient/{id}/group")
    assert path_values(grounds.resources.by_name["group"], below, Made(("7",), None, {"id": "7"})) is None


def test_what_is_listed_under_another_path_is_listed_all_the_same() -> None:
    listed = listing(CONTRACTS)
    assert listed is not None
    assert listed.operation.label == "GET /customers/{customerId}/contracts"


def test_the_path_of_a_row_takes_what_stands_above_it() -> None:
    assert own_values(CONTRACTS, ("C1",), "K1") == ("K1",)
    assert own_values(GROUNDS.resources.by_name["readings"], ("K1",), "7") == ("K1", "7")
    assert own_values(GROUNDS.resources.by_name["readings"], (), "7") is None


def test_only_a_path_that_ends_with_the_row_names_it() -> None:
    assert is_of_a_row(CONTRACTS, operation("GET /contracts/{contractId}"))
    assert not is_of_a_row(CONTRACTS, operation("GET /customers/{customerId}/contracts"))
