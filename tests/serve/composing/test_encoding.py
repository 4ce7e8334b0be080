from typing import Any

import pytest

LIST = {"type": "array", "items": {"enum": ["a,b", "c.d", "e&f=g h"]}, "minItems": 3}
ITEMS = ["a,b", "c.d", "e&f=g h"]
BARE = {"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 2}
POINT = {
    "type": "object",
    "properties": {"x": {"type": "integer"}, "y": {"enum": ["a,b;c=d"]}},
    "required": ["x", "y"],
}
PLAIN = {
    "type": "object",
    "properties": {"x": {"type": "integer"}, "y": {"type": "boolean"}},
    "required": ["x", "y"],
}
FORMS = [
    *[("path", style, explode) for style in ("simple", "label", "matrix") for explode in (False, True)],
    *[("query", "form", explode) for explode in (False, True)],
]


def _get(location: str, schema: Any, example: Any, **more: Any) -> Any:
    node = {"name": "p", "in": location, "required": True, "schema": schema, "example": example, **more}
    path = "/x/{p}" if location == "path" else "/x"
    return {path: {"get": {"parameters": [node], "responses": {"200": {"description": ""}}}}}


@pytest.mark.parametrize(("schema", "example"), [(LIST, ITEMS), (POINT, {"x": 1, "y": "a,b;c=d"})])
@pytest.mark.parametrize(("location", "style", "explode"), FORMS)
def test_lists_and_objects_arrive_in_every_style(
    make_mount: Any, paste: Any, location: str, style: str, schema: Any, example: Any, *, explode: bool
) -> None:
    mount = make_mount(_get(location, schema, example, style=style, explode=explode))
    assert paste(mount).status_code == 200


@pytest.mark.parametrize(
    ("location", "style", "schema", "example"),
    [
        ("query", "spaceDelimited", BARE, ["a", "b"]),
        ("query", "pipeDelimited", LIST, ITEMS),
        ("query", "deepObject", POINT, {"x": 1, "y": "a,b;c=d"}),
        ("header", "simple", BARE, ["a", "b"]),
        ("header", "simple", PLAIN, {"x": 1, "y": True}),
        ("cookie", "form", BARE, ["a", "b"]),
        ("cookie", "form", PLAIN, {"x": 1, "y": True}),
    ],
)
@pytest.mark.parametrize("explode", [False, True])
def test_the_styles_of_one_place_arrive(
    make_mount: Any, paste: Any, location: str, style: str, schema: Any, example: Any, *, explode: bool
) -> None:
    mount = make_mount(_get(location, schema, example, style=style, explode=explode))
    assert paste(mount).status_code == 200


@pytest.mark.parametrize("location", ["query", "header", "cookie", "path"])
def test_a_parameter_with_content_is_sent_as_json(make_mount: Any, paste: Any, location: str) -> None:
    paths = _get(location, None, {"x": 1, "y": True}, content={"application/json": {"schema": PLAIN}})
    operation = next(iter(paths.values()))["get"]
    del operation["parameters"][0]["schema"]
    assert paste(make_mount(paths)).status_code == 200
