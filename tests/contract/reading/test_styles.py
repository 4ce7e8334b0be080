from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.reading.styles import MISSING, Style
from vertrag.contract.reading.wire import Undecodable, query_pairs
from vertrag.contract.schema.shapes import shape_of

STRING = {"type": "string"}
ARRAY = {"type": "array", "items": STRING}
OBJECT = {"type": "object", "properties": {"R": {"type": "integer"}, "G": {"type": "integer"}}}


def style(location: Any, name: str, schema: Any, *, explode: bool = False, **more: Any) -> Style:
    shape = shape_of(from_tree({"openapi": "3.1.0"}), schema)
    return Style("color", "color", location, name, explode, shape, **more)


def read(text: str, location: Any, name: str, schema: Any, *, explode: bool = False) -> Any:
    return style(location, name, schema, explode=explode).decoder()({"color": [text]})


# The rows and columns of the table in OAS 3.1.1 §4.8.12.5 that are defined: empty, string, array, object.
@pytest.mark.parametrize(
    ("location", "name", "explode", "texts"),
    [
        ("path", "matrix", False, (";color", ";color=b", ";color=b,k", ";color=R,1,G,2")),
        ("path", "matrix", True, (";color", ";color=b", ";color=b;color=k", ";R=1;G=2")),
        ("path", "label", False, (".", ".b", ".b,k", ".R,1,G,2")),
        ("path", "label", True, (".", ".b", ".b.k", ".R=1.G=2")),
        ("path", "simple", False, ("", "b", "b,k", "R,1,G,2")),
        ("header", "simple", True, ("", "b", "b, k", "R=1, G=2")),
        ("query", "form", False, ("", "b", "b,k", "R,1,G,2")),
        ("query", "spaceDelimited", False, (None, None, "b%20k", "R%201%20G%202")),
        ("query", "pipeDelimited", False, (None, None, "b%7Ck", "R%7C1%7CG%7C2")),
    ],
)
def test_the_table_of_styles(location: Any, name: str, explode: bool, texts: tuple[str, ...]) -> None:  # noqa: FBT001 - a column of the table
    values = ("", "b", ["b", "k"], {"R": 1, "G": 2})
    for text, schema, value in zip(texts, (STRING, STRING, ARRAY, OBJECT), values, strict=True):
        if text is not None:
            assert read(text, location, name, schema, explode=explode) == value


def test_an_exploded_object_takes_the_names_that_belong_to_nobody() -> None:
    free = {"type": "object", "additionalProperties": {"type": "integer"}}
    made = style("query", "form", free, explode=True, taken=frozenset({"limit"}))
    assert made.decoder()(query_pairs("a=1&limit=5&b=2")) == {"a": 1, "b": 2}


def test_a_name_that_is_sent_twice_is_no_choice_of_ours() -> None:
    with pytest.raises(Undecodable, match="sent 2 times"):
        style("query", "form", STRING, explode=True).decoder()({"color": ["a", "b"]})


def test_a_member_of_an_exploded_object_is_sent_as_often_as_its_schema_lets_it() -> None:
    members = {"tags": {"type": "array", "items": {"type": "integer"}}, "size": {"type": "integer"}}
    read_object = style("query", "form", {"type": "object", "properties": members}, explode=True).decoder()
    assert read_object(query_pairs("tags=1&tags=2&size=3")) == {"tags": [1, 2], "size": 3}
    assert read_object(query_pairs("tags=1")) == {"tags": [1]}
    with pytest.raises(Undecodable, match="sent 2 times"):
        read_object(query_pairs("size=3&size=4"))
    read_any = style("query", "form", {"type": "object"}, explode=True).decoder()
    assert read_any(query_pairs("a=1&a=2&b=3")) == {"a": ["1", "2"], "b": "3"}


def test_what_was_not_sent_is_missing() -> None:
    for schema in (STRING, ARRAY, OBJECT):
        assert style("query", "form", schema, explode=True).decoder()({}) is MISSING


@pytest.mark.parametrize("schema", [{"anyOf": [ARRAY, {"type": "null"}]}, {"anyOf": [ARRAY]}])
def test_a_list_of_one_item_within_a_choice_is_a_list(schema: Any) -> None:
    made = style("query", "form", schema, explode=True, accepts=lambda value: isinstance(value, list | None))
    assert made.decoder()({"color": ["a"]}) == ["a"]


@pytest.mark.parametrize(("keeps_plus", "expected"), [(True, "a+b c/d"), (False, "a b c/d")])
def test_a_plus_is_a_plus_where_reserved_characters_are_allowed(keeps_plus: bool, expected: str) -> None:  # noqa: FBT001 - both cases
    made = style("query", "form", STRING, explode=True, keeps_plus=keeps_plus)
    assert made.decoder()({"color": ["a+b%20c/d"]}) == expected


@pytest.mark.parametrize(
    ("name", "text", "schema", "expected"),
    [
        ("form", "a%20b", STRING, "a b"),
        ("form", "100%", STRING, "100%"),
        ("cookie", "a%20b", STRING, "a%20b"),
        ("form", "a&color=b", ARRAY, ["a", "b"]),
        ("form", "a,b", ARRAY, ["a", "b"]),
    ],
)
def test_cookies_are_read_leniently(name: str, text: str, schema: Any, expected: Any) -> None:
    assert read(text, "cookie", name, schema, explode=True) == expected


def test_a_schema_that_says_nothing_of_types_takes_a_list_as_well() -> None:
    free = style("query", "form", {"default": 24}, explode=True).decoder()
    assert [free({"color": texts}) for texts in (["a"], ["a", "b"])] == ["a", ["a", "b"]]


@pytest.mark.parametrize(
    ("name", "explode", "text", "schema"),
    [
        ("label", False, "b", STRING),
        ("matrix", False, ";other=b", STRING),
        ("simple", False, "R,1,G", OBJECT),
        ("simple", True, "R,1", OBJECT),
    ],
)
def test_a_text_without_the_form_of_its_style_is_refused(
    name: str,
    explode: bool,  # noqa: FBT001 - a column of the table
    text: str,
    schema: Any,
) -> None:
    with pytest.raises(Undecodable):
        read(text, "path", name, schema, explode=explode)
