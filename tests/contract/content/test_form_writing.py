from typing import Any

import pytest

from vertrag.contract.content.encoders import encoder
from vertrag.contract.content.form_writing import form_writer, with_boundary
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract

DOCUMENT = from_tree({"openapi": "3.1.0"})
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "numbers": {"type": "array", "items": {"type": "integer"}},
        "object": {"type": "object", "properties": {"a": {"type": "integer"}}},
        "file": {"type": "string", "format": "binary"},
        'quo"ted': {"type": "boolean"},
        "list": {"type": "array", "items": {"type": "string"}},
        "spread": {"type": "object", "properties": {"s": {"type": "integer"}}},
        "whole": {"type": "array", "items": {"type": "integer"}},
    },
}
VALUE = {
    "text": "ä & b=c",
    "numbers": [1, 2.0],
    "object": {"a": 1},
    "file": "\x00ÿ",
    'quo"ted': True,
    "list": ["a", "b"],
    "spread": {"s": 7},
    "whole": [1, 2],
}


STYLED = {
    "object": {"style": "deepObject"},
    "numbers": {"style": "pipeDelimited"},
    "list": {"style": "form", "explode": False},
    "spread": {"style": "form"},
    "whole": {"contentType": "application/json"},
}


@pytest.mark.parametrize(
    ("media_type", "encoding"),
    [
        ("multipart/form-data", {"text": {"contentType": "text/plain"}}),
        ("multipart/form-data", {"object": {"contentType": "application/xml"}}),
        ("application/x-www-form-urlencoded", {"text": {"contentType": "text/plain"}}),
        ("application/x-www-form-urlencoded", STYLED),
    ],
)
def test_what_is_written_is_read_back(media_type: str, encoding: Any) -> None:
    content = {media_type: {"schema": SCHEMA, "encoding": encoding}}
    responses = {"200": {"description": "", "content": content}}
    tree = {"openapi": "3.1.0", "paths": {"/x": {"get": {"responses": responses}}}}
    body = compile_contract(from_tree(tree)).operations[0].responses["200"].body
    encode = body.media_types[0].encode
    assert encode is not None
    value, violations = body.read(encode(VALUE), with_boundary(media_type))
    assert (value, violations) == (VALUE, [])


def test_parts_of_a_list_have_one_name_and_what_is_unnamed_is_one_part() -> None:
    write = form_writer(DOCUMENT, "multipart/mixed", {}, encoder)
    assert write is not None
    assert write({"a": [1, "b"]}).count(b'name="a"') == 2
    assert write("b").count(b'name=""') == 1


def test_a_boundary_is_added_where_there_is_none() -> None:
    assert with_boundary("Multipart/Mixed").startswith("Multipart/Mixed; boundary=")
    assert with_boundary("multipart/mixed; boundary=x") == "multipart/mixed; boundary=x"
    assert with_boundary("text/plain") == "text/plain"
