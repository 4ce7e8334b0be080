from typing import Any

import jsonschema_rs
import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.invent.satisfaction import Checks, canonical, fits, matches
from vertrag.invent.wording import Wording

CHECKS = Checks(Wording(from_tree({"openapi": "3.1.0"}), "response"))
VALUES: list[Any] = [
    *(None, True, 0, 1, 1.0, 2.5, 7, "", "a", "abc", [], [1], [1, 1], [1, "a"], ["a", "b"], {}),
    *({"a": 1}, {"a": "x"}, {"b": 1}, {"a": 1, "b": 2}, {"a": {"a": 1}}, [[1], ["a"]]),
]


@pytest.mark.parametrize(
    "schema",
    [
        True,
        False,
        {"type": "integer", "minimum": 1},
        {"const": 1},
        {"pattern": "^a", "maxLength": 2},
        {"allOf": [{"minimum": 1}, {"maximum": 2}]},
        {"anyOf": [{"type": "string"}, {"required": ["a"]}]},
        {"oneOf": [{"minimum": 1}, {"maximum": 5}]},
        {"not": {"type": ["number", "null"]}},
        {"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"type": "array"}},
        {"properties": {"a": {"type": "integer"}}, "additionalProperties": False},
        {"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": {"minimum": 2}},
        {"propertyNames": {"const": "a"}},
        {"dependentRequired": {"a": ["b"]}},
        {"dependentSchemas": {"a": {"minProperties": 2}}},
        {"prefixItems": [{"type": "integer"}], "items": {"type": "string"}},
        {"contains": {"type": "string"}, "maxContains": 1},
        {"contains": {"type": "string"}, "minContains": 0},
        {"uniqueItems": True, "items": False},
    ],
    ids=repr,
)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_the_check_agrees_with_the_judge(schema: Any, value: Any) -> None:
    assert CHECKS.hold(schema, value) is jsonschema_rs.Draft202012Validator(schema).is_valid(value)


def test_true_is_not_one_but_one_is_one() -> None:
    assert canonical([1, {"a": 1.0}]) == canonical([1.0, {"a": 1}])
    assert canonical([True]) != canonical([1])


def test_a_leaf_that_does_not_compile_judges_nobody() -> None:
    assert fits({"pattern": "("}, "a")
    assert [matches(pattern, "xax") for pattern in ("a", "^a")] == [True, False]


def test_the_verdict_on_what_holds_others_is_found_once() -> None:
    wording = Wording(from_tree({"openapi": "3.1.0"}), "response")
    checks, schema = Checks(wording), {"properties": {"a": {"type": "integer"}}}
    value: dict[str, Any] = {"a": 1}
    assert checks.hold(schema, value)
    value["a"] = "changed, which nobody does"
    assert checks.hold(schema, value)
    assert not Checks(wording).hold(schema, value)
