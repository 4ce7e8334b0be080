from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.oracles.conversation.material import bodies
from vertrag.oracles.conversation.varying import varied
from vertrag.oracles.grounds import grounds_of

TEXT = {"type": "string"}
MEMBERS: dict[str, Any] = {
    "city": {**TEXT, "example": "Köln"},
    "code": {**TEXT, "maxLength": 3, "example": "CGN"},
    "month": {**TEXT, "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$", "example": "2026-10"},
    "day": {**TEXT, "format": "date", "example": "2026-10-01"},
    "email": {**TEXT, "format": "email", "example": "anna@example.org"},
    "number": {"type": "integer", "maximum": 100, "example": 100},
    "unit": {**TEXT, "enum": ["kWh"]},
    "place": {"type": "object", "properties": {"month": {**TEXT, "pattern": "^[0-9]{2}$", "example": "10"}}},
    "tags": {"type": "array", "uniqueItems": True, "minItems": 1, "items": {"enum": ["a", "b"]}},
}


def grounds(**described: Any) -> Any:
    schema = {"type": "object", "required": list(described), "properties": described}
    content = {"content": {"application/json": {"schema": schema}}}
    post = {"requestBody": content, "responses": {"200": {"description": ""}}}
    return grounds_of(compile_contract(from_tree({"openapi": "3.1.0", "paths": {"/x": {"post": post}}})))


@pytest.mark.parametrize(
    ("name", "changed", "once"),
    [
        ("city", "Köln 7", "Köln 7"),
        ("code", "CGN", "CGN"),
        ("day", "2026-10-01", "2026-10-08"),
        ("email", "anna@example.org", "anna7@example.org"),
        ("number", 100, 93),
        ("unit", "kWh", "kWh"),
    ],
)
def test_what_is_always_the_same_has_the_turn_in_it(name: str, changed: Any, once: Any) -> None:
    known = grounds(**{name: MEMBERS[name]})
    (operation,) = known.contract.operations
    body = next(bodies(known, operation, 7))
    assert [varied(known, operation, body, 7, once=each)[name] for each in (False, True)] == [changed, once]


def test_what_is_there_once_has_another_text_of_its_form_at_its_top() -> None:
    known = grounds(month=MEMBERS["month"], place=MEMBERS["place"])
    (operation,) = known.contract.operations
    months = set()
    for turn in range(6):
        body = varied(known, operation, next(bodies(known, operation, turn)), turn, once=True)
        assert not any(operation.body.media_types[0].judge(body))
        assert body["place"]["month"] == "10"
        months.add(body["month"])
    assert len(months) > 4


def test_what_differs_by_itself_stays() -> None:
    known = grounds(number={"type": "integer"})
    (operation,) = known.contract.operations
    assert varied(known, operation, {"number": 7_654_321}, 7, once=True) == {"number": 7_654_321}


def test_a_list_is_never_as_long_as_it_was() -> None:
    known = grounds(tags=MEMBERS["tags"])
    (operation,) = known.contract.operations
    assert varied(known, operation, {"tags": ["a", "b"]}, 7, once=False) == {"tags": ["a"]}
    assert varied(known, operation, {"tags": ["a"]}, 7, once=False) == {"tags": ["a"]}
