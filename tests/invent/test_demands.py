import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.invent.demands import Choices, Demand
from vertrag.invent.satisfaction import matches
from vertrag.invent.wording import Wording


def test_bounds_are_the_tightest_of_all_clauses() -> None:
    demand = Demand(({"minLength": 2, "maxLength": 9}, {"minLength": 3}, {"maxLength": 7}))
    assert (demand.most("minLength"), demand.least("maxLength"), demand.least("maxItems")) == (3, 7, None)


def test_enum_and_const_leave_what_all_allow() -> None:
    assert Demand(({"enum": [1, True, 2]}, {"enum": [1.0, 2]}, {"const": 1})).offered() == [1]
    assert Demand(({"type": "string"},)).offered() is None


@pytest.mark.parametrize(
    ("clauses", "first"),
    [
        (({"type": ["null", "integer"]},), "integer"),
        (({"type": "number"}, {"type": "integer"}), "integer"),
        (({"minimum": 3},), "number"),
        (({"properties": {}},), "object"),
        (({"items": {}},), "array"),
        (({"type": ["string", "object"]}, {"required": ["a"]}), "object"),
    ],
)
def test_the_most_natural_type_comes_first(clauses: tuple[dict[str, object], ...], first: str) -> None:
    assert Demand(clauses).types()[0] == first


def test_a_member_must_satisfy_all_that_is_said_of_it() -> None:
    clauses = ({"properties": {"a": 1}, "patternProperties": {"^a": 2}}, {"additionalProperties": 3})
    assert Demand(clauses).member("a", matches) == (1, 2, 3)
    assert Demand(({"unevaluatedProperties": 4}, {"properties": {"a": 1}})).member("b", matches) == (4,)


def test_choices_are_walked_one_by_one() -> None:
    steps: list[int] = []
    choices = Choices(Wording(from_tree({"openapi": "3.1.0"}), "response"), steps.append)
    schema = {"anyOf": [{"const": 1}, {"const": 2}], "allOf": [{"anyOf": [{"const": 1}, {"const": 3}]}]}
    offered = [demand.offered() for demand in choices.of((schema,), (), 0)]
    assert offered == [[1], *[[]] * 8]
    assert steps
