from typing import Any

import pytest

from vertrag.serve.showing.sample_bodies import sample_body

HOSTILE = {
    "type": "object",
    "properties": {"a": {"enum": ["b&c=d e", "@f"]}, "n": {"type": "integer", "minimum": 3}},
    "required": ["a", "n"],
}
OR_EMPTY = {
    "anyOf": [{"type": "object", "required": ["b"], "properties": {"b": {"enum": ["c d"]}}}, {"enum": [""]}]
}
NESTED = {"type": "object", "required": ["a"], "properties": {"a": OR_EMPTY}}


def _post(media_type: str, **node: Any) -> Any:
    body = {"required": True, "content": {media_type: node}}
    return {"/x": {"post": {"requestBody": body, "responses": {"200": {"description": ""}}}}}


def test_a_form_without_a_part_gives_way_to_another_media_type(make_mount: Any) -> None:
    file = {"schema": {"type": "object", "format": "file"}}
    paths = _post("multipart/form-data", **file)
    paths["/x"]["post"]["requestBody"]["content"]["application/octet-stream"] = file
    mount = make_mount(paths)
    body = sample_body(mount.contract.document, mount.contract.operations[0])
    assert body.content_type == "application/octet-stream"


@pytest.mark.parametrize(
    ("media_type", "node"),
    [
        ("application/json", {"schema": HOSTILE}),
        ("application/vnd.x+json", {"schema": HOSTILE}),
        ("application/x-www-form-urlencoded", {"schema": HOSTILE}),
        ("application/x-www-form-urlencoded", {"schema": NESTED, "encoding": {"a": {"style": "deepObject"}}}),
        ("multipart/form-data", {"schema": HOSTILE}),
        ("multipart/form-data", {"schema": {"type": "string", "format": "binary"}}),
        ("multipart/mixed", {"schema": {"type": "array", "items": HOSTILE}}),
        ("text/plain", {"schema": {"type": "string", "minLength": 3}}),
        ("application/xml", {"example": "<a/>"}),
        ("application/xml", {"schema": HOSTILE}),
        ("application/x-ndjson", {"itemSchema": HOSTILE}),
        ("application/json-seq", {"itemSchema": {"type": "string"}, "schema": None}),
        ("application/octet-stream", {}),
        ("image/*", {}),
        ("*/*", {}),
    ],
)
def test_a_body_of_every_kind_is_accepted(make_mount: Any, paste: Any, media_type: str, node: Any) -> None:
    assert paste(make_mount(_post(media_type, **node))).status_code == 200


def test_an_example_that_breaks_its_schema_gives_way_to_one_that_does_not(
    make_mount: Any, paste: Any
) -> None:
    mount = make_mount(_post("application/json", example={"a": 1}, schema=HOSTILE))
    assert paste(mount).status_code == 200


def test_parts_are_files_json_or_text_taken_as_it_is(make_mount: Any) -> None:
    members = {"f": {"type": "string", "format": "binary"}, "o": {"type": "object"}, "t": {"type": "string"}}
    example = {"f": 'a"b', "o": {"x": 1}, "t": "@home"}
    schema = {"type": "object", "properties": members}
    mount = make_mount(_post("multipart/form-data", schema=schema, example=example))
    assert sample_body(mount.contract.document, mount.contract.operations[0]).options == (
        ("-F", 'f="a\\"b";filename=example;type=application/octet-stream'),
        ("-F", 'o="{\\"x\\": 1}";type=application/json'),
        ("--form-string", "t=@home"),
    )
