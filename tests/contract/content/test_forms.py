from typing import Any

import pytest

from vertrag.contract.content.forms import Form
from vertrag.contract.loading.document import from_tree
from vertrag.contract.reading.wire import MOST_PARTS, Undecodable

MEMBERS = {
    "n": {"type": "integer"},
    "tags": {"type": "array", "items": {"type": "string"}},
    "address": {"type": "object", "properties": {"city": {"type": "string"}, "no": {"type": "integer"}}},
}


def read(text: str, encoding: Any = None) -> Any:
    form = Form(from_tree({"openapi": "3.0.4"}), {"type": "object", "properties": MEMBERS}, encoding)
    value, faults = form.decode(text.encode(), "")
    assert not faults
    return value


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("n=5&tags=a+b&tags=c%26d", None, {"n": 5, "tags": ["a b", "c&d"]}),
        # OAS 3.0.4 §4.7.14.2: the default content type of an object is JSON.
        ("address=%7B%22city%22%3A%22Ulm%22%7D", None, {"address": {"city": "Ulm"}}),
        ("address[city]=Ulm&address[no]=3", None, {"address": {"city": "Ulm", "no": 3}}),
        ("tags=a,b", {"tags": {"explode": False}}, {"tags": ["a", "b"]}),
        ("tags=a%20b", {"tags": {"style": "spaceDelimited"}}, {"tags": ["a", "b"]}),
        ("tags=a|b", {"tags": {"style": "pipeDelimited"}}, {"tags": ["a", "b"]}),
        ("address[no]=3", {"address": {"style": "deepObject"}}, {"address": {"no": 3}}),
        ("city=Ulm&no=3", {"address": {"style": "form"}}, {"address": {"city": "Ulm", "no": 3}}),
        ("address=city,Ulm", {"address": {"explode": False}}, {"address": {"city": "Ulm"}}),
        ("tags=%5B%22a%22%5D", {"tags": {"contentType": "application/json"}}, {"tags": ["a"]}),
        ("more=1&more=2", None, {"more": ["1", "2"]}),
        ("", None, {}),
    ],
)
def test_members_are_read_by_their_encoding(text: str, encoding: Any, expected: Any) -> None:
    assert read(text, encoding) == expected


def test_names_with_brackets_reach_deep_and_an_empty_text_is_one_where_a_text_may_be() -> None:
    schema: Any = {"type": "integer"}
    for name in "edcba":
        schema = {"type": "object", "properties": {name: {"type": "array", "items": schema}}}
    either = {"anyOf": [{"type": "array", "items": {"type": "object"}}, {"enum": [""]}]}
    schema["properties"]["none"] = either
    schema["properties"]["o"] = {"type": "object", "properties": {"none": either}}
    form = Form(from_tree({"openapi": "3.0.4"}), schema, None)
    value, _ = form.decode(b"a[0][b][0][c][0][d][0][e][0]=7&none=&o[none]=", "")
    assert value == {"a": [{"b": [{"c": [{"d": [{"e": [7]}]}]}]}], "none": "", "o": {"none": ""}}


def test_a_fault_names_its_member() -> None:
    with pytest.raises(Undecodable) as caught:
        read("address=%7B", {"address": {"contentType": "application/json"}})
    assert caught.value.pointer == "/address"


def test_bytes_beyond_ascii_are_no_form() -> None:
    with pytest.raises(Undecodable, match="neither ASCII"):
        read("n=ü")


def test_a_form_has_a_bounded_number_of_members() -> None:
    with pytest.raises(Undecodable, match="more than"):
        read("n=1&" * MOST_PARTS)
