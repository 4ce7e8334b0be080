from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.invent.distinction import apart
from vertrag.invent.values import invent
from vertrag.invent.wording import Wording

TEXT = {"type": "string"}


def branch(*required: str, closed: bool = False, **members: Any) -> dict[str, Any]:
    ending = {"additionalProperties": False} if closed else {}
    return {"type": "object", "required": list(required), "properties": members, **ending}


def told(meant: Any, *others: Any) -> Any:
    document = from_tree({"openapi": "3.1.0", "paths": {}})
    return apart(Wording(document, "response"), meant, others)


def test_what_another_requires_is_left_out() -> None:
    found = told(branch("a"), branch("a", "b"), branch("b", "c"))
    assert found == {"type": "object", "properties": {"b": False}, "required": []}


def test_what_others_describe_is_something_else() -> None:
    found = told(branch("a", a=TEXT), branch("a", b=TEXT, c=TEXT), branch("a", c=TEXT))
    wrong = {"not": {"allOf": [TEXT]}}
    assert found == {"type": "object", "properties": {"c": {"allOf": [wrong, wrong]}}, "required": ["c"]}


@pytest.mark.parametrize(
    ("meant", "other"),
    [
        (branch("a", a=TEXT), branch("a", a=TEXT)),  # the same
        (branch("a"), branch("a", b={})),  # that may be anything
        (branch("a", closed=True), branch("a", b=TEXT)),  # takes no other member
        ({**branch("a"), "not": branch("b")}, branch("a", b=TEXT)),  # says more of its members
    ],
)
def test_what_is_not_seen_to_differ_is_not_told_apart(meant: Any, other: Any) -> None:
    assert told(meant, other) is None


def test_a_choice_among_objects_that_overlap_has_a_value() -> None:
    member = {"type": "object", "properties": {"href": TEXT}}
    shared: dict[str, Any] = {"state": TEXT, "note": TEXT, "links": member}
    kinds = [
        branch("state", "links", **shared, methods={"type": "array", "items": member}),
        branch("state", **shared, method=member, methods={"type": "array", "items": member}),
        branch("state", **shared, method=member),
        branch("state", state=TEXT, note=TEXT),
        branch("state", "links", state=TEXT, links=member),
    ]
    document = from_tree({"openapi": "3.0.3", "paths": {}})
    for seed in range(5):
        value = invent(document, {"oneOf": kinds}, seed=seed)
        assert "state" in value
