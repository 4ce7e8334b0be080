from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract
from vertrag.exchange import Call
from vertrag.serve.resources.conditions import UNCONDITIONAL
from vertrag.serve.resources.resource_engine import Engine


def why_not(contract: Contract, key: str, arguments: dict[str, Any], table: dict[str, Any]) -> bool:
    operation = next(each for each in contract.operations if each.key == key)
    engine = Engine(contract, "/api", 1, table)
    return engine.reply(operation, Call(key, arguments), "", UNCONDITIONAL) is None


@pytest.mark.parametrize(
    ("key", "arguments", "table", "is_left"),
    [
        ("getAnimal", {"animalId": 7}, {}, False),
        ("getAnimal", {}, {}, True),
        ("getAnimal", {"animalId": 7}, {"getAnimal": False}, True),
        ("listAnimals", {}, {"listAnimals": {"deed": "act"}}, True),
    ],
)
def test_what_is_no_resource_is_left_to_the_next_rung(
    zoo_contract: Contract,
    key: str,
    arguments: dict[str, Any],
    table: dict[str, Any],
    is_left: bool,  # noqa: FBT001
) -> None:
    assert why_not(zoo_contract, key, arguments, table) is is_left


def test_one_deed_alone_makes_no_resource() -> None:
    row = {"type": "object", "properties": {"id": {"type": "integer"}}}
    get = {"operationId": "get", "responses": {"200": {"content": {"application/json": {"schema": row}}}}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/pets/{id}": {"get": get}}}))
    assert why_not(contract, "get", {"id": 5}, {})
