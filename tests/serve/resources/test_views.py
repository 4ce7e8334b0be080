from typing import Any

import pytest

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import NOWHERE
from vertrag.contract.inference.resources import infer
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract
from vertrag.serve.resources.views import Face, View


def view(contract: Contract, operation: str) -> View:
    return View(contract.document, infer(contract).by_operation[operation][1], 1)


def face(contract: Contract, operation: str) -> Face:
    found = view(contract, operation).face
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("operation", "status"),
    [("createAnimal", 201), ("getAnimal", 200), ("deleteAnimal", 204), ("putKeeper", 200)],
)
def test_a_view_has_the_declared_status(zoo_contract: Contract, operation: str, status: int) -> None:
    assert view(zoo_contract, operation).status == status


def test_a_row_is_shown_as_it_is_or_as_far_as_it_fits(zoo_contract: Contract) -> None:
    row: dict[str, Any] = {"id": 1, "name": "Bruno", "kind": "bear"}
    animal = face(zoo_contract, "getAnimal")
    assert animal.one(row) == row
    assert animal.one(row | {"age": -1, "secret": "x"}, {"id": 1, "name": "B", "kind": "lynx", "age": 4}) == {
        **row,
        "age": 4,
    }


def test_a_list_is_shown_with_what_stands_around_it(zoo_contract: Contract) -> None:
    row: dict[str, Any] = {"id": 1, "name": "Bruno", "kind": "bear"}
    body = face(zoo_contract, "listAnimals").many([row, row | {"x": 1}])
    assert body["items"] == [row, row]
    assert "total" in body


def test_headers_of_our_own_stand_where_the_document_takes_them(zoo_contract: Contract) -> None:
    listing = view(zoo_contract, "listAnimals")
    assert listing.headers((("x-total-count", "3"), ("etag", '"x"'))) == (
        ("x-total-count", "3"),
        ("etag", '"x"'),
    )
    name, text = listing.headers((("x-total-count", "many"),))[0]
    assert (name, text.isdecimal()) == ("x-total-count", True)


@pytest.mark.parametrize(
    ("schema", "location"),
    [
        ({}, "/api/pets/5"),
        ({"format": "uri"}, "https://example.com/api/pets/5"),
        ({"pattern": "^/pets/[0-9]+$"}, "/pets/5"),
    ],
)
def test_the_way_to_a_row_is_said_as_the_document_wants_it(schema: dict[str, Any], location: str) -> None:
    header = {"Location": {"schema": {"type": "string", **schema}}}
    post = {"responses": {"201": {"description": "", "headers": header, "content": {"application/json": {}}}}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/pets": {"post": post}}}))
    deed = Deed(contract.operations[0], "create")
    headers = View(contract.document, deed, 1).headers((("location", "/api/pets/5"),))
    assert headers == (("location", location),)


@pytest.mark.parametrize(
    ("accept", "is_taken"), [("", True), ("application/json", True), ("image/png", False)]
)
def test_a_client_is_shown_what_it_takes(zoo_contract: Contract, accept: str, is_taken: bool) -> None:  # noqa: FBT001
    assert (view(zoo_contract, "getAnimal").chosen(accept) is not None) is is_taken


def test_a_body_that_cannot_be_is_nowhere(zoo_contract: Contract) -> None:
    keeper = face(zoo_contract, "getKeeper")
    assert keeper.one({"name": 5}) is not NOWHERE  # an invented name stands in for it
    assert keeper.accepts({"name": "Eva"})
    assert not keeper.accepts({"name": 5})


def test_a_row_that_comes_in_a_list_comes_alone() -> None:
    row = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    listed = {"application/json": {"schema": {"type": "array", "items": row}}}
    post = {
        "requestBody": {"content": {"application/json": {"schema": row}}},
        "responses": {"201": {"content": listed}},
    }
    get = {"responses": {"200": {"content": {"application/json": {"schema": row}}}}}
    paths = {"/pets": {"post": post}, "/pets/{id}": {"get": get}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    assert face(contract, "POST /pets").one({"id": "a"}) == [{"id": "a"}]


def test_a_list_that_is_one_of_two_choices_shows_what_its_rows_say_otherwise() -> None:
    members = {"id": {"type": "integer"}, "at": {"type": "string"}}
    listed = {"type": "array", "items": {"type": "object", "required": ["id", "at"], "properties": members}}
    page = {"type": "object", "required": ["rows"], "properties": {"rows": listed}}
    content = {"application/json": {"schema": {"oneOf": [page, listed]}}}
    get = {"responses": {"200": {"description": "", "content": content}}}
    contract = compile_contract(from_tree({"openapi": "3.1.0", "paths": {"/notes": {"get": get}}}))
    notes = View(contract.document, Deed(contract.operations[0], "list", rows=()), 1).face
    assert notes is not None
    assert notes.many([{"id": 5, "at": 0}]) == [{"id": 5, "at": "0"}]


def test_a_list_that_is_a_text_shows_no_rows() -> None:
    content = {"text/csv": {"schema": {"type": "string"}}}
    get = {"responses": {"200": {"description": "", "content": content}}}
    contract = compile_contract(from_tree({"openapi": "3.1.0", "paths": {"/notes": {"get": get}}}))
    notes = View(contract.document, Deed(contract.operations[0], "list", rows=()), 1).face
    assert notes is not None
    assert notes.many([{"id": 5}]) is NOWHERE
