from typing import Any

import pytest

from vertrag.contract.inference.resources import infer
from vertrag.contract.operations import Contract
from vertrag.serve.resources.addresses import Address, Locator, segment


@pytest.mark.parametrize(
    ("operation", "arguments", "address"),
    [
        ("listAnimals", {}, Address("/api/animals", None)),
        ("getAnimal", {"animalId": 7}, Address("/api/animals", "7")),
        ("feedAnimal", {"animalId": 7}, Address("/api/animals", "7")),
        ("listVisits", {"animalId": 7}, Address("/api/animals/7/visits", None, (7,))),
        ("getVisit", {"animalId": 7, "number": 2}, Address("/api/animals/7/visits", "2", (7,))),
        ("getKeeper", {"name": "Ä/1"}, Address("/api/keepers", "%C3%84%2F1")),
        ("getOpening", {}, Address("/api/opening", "self")),
        ("getAnimal", {}, None),
    ],
)
def test_a_request_speaks_of_an_address(
    zoo_contract: Contract, operation: str, arguments: dict[str, Any], address: Address | None
) -> None:
    resources = infer(zoo_contract)
    locator = Locator.of(resources, *resources.by_operation[operation], "/api")
    assert locator is not None
    assert locator.owner.address(arguments) == address


def test_what_it_hangs_on_has_an_address_too(zoo_contract: Contract) -> None:
    resources = infer(zoo_contract)
    locator = Locator.of(resources, *resources.by_operation["createVisit"], "/api")
    assert locator is not None
    found = [pattern.address({"animalId": 7}) for pattern in locator.ancestors]
    assert found == [Address("/api/animals", "7")]


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (True, "true"), (None, "null"), (1, "1"), ("a b", "a%20b"), (1.5, "1.5")]
)
def test_a_value_is_a_segment(value: Any, text: str) -> None:
    assert segment(value) == text
