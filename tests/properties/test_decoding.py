"""Whatever a client sends is decoded or refused; what a client encodes by the book comes back as it was."""

from typing import Any
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract
from vertrag.exchange import Request
from vertrag.serialization import to_json

NAME = "color"
SCALARS = st.integers() | st.booleans() | st.text(min_size=1)
LISTS = st.lists(st.text(min_size=1), min_size=1)
OBJECTS = st.fixed_dictionaries({}, optional={name: st.text(min_size=1) for name in "RGB"}).filter(bool)

SCHEMAS: dict[str, Any] = {
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "string": {"type": "string"},
    "array": {"type": "array", "items": {"type": "string"}},
    "object": {"type": "object", "properties": {key: {"type": "string"} for key in "RGB"}},
    "any": {},
    "union": {
        "anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "number"}}, {"type": "null"}]
    },
}


def contract(location: str, schema: Any, **how: Any) -> Contract:
    path = "/x/{color}" if location == "path" else "/x"
    parameter = {"name": NAME, "in": location, "required": location == "path", "schema": schema, **how}
    body = {
        "content": {
            "application/json": {"schema": SCHEMAS["union"]},
            "application/x-www-form-urlencoded": {"schema": SCHEMAS["object"]},
        }
    }
    node = {"parameters": [parameter], "requestBody": body, "responses": {}}
    return compile_contract(from_tree({"openapi": "3.1.0", "paths": {path: {"post": node}}}))


def read(compiled: Contract, path: str = "/x", query: str = "", headers: Any = (), body: bytes = b"") -> Any:
    found = compiled.find("POST", path)
    assert found is not None
    return found[0].read(Request("POST", path, query, headers, body), found[1])


HOW = st.sampled_from(
    [
        *(
            ("query", {"style": style, "explode": explode})
            for style in ("form", "spaceDelimited", "pipeDelimited", "deepObject")
            for explode in (True, False)
        ),
        *(
            ("path", {"style": style, "explode": explode})
            for style in ("simple", "label", "matrix")
            for explode in (True, False)
        ),
        ("header", {}),
        ("cookie", {}),
    ]
)
WIRE = st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=30) | st.text(
    alphabet="color=;.,&%+[]|RGB012%20%2C%FF", max_size=30
)


@given(
    HOW,
    st.sampled_from(sorted(SCHEMAS)),
    WIRE,
    WIRE,
    st.binary(max_size=40),
    st.sampled_from(["application/json", "application/x-www-form-urlencoded", "", "a/b"]),
)
def test_any_bytes_are_read_or_refused_and_can_be_said_again(
    how: Any, schema: str, text: str, query: str, body: bytes, content_type: str
) -> None:
    location, options = how
    segment = text.replace("/", "") or "x"
    headers = ((NAME, text), ("cookie", text), ("content-type", content_type))
    path = f"/x/{segment}" if location == "path" else "/x"
    reading = read(contract(location, SCHEMAS[schema], **options), path, query, headers, body)
    assert to_json(reading.arguments)
    assert all(str(violation) for violation in reading.violations)


@given(SCALARS)
def test_a_scalar_in_a_query_comes_back(value: Any) -> None:
    schema = SCHEMAS[
        "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int) else "string"
    ]
    text = str(value).lower() if isinstance(value, bool) else str(value)
    reading = read(contract("query", schema), query=f"{NAME}={quote(text, safe='')}")
    assert (reading.arguments[NAME], reading.violations) == (value, [])


def joined(values: list[str], separator: str) -> str:
    return separator.join(quote(value, safe="") for value in values)


@given(
    LISTS,
    st.sampled_from([("form", False, ","), ("spaceDelimited", False, "%20"), ("pipeDelimited", False, "|")]),
)
def test_a_list_in_a_query_comes_back(values: list[str], how: tuple[str, bool, str]) -> None:
    style, explode, separator = how
    if separator == "%20" and any(" " in value for value in values):
        return  # the style has no way to say a space inside of an item
    if separator == "|" and any("|" in value for value in values):
        return  # clients must encode the pipe, so an encoded one separates
    reading = read(
        contract("query", SCHEMAS["array"], style=style, explode=explode),
        query=f"{NAME}={joined(values, separator)}",
    )
    assert reading.arguments[NAME] == values


@given(LISTS)
def test_an_exploded_list_in_a_query_comes_back(values: list[str]) -> None:
    query = "&".join(f"{NAME}={quote(value, safe='')}" for value in values)
    assert read(contract("query", SCHEMAS["array"]), query=query).arguments[NAME] == values


@given(
    LISTS,
    st.sampled_from(
        [("simple", False), ("label", True), ("label", False), ("matrix", True), ("matrix", False)]
    ),
)
def test_a_list_in_a_path_comes_back(values: list[str], how: tuple[str, bool]) -> None:
    style, explode = how
    texts = [quote(value, safe="").replace(".", "%2E") for value in values]
    written = {
        ("simple", False): ",".join(texts),
        ("label", True): "." + ".".join(texts),
        ("label", False): "." + ",".join(texts),
        ("matrix", True): "".join(f";{NAME}={text}" for text in texts),
        ("matrix", False): f";{NAME}=" + ",".join(texts),
    }[how]
    compiled = contract("path", SCHEMAS["array"], style=style, explode=explode)
    assert read(compiled, f"/x/{written}").arguments[NAME] == values


@given(OBJECTS)
def test_a_deep_object_comes_back(value: dict[str, str]) -> None:
    query = "&".join(f"{NAME}[{name}]={quote(text, safe='')}" for name, text in value.items())
    compiled = contract("query", SCHEMAS["object"], style="deepObject", explode=True)
    assert read(compiled, query=query).arguments[NAME] == value
