import pytest

from vertrag.contract.content.bodies import NOT_JUDGED, compile_body
from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.schemas import Schemas

CONTENT = {
    "*/*": {},
    "application/json": {"schema": {"type": "integer"}},
    "application/*": {},
    "image/png": {"schema": {"type": "string", "format": "binary"}},
}
TREE = {"openapi": "3.0.3", "paths": {}, "content": CONTENT, "components": {}}


def body(*, required: bool = False):  # type: ignore[no-untyped-def]  # noqa: ANN201 - the type under test
    return compile_body(Schemas(from_tree(TREE)), CONTENT, "/content", "request", required=required)


@pytest.mark.parametrize(
    ("content_type", "declared"),
    [
        ("application/json; charset=utf-8", "application/json"),
        ("APPLICATION/JSON", "application/json"),
        ("application/xml", "application/*"),
        ("image/png", "image/png"),
        ("text/plain", "*/*"),
    ],
)
def test_the_most_specific_declared_media_type_describes_a_body(content_type: str, declared: str) -> None:
    assert body().media_type(content_type).name == declared


def test_a_media_type_without_a_name_is_none() -> None:
    assert compile_body(Schemas(from_tree(TREE)), {" ": {}}, "/content", "response").media_types == ()


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[" * 100_000, b"NaN", b'"\\ud800"', b"", b"1 2"])
def test_json_that_cannot_be_read_is_a_violation(content: bytes) -> None:
    value, violations = body(required=True).read(content, "application/json")
    assert value is NOT_JUDGED
    assert [violation.rule for violation in violations] == ["malformed"]


def test_integers_beyond_64_bits_are_integers_still() -> None:
    value, violations = body().read(b"9" * 30, "application/json")
    assert (value, violations) == (pytest.approx(10**30), [])


def test_bytes_become_a_text_of_as_many_characters() -> None:
    assert body().read(b"\x89PNG\xff", "image/png") == ("\x89PNG\xff", [])


def test_a_form_without_a_byte_is_a_form_without_members() -> None:
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "required": ["a"]}}}
    document = from_tree({**TREE, "components": {"requestBodies": {"F": {"content": form}}}})
    optional = compile_body(Schemas(document), form, "/components/requestBodies/F/content", "request")
    value, violations = optional.read(b"", "application/x-www-form-urlencoded")
    assert (value, [each.rule for each in violations]) == ({}, ["required"])
    assert optional.read(b"", "") == (None, [])
