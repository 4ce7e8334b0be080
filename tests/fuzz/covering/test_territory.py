from typing import Any

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.fuzz.covering.territory import territory
from vertrag.oracles.grounds import grounds_of

BODY = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {"name": {"type": "string", "maxLength": 5}, "tags": {"items": {"enum": ["a"]}}},
}
OPERATION: dict[str, Any] = {
    "parameters": [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}},
    ],
    "requestBody": {"content": {"application/json": {"schema": BODY}}},
    "responses": {"200": {"description": ""}, "default": {"description": ""}},
}
GROUNDS = grounds_of(
    compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x/{id}": {"put": OPERATION}}}))
)


def test_everything_that_can_be_covered_has_its_name() -> None:
    points = list(territory(GROUNDS, GROUNDS.contract.operations[0]).points())
    assert set(points[:6]) == {
        "operation succeeds",
        "response 200",
        "response default",
        "parameter path id given",
        "parameter query limit given",
        "parameter query limit left out",
    }
    rules = {point.removesuffix(" kept") for point in points if point.endswith(" kept")}
    assert rules == {
        "rule path id format",
        "rule query limit type",
        "rule query limit maximum",
        "rule body type",
        "rule body required",
        "rule body additionalProperties",
        "rule body name type",
        "rule body name maxLength",
        "rule body tags.0 enum",
    }
    assert len(points) == 6 + 2 * len(rules)
