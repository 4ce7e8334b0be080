from typing import Any

import pytest

from vertrag.contract.inference.positions import Place
from vertrag.contract.inference.resources import infer
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract


@pytest.mark.parametrize(
    ("operation", "sent", "row", "rows"),
    [
        ("createCustomer", ("customer",), ("customer",), None),
        ("getCustomer", None, ("customer",), None),
        ("listCustomers", None, None, ("items",)),
        ("createContract", (), (), None),
        ("deleteCustomer", None, None, None),
    ],
)
def test_a_deed_knows_where_rows_sit(
    shop: Contract, operation: str, sent: Place | None, row: Place | None, rows: Place | None
) -> None:
    _, deed = infer(shop).by_operation[operation]
    assert (deed.sent, deed.row, deed.rows) == (sent, row, rows)


def test_a_deed_knows_what_may_be_sent(shop: Contract) -> None:
    by_operation = infer(shop).by_operation
    assert "name" in by_operation["createCustomer"][1].takes
    assert by_operation["getCustomer"][1].takes == frozenset()


def test_a_list_knows_its_parameters(shop: Contract) -> None:
    _, deed = infer(shop).by_operation["listCustomers"]
    assert deed.query.paging is not None
    assert deed.query.paging.default_limit == 20
    assert [each.parameter for each in deed.query.filters] == ["city", "min_age", "q"]


@pytest.mark.parametrize(
    ("answer", "row"),
    [({"success": {"type": "boolean"}}, None), ({"id": {}}, ()), ({"name": {}, "at": {}}, ())],
)
def test_an_answer_that_has_nothing_of_a_row_shows_none(answer: Any, row: Place | None) -> None:
    pet = body({"type": "object", "properties": {"id": {}, "name": {}}})
    put = {"requestBody": pet, "responses": {"200": body({"type": "object", "properties": answer})}}
    paths = {"/pets/{id}": {"get": {"responses": {"200": pet}}, "put": put}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    assert infer(contract).by_operation["PUT /pets/{id}"][1].row == row


@pytest.mark.parametrize(("status", "row"), [("200", ()), ("204", None)])
def test_an_answer_that_can_have_no_body_is_not_left_open(status: str, row: Place | None) -> None:
    pet = body({"type": "object", "properties": {"id": {}, "name": {}}})
    put = {"requestBody": pet, "responses": {status: body({})}}
    paths = {"/pets/{id}": {"get": {"responses": {"200": pet}}, "put": put}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    assert infer(contract).by_operation["PUT /pets/{id}"][1].row == row


def body(schema: Any) -> dict[str, Any]:
    return {"description": "", "content": {"application/json": {"schema": schema}}}
