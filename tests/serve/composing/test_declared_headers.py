from typing import Any

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.invent.values import Impossible
from vertrag.serve.composing.declared_headers import header_lines


def lines(header: dict[str, Any], invented: Any = None, name: str = "X-Header") -> list[tuple[str, str]]:
    responses = {"200": {"description": "d", "headers": {name: header}}}
    document = from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": {"responses": responses}}}})
    (operation,) = compile_contract(document).operations

    def invent(_: Any) -> Any:
        if invented is None:
            raise Impossible("nothing fits")
        return invented

    node = operation.node["responses"]["200"]
    return list(header_lines(document, node, operation.responses["200"], invent))


def test_an_example_is_preferred_to_what_is_invented() -> None:
    assert lines({"schema": {"type": "integer"}, "example": 5}, 6) == [("x-header", "5")]


def test_what_http_says_of_a_header_is_kept() -> None:
    text = {"schema": {"type": "string"}}
    assert lines(text, "Beispiel", name="ETag") == [("etag", '"1"')]
    assert lines({"schema": {"type": "integer"}}, 5, name="Retry-After") == [("retry-after", "120")]
    assert lines(text, "Beispiel", name="Last-Modified") == [
        ("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT")
    ]
    assert lines({"schema": {"enum": ["never"]}}, "never", name="Retry-After") == [("retry-after", "never")]


def test_an_example_that_breaks_its_schema_is_not_sent() -> None:
    assert lines({"schema": {"type": "integer"}, "example": "five"}, 6) == [("x-header", "6")]


def test_what_no_header_can_carry_is_left_out() -> None:
    assert lines({"schema": {"type": "string"}, "example": "two\nlines"}) == []


def test_how_the_message_is_sent_is_not_for_the_document_to_say() -> None:
    assert lines({"schema": {"type": "string"}, "example": "gzip"}, name="Content-Encoding") == []


def test_objects_explode_as_their_description_says() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "boolean"}}}
    assert lines({"schema": schema, "explode": True}, {"a": True}) == [("x-header", "a=true")]
    assert lines({"schema": schema}, {"a": True}) == [("x-header", "a,true")]


def test_content_is_written_in_its_media_type() -> None:
    content = {"application/json": {"schema": {"type": "array"}}}
    assert lines({"content": content}, ["a", 1]) == [("x-header", '["a",1]')]


def test_the_date_is_for_who_sends_the_message_to_write() -> None:
    assert lines({"required": True, "schema": {"type": "string"}, "example": "today"}, name="Date") == []
