from datetime import date

import pytest

from vertrag.world.supplier import Supplier
from vertrag.world.supply.contracts import Contract

PERSONAS = range(746_839, 746_848)


@pytest.fixture(scope="session")
def today() -> date:
    return Supplier(1, 1).today


@pytest.fixture(scope="session")
def contracts() -> list[Contract]:
    """The contracts of the personas and of two hundred customers."""
    supplier = Supplier(1, 200)
    ids = (*PERSONAS, *range(1_000_001, 1_000_401))
    return [contract for number in ids if (contract := supplier.contract(number))]


@pytest.fixture(scope="session")
def tom() -> Contract:
    contract = Supplier(1, 1).contract(746_839)
    assert contract is not None
    return contract
