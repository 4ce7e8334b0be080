from collections.abc import Callable

import pytest

SCHEMAS = {
    "bounds behind nullable": (
        "3.0.3",
        "nullable: true\nallOf: [{type: string, minLength: 2, maxLength: 1}]",
    ),
    "types of references in allOf": (
        "3.1.0",
        "allOf: [{$ref: '#/components/schemas/T'}, {$ref: '#/components/schemas/N'}]",
    ),
    "a branch of oneOf": (
        "3.1.0",
        "oneOf: [{type: object, properties: {t: {$ref: '#/components/schemas/T'}}}, {enum: []}]",
    ),
}
COMPONENTS = "components:\n  schemas:\n    T: {type: string}\n    N: {type: number}\n    S:\n"


def _document(schema: str) -> str:
    return COMPONENTS + "".join(f"      {line}\n" for line in schema.splitlines())


@pytest.mark.parametrize(("version", "schema"), SCHEMAS.values(), ids=list(SCHEMAS))
def test_a_contradiction_is_told(version: str, schema: str, codes: Callable[..., set[str]]) -> None:
    assert "V170" in codes(_document(schema), version)


@pytest.mark.parametrize(
    "schema",
    [
        "not: {$ref: '#/components/schemas/T'}",
        "oneOf: [{$ref: '#/components/schemas/T'}, {$ref: '#/components/schemas/N'}]",
        "{type: object, properties: {a: false}, additionalProperties: false}",
        "{allOf: [{$ref: '#/components/schemas/T'}], unevaluatedProperties: false, required: [a]}",
        "{type: object, properties: {not: {$ref: '#/components/schemas/T'}}, required: [not]}",
    ],
)
def test_what_is_cut_off_makes_no_contradiction(schema: str, codes: Callable[..., set[str]]) -> None:
    assert "V170" not in codes(_document(schema))


def test_schemas_that_are_nested_too_deeply_are_told(codes: Callable[..., set[str]]) -> None:
    schema = "{items: " * 400 + "{}" + "}" * 400
    assert "V155" in codes(f"paths: {{}}\ncomponents: {{schemas: {{S: {schema}}}}}\n")
