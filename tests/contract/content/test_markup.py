import time
from typing import Any

import pytest

from vertrag.contract.content.markup import Markup
from vertrag.contract.loading.document import from_tree
from vertrag.contract.reading.wire import Undecodable

STRINGS = {"type": "array", "items": {"type": "string"}}
ANIMALS = {"type": "array", "items": {"type": "string", "xml": {"name": "animal"}}}


def read(text: str | bytes, schema: Any, content_type: str = "") -> Any:
    content = text.encode() if isinstance(text, str) else text
    return Markup(from_tree({"openapi": "3.2.0"}), schema).decode(content, content_type)[0]


def member(schema: Any) -> Any:
    return {"type": "object", "properties": {"animals": schema}}


# The examples of OAS 3.0 §4.7.25.2.
@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (STRINGS, "<r><animals>a</animals><animals>b</animals></r>"),
        (ANIMALS, "<r><animal>a</animal><animal>b</animal></r>"),
        ({**ANIMALS, "xml": {"name": "aliens"}}, "<r><animal>a</animal><animal>b</animal></r>"),
        (
            {**STRINGS, "xml": {"wrapped": True}},
            "<r><animals><animals>a</animals><animals>b</animals></animals></r>",
        ),
        (
            {**STRINGS, "xml": {"name": "aliens", "wrapped": True}},
            "<r><aliens><aliens>a</aliens><aliens>b</aliens></aliens></r>",
        ),
        (
            {**ANIMALS, "xml": {"name": "aliens", "wrapped": True}},
            "<r><aliens><animal>a</animal><animal>b</animal></aliens></r>",
        ),
    ],
)
def test_lists_are_wrapped_and_named_by_their_hints(schema: Any, text: str) -> None:
    assert read(text, member(schema)) == {"animals": ["a", "b"]}


PERSON: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "xml": {"attribute": True}},
        "name": {"type": "string", "xml": {"namespace": "http://example.com/s", "prefix": "sample"}},
        "age": {"type": ["integer", "null"]},
    },
    "xml": {"name": "person"},
}


def test_attributes_names_and_namespaces_are_read() -> None:
    text = '<person id="7" xmlns:x="http://example.com/s"><x:name>Ada</x:name><age>5</age></person>'
    assert read(text, PERSON) == {"id": 7, "name": "Ada", "age": 5}


def test_a_name_in_another_namespace_is_another_name() -> None:
    other = {
        **PERSON,
        "properties": {"given": {"xml": {"name": "name", "namespace": "http://example.com/s"}}},
    }
    assert read("<person><name>Ada</name></person>", other) == {"name": "Ada"}
    assert read("<person><name>Ada</name></person>", PERSON) == {"{}name": "Ada"}


def test_the_text_of_an_element_may_be_a_member() -> None:
    text = {"type": "integer", "xml": {"nodeType": "text"}}
    unit = {"type": "string", "xml": {"nodeType": "attribute"}}
    schema = {"type": "object", "properties": {"value": text, "unit": unit}}
    assert read('<r unit="kWh">5</r>', schema) == {"value": 5, "unit": "kWh"}


def test_null_is_said_by_an_attribute() -> None:
    text = '<person xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><age i:nil="true"/></person>'
    assert read(text, PERSON) == {"age": None}


def test_an_element_that_should_be_an_object_and_says_null_is_null() -> None:
    assert read("<r><animals>null</animals></r>", member({"type": "object"})) == {"animals": None}
    text = {"type": "object", "properties": {"value": {"type": "string", "xml": {"nodeType": "text"}}}}
    assert read("<r><animals>null</animals></r>", member(text)) == {"animals": {"value": "null"}}


def test_what_no_hint_explains_becomes_a_member() -> None:
    text = "<r a='1'><b>2</b><c><d>3</d></c></r>"
    assert read(text, {"type": "object"}) == {"a": "1", "b": "2", "c": {"d": "3"}}


def test_a_list_that_is_not_wrapped_is_empty_where_nothing_is_sent() -> None:
    assert read("<r/>", member(STRINGS)) == {"animals": []}


def test_the_root_may_be_a_list_or_a_text() -> None:
    assert read("<r><i>1</i><i>2</i></r>", {"type": "array", "items": {"type": "integer"}}) == [1, 2]
    assert read("<r> 5 </r>", {"type": "integer"}) == 5


def test_a_root_of_another_name_is_a_fault() -> None:
    _, faults = Markup(from_tree({"openapi": "3.0.3"}), PERSON).decode(b"<cat/>", "")
    assert [fault.message for fault in faults] == ["its root element is 'cat', expected 'person'"]


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        ('<?xml version="1.0" encoding="ISO-8859-1"?><r>\xe4</r>'.encode("latin-1"), ""),
        ("<r>\xe4</r>".encode("latin-1"), "text/xml; charset=iso-8859-1"),
        ("<r>\xe4</r>".encode("utf-16"), ""),
    ],
)
def test_every_declared_charset_is_read(content: bytes, content_type: str) -> None:
    assert read(content, {"type": "string"}, content_type) == "\xe4"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "text",
    [
        "<r>",
        "no xml",
        "",
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><r>&l11;</r>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><r>&x;</r>',
        '<!DOCTYPE r SYSTEM "http://example.com/r.dtd"><r/>',
        "<r>&undefined;</r>",
        "<r>" * 100_000 + "</r>" * 100_000,
    ],
    ids=["open", "none", "empty", "laughs", "file", "external", "undefined", "deep"],
)
def test_what_is_no_xml_or_made_to_harm_is_refused_at_once(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(Undecodable):
        read(text, {"type": "string"})
    assert time.perf_counter() - started < 1


def test_the_name_of_a_part_of_a_composition_does_not_name_the_root() -> None:
    part = {"type": "object", "xml": {"name": "user"}, "properties": {"a": {"type": "integer"}}}
    document = from_tree({"openapi": "3.1.0", "components": {"schemas": {"Part": part}}})
    for schema, faults in (({"allOf": [part]}, 0), (part, 1), ({"$ref": "#/components/schemas/Part"}, 1)):
        value, found = Markup(document, schema).decode(b"<User><a>1</a></User>", "")
        assert (value, len(found)) == ({"a": 1}, faults)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<r>yes</r>", "yes"),
        ("<r> \n </r>", {}),
        ("<r/>", {}),
        ("<r>yes<a>b</a></r>", {"a": "b"}),
    ],
)
def test_a_text_alone_is_no_object(text: str, value: Any) -> None:
    assert read(text, {"type": "object", "properties": {"a": {"type": "string"}}}) == value


@pytest.mark.parametrize(
    ("hints", "tag", "is_animals"),
    [
        ((None, "zoo"), "zoo", True),
        ((None, "zoo"), "animals", True),
        (("park", "zoo"), "park", True),
        (("park", "zoo"), "animals", False),
    ],
)
def test_a_part_of_a_composition_may_name_a_member_or_not(
    hints: tuple[str | None, str],
    tag: str,
    is_animals: bool,  # noqa: FBT001 - a parametrized expectation
) -> None:
    own, inner = hints
    part = {"type": "object", "properties": {"n": {"type": "integer"}}, "xml": {"name": inner}}
    whole = {"allOf": [part], **({"xml": {"name": own}} if own else {})}
    value = read(f"<r><{tag}><n>1</n></{tag}></r>", member(whole))
    assert (value.get("animals") == {"n": 1}) is is_animals


def test_a_wrapper_with_a_text_is_no_list() -> None:
    wrapped = {**STRINGS, "xml": {"wrapped": True}}
    assert read("<r><animals> </animals></r>", member(wrapped)) == {"animals": []}
    assert read("<r><animals>a</animals></r>", member(wrapped)) == {"animals": "a"}
