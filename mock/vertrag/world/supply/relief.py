"""What the grid gives back for a device that it may dim (§ 14a EnWG), as lines of a bill."""

from datetime import date
from decimal import Decimal
from functools import cache

from vertrag.world.draws import Draws
from vertrag.world.fixtures import table
from vertrag.world.supply.contracts import Contract


@cache
def _regions(seed: int) -> Draws:
    return Draws(seed, "relief")


def relief_of(contract: Contract, day: date) -> tuple[tuple[Decimal, bool], ...]:
    """What is given back on a day, net: EUR and whether it is for a year (else for each kWh)."""
    row = table("tariffs.yaml")["relief"]
    if contract.relief is None or day < contract.relief.since:
        return ()
    if contract.relief.module == 2:
        return ((Decimal(row["module_2"]), False),)
    found = [(_yearly(contract), True)]
    if contract.relief.module == 3 and day >= row["module_3_since"]:
        found.append((Decimal(row["module_3"]), False))
    return tuple(found)


def relief_changes(contract: Contract) -> tuple[date, ...]:
    """The days on which something else began to be given back."""
    if contract.relief is None:
        return ()
    return contract.relief.since, table("tariffs.yaml")["relief"]["module_3_since"]


def _yearly(contract: Contract) -> Decimal:
    """What the grid operator of a region pays a year by module 1, EUR net."""
    least, most = table("tariffs.yaml")["relief"]["module_1"]
    cents = _regions(contract.seed).of(0).between(contract.delivery.address.state, least * 100, most * 100)
    return Decimal(cents) / 100
