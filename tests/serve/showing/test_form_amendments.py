from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request
from vertrag.serve.showing.amendments import amended
from vertrag.serve.showing.form_amendments import ADDED

MULTIPART, FORM, JSON = "multipart/form-data", "application/x-www-form-urlencoded", "application/json"
RESPONSES = {"200": {"description": ""}}
TEXTS = {"type": "array", "items": {"type": "string"}}


def shown(operation: dict[str, Any], schemas: dict[str, Any] | None = None, version: str = "3.0.3") -> Any:
    tree = {"paths": {"/x": {"post": {"responses": RESPONSES, **operation}}}}
    whole = {"openapi": version, "info": {"title": "T", "version": "1"}, **tree}
    document = from_tree({**whole, "components": {"schemas": schemas or {}}})
    return amended(document)["paths"]["/x"]["post"]


def form(member: Any, media_type: str = MULTIPART, encoding: Any = None) -> Any:
    node = {"schema": {"type": "object", "properties": {"tags": member}}}
    body = {"content": {media_type: {**node, **({"encoding": {"tags": encoding}} if encoding else {})}}}
    return shown({"requestBody": body})["requestBody"]["content"][media_type]["schema"]["properties"]["tags"]


@pytest.mark.parametrize("media_type", [MULTIPART, FORM])
def test_a_list_in_a_form_takes_its_item_alone(media_type: str) -> None:
    assert form(TEXTS, media_type) == {"anyOf": [TEXTS, {"type": "string"}], ADDED: True}


@pytest.mark.parametrize(
    ("member", "encoding"),
    [
        ({**TEXTS, "minItems": 2}, None),
        ({**TEXTS, "maxItems": 0}, None),
        ({**TEXTS, "enum": [["a"]]}, None),
        ({**TEXTS, "readOnly": True}, None),
        ({"type": "array", "items": {"type": "string", "format": "binary"}}, None),
        ({"type": "array", "items": TEXTS}, None),
        ({"type": "array"}, None),
        ({"type": "string", "pattern": "a"}, None),
        ({"type": "string", "format": "binary"}, None),
        ({"type": "string", "minLength": 2}, None),
        ({"type": "string"}, {"contentType": JSON}),
        (TEXTS, {"contentType": JSON}),
    ],
)
def test_what_is_no_list_of_one_by_itself_stays_as_it_is(member: Any, encoding: Any) -> None:
    assert form(member, encoding=encoding) == member


def test_objects_stand_alone_in_parts_and_not_among_texts() -> None:
    objects = {"type": "array", "items": {"type": "object"}}
    assert ADDED in form(objects, MULTIPART)
    assert form(objects, FORM) == objects


def test_what_people_read_about_a_list_stays_with_it() -> None:
    assert form({**TEXTS, "description": "What it is about"})["description"] == "What it is about"


def test_a_schema_that_json_shares_with_a_form_is_written_out_for_the_form_alone() -> None:
    named = {"type": "object", "properties": {"tags": TEXTS}}
    schema = {"allOf": [{"$ref": "#/components/schemas/Named"}]}
    content = {MULTIPART: {"schema": schema}, JSON: {"schema": schema}}
    said = shown({"requestBody": {"content": content}}, {"Named": named})["requestBody"]["content"]
    assert said[JSON] == content[JSON]
    assert ADDED in said[MULTIPART]["schema"]["allOf"][0]["properties"]["tags"]


def test_a_form_that_leads_to_itself_is_left_alone() -> None:
    schema = {"$ref": "#/components/schemas/Self"}
    tree = {"requestBody": {"content": {MULTIPART: {"schema": schema}}}}
    assert shown(tree, {"Self": {"allOf": [schema]}})["requestBody"] == tree["requestBody"]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_in_a_part_any_text_is_any_value(version: str) -> None:
    member = {"type": "string", "description": "What it says", "minLength": 1}
    content = {MULTIPART: {"schema": {"type": "object", "properties": {"note": member}}}}
    post = shown({"requestBody": {"content": content}}, version=version)
    said = post["requestBody"]["content"][MULTIPART]["schema"]["properties"]["note"]
    assert (said["description"], said["anyOf"][0], said[ADDED]) == ("What it says", member, True)
    tree = {"openapi": version, "info": {"title": "T", "version": "1"}, "paths": {"/x": {"post": post}}}
    (operation,) = compile_contract(from_tree(tree)).operations
    for value in ("a", "true", "null", "5", "{}"):
        body = f'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\n{value}\r\n--b--\r\n'.encode()
        request = Request("POST", "/x", "", (("content-type", f"{MULTIPART}; boundary=b"),), body)
        assert operation.read(request, {}).violations == []


def test_texts_of_a_form_in_one_line_stay_as_they_are() -> None:
    assert form({"type": "string"}, FORM) == {"type": "string"}
