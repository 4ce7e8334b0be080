from collections.abc import Callable

import httpx
import pytest

from vertrag.contract.inference.resources import infer
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract
from vertrag.exchange import UNTOUCHED
from vertrag.serve.resources.addresses import Address
from vertrag.serve.resources.resource_rows import Rows
from vertrag.serve.resources.views import View

Zoo = Callable[..., list[httpx.Response]]
HERE = Address("/api/animals", None)


def rows_of(contract: Contract, name: str) -> Rows:
    resource = infer(contract).by_name[name]
    reading, listing = resource.deed("read"), resource.deed("list")
    assert reading is not None
    view = View(contract.document, reading, 1)
    assert view.face is not None
    shown = View(contract.document, listing, 1) if listing else None
    return Rows(contract.document, resource, view, view.face, shown, 1)


def test_an_unwritten_key_has_its_row_at_any_time(zoo_contract: Contract) -> None:
    one, other = rows_of(zoo_contract, "animals"), rows_of(zoo_contract, "animals")
    assert one.invented(Address("/api/animals", "77")) == other.invented(Address("/api/animals", "77"))
    assert one.invented(Address("/api/animals", "77"))["id"] == 77


def test_collections_show_rows_of_their_own(zoo_contract: Contract) -> None:
    rows = rows_of(zoo_contract, "visits")
    shown = [
        [key for key, _ in rows.all(UNTOUCHED, Address(path, None, (number,)), path, is_empty=False)]
        for number, path in ((1, "/api/animals/1/visits"), (2, "/api/animals/2/visits"))
    ]
    assert shown[0] != shown[1]
    assert list(rows.all(UNTOUCHED, Address("/x", None, (1,)), "/x", is_empty=True)) == []


@pytest.mark.parametrize(
    ("row", "key"),
    [({"id": 5}, "5"), ({"id": "a b"}, "a%20b"), ({"id": None}, None), ({"id": ""}, None), ({}, None)],
)
def test_a_row_shows_its_key(zoo_contract: Contract, row: dict[str, object], key: str | None) -> None:
    assert rows_of(zoo_contract, "animals").key_of(row) == key


def test_a_row_takes_a_key_in_its_own_type(zoo_contract: Contract) -> None:
    rows = rows_of(zoo_contract, "animals")
    row = {"id": 1, "name": "B", "kind": "bear"}
    assert rows.with_key(row, "7") == {**row, "id": 7}
    assert rows.with_key(row, "seven") == row


def test_the_examples_of_a_document_are_its_rows() -> None:
    pet = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    two = [{"id": 1, "name": "Rex"}, {"id": 2, "name": "Ada"}]
    listed = {"application/json": {"schema": {"type": "array", "items": pet}, "example": two}}
    read = {"application/json": {"schema": pet, "example": {"id": 3, "name": "Mia"}}}
    paths = {
        "/pets": {"get": {"responses": {"200": {"content": listed}}}},
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {"responses": {"200": {"content": read}}},
        },
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    rows = rows_of(contract, "pets")
    shown = [row for _, row in rows.all(UNTOUCHED, Address("/pets", None), "/pets", is_empty=False)]
    assert shown == [*two, {"id": 3, "name": "Mia"}]
    assert rows.invented(Address("/pets", "9")) == {"id": 9, "name": "Mia"}


def test_rows_that_a_path_of_several_parts_finds_differ_in_the_last() -> None:
    bill = {"type": "object", "properties": {"id": {"type": "string", "example": "bill/1"}}}
    names = ("state", "session", "id")
    parameters = [
        {"name": each, "in": "path", "required": True, "schema": {"type": "string"}} for each in names
    ]
    listed = {"application/json": {"schema": {"type": "array", "items": bill}}}
    read = {"application/json": {"schema": bill}}
    paths = {
        "/bills": {"get": {"responses": {"200": {"content": listed}}}},
        "/bills/{state}/{session}/{id}": {
            "parameters": parameters,
            "get": {"responses": {"200": {"content": read}}},
        },
    }
    rows = rows_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths})), "bills")
    shown = [row["id"] for _, row in rows.all(UNTOUCHED, Address("/bills", None), "/bills", is_empty=False)]
    assert len(set(shown)) == len(shown) > 1


def test_a_row_that_shows_no_key_is_found_by_its_short_name(oddities: Zoo) -> None:
    made, read, gone, missing = oddities(
        ("POST", "/entries", {"title": "A", "slug": "first-of-all"}),
        ("GET", "/entries/first-of-all"),
        ("DELETE", "/entries/first-of-all"),
        ("GET", "/entries/first-of-all"),
    )
    assert made.json() == read.json()
    assert (gone.status_code, missing.status_code) == (204, 404)


@pytest.mark.parametrize("example", [{}, {"example": [{"AccountId": "1", "StatementId": "2"}]}])
def test_rows_say_what_they_hang_on_however_deep_they_lie(example: dict[str, object]) -> None:
    text = {"type": "string"}
    row = {
        "type": "object",
        "required": ["AccountId"],
        "properties": {"AccountId": text, "StatementId": text},
    }
    rows = {"type": "array", "items": row, "minItems": 1, **example}
    body = {
        "type": "object",
        "required": ["Data"],
        "properties": {"Data": {"properties": {"Statement": rows}}},
    }
    body["properties"]["Data"] |= {"type": "object", "required": ["Statement"]}  # type: ignore[index]  # it is a map
    answers = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": body}}}}}
    path = "/accounts/{accountId}/statements"
    tree = {
        "openapi": "3.0.3",
        "paths": {path: {"get": answers}, f"{path}/{{statementId}}": {"get": answers}},
    }
    found = rows_of(compile_contract(from_tree(tree)), "statements")
    here = Address("/accounts/7/statements", None, ("7",))
    shown = [row for _, row in found.all(UNTOUCHED, here, here.kind, is_empty=False)]
    assert {row["AccountId"] for row in shown} == {"7"}
    here = Address("/accounts/null/statements", None, (None,))
    assert (
        next(row for _, row in found.all(UNTOUCHED, here, here.kind, is_empty=False))["AccountId"] == "null"
    )
