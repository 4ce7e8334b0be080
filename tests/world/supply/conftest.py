from datetime import date

import pytest

from vertrag.world.supplier import Supplier
from vertrag.world.supply import Account, Contract, Invoice, account_of, invoices_of

PERSONAS = range(746_839, 746_848)


@pytest.fixture(scope="session")
def today() -> date:
    return Supplier(1, 1).today


@pytest.fixture(scope="session")
def contracts() -> list[Contract]:
    """The contracts of the personas and of a hundred and forty customers."""
    supplier = Supplier(1, 140)
    ids = (*PERSONAS, *range(1_000_001, 1_000_281))
    return [contract for number in ids if (contract := supplier.contract(number))]


@pytest.fixture(scope="session")
def billed(contracts: list[Contract], today: date) -> list[tuple[Contract, tuple[Invoice, ...]]]:
    """Each contract with its bills."""
    return [(contract, invoices_of(contract, today)) for contract in contracts]


@pytest.fixture(scope="session")
def accounts(
    billed: list[tuple[Contract, tuple[Invoice, ...]]], today: date
) -> list[tuple[Contract, Account]]:
    """Each contract with its account."""
    return [(contract, account_of(contract, today, bills)) for contract, bills in billed]


@pytest.fixture(scope="session")
def tom() -> Contract:
    contract = Supplier(1, 1).contract(746_839)
    assert contract is not None
    return contract
