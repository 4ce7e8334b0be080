from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    "node",
    [
        "{type: object, properties: {a: {$ref: '#/components/schemas/A'}}}",
        "{type: [object, 'null'], required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}",
        "{type: array, items: {$ref: '#/components/schemas/A'}}",
        "{required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}",
        "{type: array, minItems: 1, items: {anyOf: [{$ref: '#/components/schemas/A'}, {type: string}]}}",
    ],
)
def test_a_recursion_that_may_end_is_no_matter(node: str, codes: Callable[..., set[str]]) -> None:
    assert "V171" not in codes(f"components: {{schemas: {{A: {node}}}}}\n")


def test_a_chain_of_any_length_is_looked_at_in_bounded_time(codes: Callable[..., set[str]]) -> None:
    links = "".join(
        f"    A{n}: {{type: array, minItems: 1, items: {{$ref: '#/components/schemas/A{n + 1}'}}}}\n"
        for n in range(300)
    )
    assert "V171" not in codes(f"components:\n  schemas:\n{links}    A300: {{type: string}}\n")
