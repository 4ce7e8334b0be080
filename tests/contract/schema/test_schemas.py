from typing import Any

import pytest

from vertrag.contract.loading.document import Document, from_tree
from vertrag.contract.schema.schemas import Direction, Schemas


def schemas(schema: Any, version: str = "3.0.3", **more: Any) -> Schemas:
    components = {"schemas": {"S": schema, **more}}
    return Schemas(from_tree({"openapi": version, "paths": {}, "components": components}))


def accepts(schema: Any, value: Any, version: str = "3.0.3", direction: Direction = "response") -> bool:
    validator = schemas(schema, version).validator("/components/schemas/S", direction)
    assert validator is not None
    return validator.accepts(value)


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "string", "nullable": True}, None, True),
        ({"type": "string", "nullable": True, "enum": ["a"]}, None, False),
        ({"type": "string", "nullable": True, "enum": ["a", None]}, None, True),
        ({"allOf": [{"type": "string"}], "nullable": True}, None, True),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": True}, 1, False),
        ({"type": "number", "minimum": 1, "exclusiveMinimum": False}, 1, True),
        ({"type": "integer"}, 1.0, True),
        ({"type": "integer", "format": "int64"}, 2**63, False),
        ({"type": "string", "format": "uuid"}, "no", False),
        ({"type": "string", "format": "unheard-of"}, "yes", True),
        ({"type": "string", "pattern": r"^\p{L}+$"}, "Ärger", True),
    ],
)
def test_the_dialect_of_openapi_30_is_understood(schema: Any, value: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert accepts(schema, value) is expected


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": ["string", "null"]}, None, True),
        ({"const": 1}, 2, False),
        ({"prefixItems": [{"type": "integer"}], "items": False}, [1, 2], False),
        (
            {"type": "object", "unevaluatedProperties": False, "allOf": [{"properties": {"a": {}}}]},
            {"b": 1},
            False,
        ),
        ({"if": {"const": 1}, "then": False}, 1, False),
        (True, 1, True),
    ],
)
def test_openapi_31_is_json_schema(schema: Any, value: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert accepts(schema, value, "3.1.0") is expected


GUARDED = {
    "type": "object",
    "required": ["id", "secret"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "secret": {"$ref": "#/components/schemas/Secret"},
    },
}


@pytest.mark.parametrize(
    ("direction", "value", "expected"),
    [
        ("request", {"secret": "x"}, True),
        ("request", {"id": 1}, False),
        ("response", {"id": 1}, True),
        ("response", {"id": 1, "secret": "x"}, False),
    ],
)
def test_read_only_and_write_only_point_in_one_direction(
    direction: Direction,
    value: Any,
    expected: bool,  # noqa: FBT001 - a parametrized expectation
) -> None:
    both = schemas(GUARDED, Secret={"type": "string", "writeOnly": True})
    validator = both.validator("/components/schemas/S", direction)
    assert validator is not None
    assert validator.accepts(value) is expected


def test_a_property_may_be_called_like_a_keyword() -> None:
    schema = {
        "type": "object",
        "properties": {"nullable": {"type": "string"}, "required": {"type": "integer"}},
    }
    assert accepts(schema, {"nullable": "a", "required": 1})


def test_siblings_of_a_reference_are_ignored_in_30_and_heard_in_31() -> None:
    schema = {"$ref": "#/components/schemas/T", "maxLength": 1}
    for version, expected in (("3.0.3", True), ("3.1.0", False)):
        validator = schemas(schema, version, T={"type": "string"}).validator(
            "/components/schemas/S", "request"
        )
        assert validator is not None
        assert validator.accepts("long") is expected


def test_a_violation_names_value_place_rule_and_where_the_rule_stands() -> None:
    schema = {
        "type": "object",
        "properties": {"a/b": {"type": "array", "items": {"type": "integer", "minimum": 3}}},
    }
    validator = schemas(schema).validator("/components/schemas/S", "request")
    assert validator is not None
    (violation,) = validator.violations({"a/b": [5, 1]}, "body")
    assert (violation.pointer, violation.value, violation.rule) == ("/a~1b/1", 1, "minimum")
    assert violation.schema == "/components/schemas/S/properties/a~1b/items/minimum"


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ({"type": "strnig"}, "/type"),
        ({"dependentRequired": {"b": [1]}}, "/dependentRequired/b/0"),
    ],
)
def test_a_rule_that_cannot_be_read_is_a_defect_and_the_rest_judges(rule: Any, place: str) -> None:
    broken = schemas({"maxProperties": 0, **rule})
    validator = broken.validator("/components/schemas/S", "request")
    assert [defect.pointer.removeprefix("/components/schemas/S") for defect in broken.settle()] == [place]
    assert validator.accepts({})
    assert not validator.accepts({"a": 1})


def test_a_schema_that_does_not_compile_is_a_defect_and_others_judge() -> None:
    # What the bundler would have taken out, had it seen it: a reference into nothing, past the document.
    both = schemas({"type": "string"})
    bare = Document({**both.document.tree, "components": {"schemas": {"S": {"$ref": "#/nowhere"}}}}, "bare")
    broken = Schemas(bare)
    assert broken.validator("/components/schemas/S", "request").accepts(5)
    assert "leads nowhere" in broken.settle()[0].message


def patient(schemas_by_name: dict[str, Any], version: str = "3.0.3") -> Schemas:
    tree = {"openapi": version, "paths": {}, "components": {"schemas": schemas_by_name}}
    return Schemas(from_tree(tree), is_patient=True)


def test_who_is_patient_has_schemas_compiled_alone_that_judge_as_they_do_together() -> None:
    row = {
        "allOf": [
            {"$ref": "#/components/schemas/Named"},
            {"properties": {"in": {"$ref": "#/components/schemas/Row"}}},
        ],
        "required": ["key"],
    }
    named = {"type": "object", "properties": {"key": {"type": "integer", "readOnly": True, "nullable": True}}}
    several = patient({"Row": row, "Named": named, "Other": {"type": "strnig"}})
    assert several.settle() == []
    judges = [
        several.validator("/components/schemas/Row", direction) for direction in ("request", "response")
    ]
    values: list[Any] = [
        {},
        {"key": 1},
        {"key": None},
        {"key": "a"},
        {"key": 1, "in": {"key": 2}},
        {"in": {"in": 5}},
    ]
    alone = [[judge.accepts(value) for value in values] for judge in judges]
    places = [[each.schema for each in judge.violations({"key": 1, "in": 5}, "body")] for judge in judges]
    assert [judge.batch.compiled for judge in judges] == [None, None]
    for judge in judges:
        judge.batch.engine()
    assert alone == [[judge.accepts(value) for value in values] for judge in judges]
    assert alone == [[True, True, True, False, True, False], [False, True, True, False, True, False]]
    assert places == [
        [each.schema for each in judge.violations({"key": 1, "in": 5}, "body")] for judge in judges
    ]
    assert places == [["/components/schemas/Named/type"]] * 2
    assert [defect.pointer for defect in several.defects] == ["/components/schemas/Other/type"]


def test_what_refers_to_very_much_is_compiled_with_all_of_the_document() -> None:
    chain = {f"S{link}": {"items": {"$ref": f"#/components/schemas/S{link + 1}"}} for link in range(300)}
    long = patient({**chain, "S300": {"type": "integer"}})
    near, far = (long.validator(f"/components/schemas/{name}", "request") for name in ("S299", "S0"))
    assert (near.accepts([1]), near.accepts(["a"])) == (True, False)
    assert near.batch.compiled is None
    assert far.accepts([[]])
    assert near.batch.compiled is not None
    assert (near.accepts([1]), near.accepts(["a"])) == (True, False)


def test_a_defect_that_is_found_late_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    late = patient({"S": {"type": "strnig", "maxLength": 1}})
    assert late.settle() == []
    judge = late.validator("/components/schemas/S", "response")
    assert (judge.accepts("a"), judge.accepts("aa")) == (True, False)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "/components/schemas/S/type"
    ]


def test_what_is_nested_too_deeply_for_anybody_judges_nothing_when_it_is_met_late() -> None:
    deep: dict[str, Any] = {"type": "integer"}
    for _ in range(2000):
        deep = {"properties": {"a": deep}}
    late = patient({"S": deep})
    assert late.validator("/components/schemas/S", "request").accepts({"a": 1})
    assert ["nested too deeply" in defect.message for defect in late.defects] == [True]


def test_what_is_asked_for_after_a_verdict_is_compiled_as_well() -> None:
    both = schemas({"type": "string"}, T={"type": "integer"})
    assert both.validator("/components/schemas/S", "request").accepts("a")
    assert not both.validator("/components/schemas/T", "request").accepts("a")


def test_many_schemas_are_judged_by_one_validator() -> None:
    text, number = "/components/schemas/Text", "/components/schemas/Number"
    described = {"Text": {"type": "string"}, "Number": {"type": "number"}}
    schemas = Schemas(from_tree({"openapi": "3.1.0", "components": {"schemas": described}}))
    joint = schemas.joint([text, number], "request")
    assert joint is not None
    assert joint.accepts({number: 1})
    assert not joint.accepts({text: 1})
    assert schemas.joint([text, "/nowhere"], "request") is None


def test_a_schema_is_read_as_the_compiler_reads_it() -> None:
    schemas = Schemas(
        from_tree(
            {"openapi": "3.0.3", "components": {"schemas": {"A": {"type": "string", "nullable": True}}}}
        )
    )
    assert schemas.written("/components/schemas/A", "request") == {"type": ["string", "null"]}


def test_a_pattern_that_cannot_be_read_is_a_defect_and_the_rest_of_its_schema_judges_on() -> None:
    broken = schemas({"type": "string", "pattern": "(", "maxLength": 2})
    validator = broken.validator("/components/schemas/S", "request")
    assert validator is not None
    assert (validator.accepts("(("), validator.accepts("((("), validator.accepts(1)) == (True, False, False)
    assert [defect.pointer for defect in broken.defects] == ["/components/schemas/S/pattern"]


def test_an_unknown_format_is_noted_with_its_place() -> None:
    schema = {"type": "object", "properties": {"a/b": {"type": "string", "format": "iban"}}}
    (noted,) = schemas(schema).unknown_formats
    assert (noted.pointer, noted.message) == (
        "/components/schemas/S/properties/a~1b/format",
        "the format 'iban' judges nothing",
    )


def test_the_names_of_pattern_properties_are_patterns() -> None:
    schema = {"patternProperties": {r"^x-\w+\Z": {"type": "integer"}}}
    assert not accepts(schema, {"x-a": "no"}, "3.1.0")
    assert accepts(schema, {"x-": "no"}, "3.1.0")
