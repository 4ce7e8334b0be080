from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.schemas import Schemas
from vertrag.contract.violations import Violation

COMPONENTS: dict[str, Any] = {
    "Cat": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "age": {"type": "integer"}},
    },
    "Dog": {
        "type": "object",
        "required": ["kind", "bark"],
        "properties": {"kind": {"type": "string"}, "bark": {"type": "string"}},
        "additionalProperties": False,
    },
}
CAT, DOG = ({"$ref": f"#/components/schemas/{name}"} for name in COMPONENTS)
NAMED = {
    "oneOf": [CAT, DOG],
    "discriminator": {"propertyName": "kind", "mapping": {"hound": "#/components/schemas/Dog"}},
}


def violations(schema: Any, value: Any, version: str = "3.0.3") -> list[Violation]:
    tree = {"openapi": version, "components": {"schemas": {**COMPONENTS, "S": schema}}}
    validator = Schemas(from_tree(tree)).validator("/components/schemas/S", "response")
    assert validator is not None
    return list(validator.violations(value, "body"))


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        (
            NAMED,
            {"kind": "Cat", "age": "x"},
            (
                "matches none of Cat, Dog (discriminator 'kind' is 'Cat'); as Cat: "
                '/age "x" is not of type "integer"'
            ),
        ),
        (
            NAMED,
            {"kind": "Bird", "age": "x"},
            (
                "matches none of Cat, Dog (discriminator 'kind' is 'Bird', which names none of them); "
                'as Cat: /age "x" is not of type "integer"'
            ),
        ),
        (
            NAMED,
            {"age": 3},
            (
                "matches none of Cat, Dog (discriminator 'kind' is missing); as Cat: "
                '"kind" is a required property'
            ),
        ),
        ({"oneOf": [CAT, {"type": "object"}]}, {"kind": "a"}, "matches Cat and object, and only one"),
        (
            {"anyOf": [{"type": "string"}, {"enum": [1, 2]}]},
            3,
            "matches none of string, branch 2; as branch 2: 3 is not one of 1 or 2",
        ),
    ],
)
def test_a_choice_is_explained_by_the_branch_that_was_meant(schema: Any, value: Any, message: str) -> None:
    assert violations(schema, value)[0].message.startswith(message)


def test_the_discriminator_never_changes_the_verdict() -> None:
    assert violations(NAMED, {"kind": "hound", "age": 1}) == []  # it is a Cat by the schema


def test_the_faults_of_the_branch_follow_with_their_own_places() -> None:
    summary, fault = violations({"properties": {"pet": NAMED}}, {"pet": {"kind": "Cat", "age": 1.5}})
    assert (summary.pointer, summary.rule) == ("/pet", "oneOf")
    assert (fault.pointer, fault.schema) == ("/pet/age", "/components/schemas/Cat/properties/age/type")


def test_a_value_of_no_branch_s_type_needs_no_second_line() -> None:
    (summary,) = violations(NAMED, 5)
    assert summary.message == 'matches none of Cat, Dog; as Cat: 5 is not of type "object"'


def test_null_beside_a_nullable_composition_is_no_branch() -> None:
    (fault,) = violations({"nullable": True, "allOf": [CAT]}, {"kind": 1})
    assert (fault.pointer, fault.schema) == ("/kind", "/components/schemas/Cat/properties/kind/type")


def test_a_schema_of_the_author_that_allows_nothing_is_no_write_only_member() -> None:
    (fault,) = violations({"properties": {"a": False}}, {"a": 1}, "3.1.0")
    assert fault.message == "1 is not allowed here"


def test_a_write_only_member_is_called_so() -> None:
    (fault,) = violations({"properties": {"a": {"type": "string", "writeOnly": True}}}, {"a": "x"})
    assert (fault.rule, fault.schema) == ("writeOnly", "/components/schemas/S/properties/a")


def test_a_pattern_that_runs_away_is_said_so() -> None:
    (fault,) = violations({"type": "string", "pattern": r"^((a|a)*)*\2b"}, "a" * 60 + "c")
    assert "bounded time" in fault.message
