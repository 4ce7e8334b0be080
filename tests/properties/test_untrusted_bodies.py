"""Whatever bytes and patterns come in, the contract answers with a value or a violation."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from vertrag.contract.content.bodies import compile_body
from vertrag.contract.content.encoders import encoder
from vertrag.contract.content.markup import Markup
from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.patterns import meant, readable
from vertrag.contract.schema.schemas import Schemas
from vertrag.serialization import to_json

MEMBERS: dict[str, Any] = {
    "n": {"type": "integer"},
    "list": {"type": "array", "items": {"type": "object"}},
    "file": {"type": "string", "format": "binary"},
    "deep": {"type": "object", "properties": {"x": {"type": "boolean", "xml": {"attribute": True}}}},
}
SCHEMA = {"type": "object", "properties": MEMBERS}
MEDIA_TYPES = [
    *("application/json", "application/xml", "application/x-ndjson", "application/json-seq"),
    *("text/event-stream", "text/plain", "multipart/form-data", "multipart/mixed", "image/png"),
    "application/x-www-form-urlencoded",
]
CONTENT = {name: {"schema": SCHEMA, "encoding": {"deep": {"style": "deepObject"}}} for name in MEDIA_TYPES}
PLACE = "/paths/~1/post/requestBody/content"
BODY = compile_body(
    Schemas(from_tree({"openapi": "3.0.3", "paths": {"/": {"post": {"requestBody": {"content": CONTENT}}}}})),
    CONTENT,
    PLACE,
    "request",
)
NEARLY = st.lists(
    st.sampled_from(
        [
            *(b"--b", b"--b--", b"\r\n", b"\r\n\r\n", b"\n", b"\x1e", b"data: ", b"{", b"}", b'"n":', b"5"),
            *(b'Content-Disposition: form-data; name="n"', b'Content-Disposition: form-data; name="list"'),
            *(b"Content-Type: application/json", b"Content-Type: text/plain; charset=x", b"&", b"=", b"%"),
            *(
                b"deep[x]",
                b"[",
                b"]",
                b"<n>",
                b"</n>",
                b"<deep x='1'>",
                b"</deep>",
                b"<?xml?>",
                b"&amp;",
                b"\xff",
            ),
        ]
    ),
    max_size=20,
).map(b"".join)
PARAMETERS = st.sampled_from(
    ["", "; boundary=b", "; boundary=", "; charset=utf-16", "; charset=x; boundary=\xff"]
)


@given(st.sampled_from(MEDIA_TYPES), PARAMETERS, NEARLY | st.binary(max_size=60))
@example("multipart/form-data", "; boundary=b", b"--b\r\n")
def test_any_bytes_are_read_or_refused(name: str, parameters: str, content: bytes) -> None:
    value, violations = BODY.read(content, name + parameters)
    assert violations or to_json(value)
    assert all(str(violation) for violation in violations)


XML_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=10)


@given(st.fixed_dictionaries({"list": st.lists(XML_TEXT), "text": XML_TEXT}, optional={"id": st.integers()}))
def test_xml_that_is_written_is_read_back(value: Any) -> None:
    members = {
        "list": {"type": "array", "items": {"type": "string"}},
        "text": {"type": "string"},
        "id": {"type": "integer", "xml": {"attribute": True}},
    }
    node = {"schema": {"type": "object", "properties": members}}
    document = from_tree({"openapi": "3.0.3"})
    write = encoder(document, "application/xml", node)
    assert write is not None
    assert Markup(document, node["schema"]).decode(write(value), "") == (value, [])


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "(",
                ")",
                "[",
                "]",
                "^",
                "$",
                "-",
                "{",
                "}",
                "{,3}",
                "{2}",
                "*",
                "+",
                "?",
                "|",
                "\\",
                "/",
                ",",
            ),
            *(
                "(?:",
                "(?P<x>",
                "(?P=x)",
                "(?<y>",
                r"\k<y>",
                "(?#c)",
                "(?>",
                "(?i)",
                r"\Q",
                r"\E",
                r"\p{InGreek}",
            ),
            *(
                r"\P{InGreek}",
                r"\p{L}",
                r"\d",
                r"\Z",
                r"\h",
                r"\R",
                r"\0",
                r"\x{41}",
                r"\u{41}",
                r"\uD83D\uDE00",
            ),
        ]
    ),
    max_size=12,
).map("".join)


@given(FRAGMENTS | st.text(max_size=20))
def test_any_pattern_is_read_or_refused(pattern: str) -> None:
    tree = {"openapi": "3.0.3", "components": {"schemas": {"S": {"type": "string", "pattern": pattern}}}}
    schemas = Schemas(from_tree(tree))
    validator = schemas.validator("/components/schemas/S", "request")
    assert validator is not None
    validator.accepts("aaaa1-" * 10)
    assert bool(schemas.defects) is (readable(meant(pattern)) is None)
