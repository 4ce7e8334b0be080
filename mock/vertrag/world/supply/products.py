"""What is sold: tariffs, their prices over the years, VAT, and what a month costs on account."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from itertools import pairwise

from vertrag.world.census.places import Energy
from vertrag.world.days import months_after, working_day
from vertrag.world.draws import Weights
from vertrag.world.fixtures import table

_NET_DIGITS = Decimal("0.000001")
# § 5 StromGVV asks for six weeks in basic supply; § 41 EnWG is content with a month for other households.
_NOTICE = {True: timedelta(weeks=6), False: timedelta(days=31)}


@dataclass(frozen=True, slots=True)
class Price:
    """What energy costs since a day: EUR/kWh and EUR/month, gross with the normal rate of VAT."""

    since: date
    working: Decimal
    base: Decimal


@dataclass(frozen=True, slots=True)
class Tariff:
    """A product; `working_price` is EUR/kWh gross, `base_price` EUR/month gross, `guarantee` in months."""

    id: int
    code: str
    name: str
    energy: Energy
    working_price: Decimal
    base_price: Decimal
    guarantee: int
    basic: bool

    def at(self, price: Price) -> "Tariff":
        """The same product at another of its prices."""
        known = (self.id, self.code, self.name, self.energy)  # twenty times as fast as `replace`
        return Tariff(*known, price.working, price.base, self.guarantee, self.basic)


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A new price and the day by which the customer was told."""

    announced: date
    old: Price
    new: Price


@cache
def tariffs() -> tuple[Tariff, ...]:
    """All products at their latest price, those that are no longer sold as well."""
    return tuple(
        Tariff(
            row["id"],
            row["code"],
            row["name"],
            row["energy"],
            Decimal(row["prices"][-1][1]),
            Decimal(row["prices"][-1][2]),
            row["guarantee"],
            row["basic"],
        )
        for row in table("tariffs.yaml")["tariffs"]
    )


def tariff(code: str) -> Tariff:
    """The product with that code."""
    return _by_code()[code]


@cache
def _by_code() -> dict[str, Tariff]:
    return {product.code: product for product in tariffs()}


@cache
def price_list(code: str) -> tuple[Price, ...]:
    """All prices that a product has had, oldest first."""
    rows = {row["code"]: row["prices"] for row in table("tariffs.yaml")["tariffs"]}
    return tuple(Price(since, Decimal(working), Decimal(base)) for since, working, base in rows[code])


@cache
def offers(energy: Energy, segment: str, year: int) -> Weights[Tariff]:
    """What was on offer in a year."""
    rows = table("tariffs.yaml")["tariffs"]
    return Weights(
        (tariff(row["code"]), row["weight"])
        for row in rows
        if (row["energy"], row["segment"]) == (energy, segment) and row["from"].year <= year
    )


def price_path(code: str, start: date, until: date) -> tuple[Price, ...]:
    """The prices of a contract from its start until a day: the first is that of the start."""
    path = _path(code, start)
    return path if path[-1].since <= until else path[: bisect_right(path, until, key=_since) or 1]


@lru_cache(maxsize=16_384)  # contracts that begin on one day share it
def _path(code: str, start: date) -> tuple[Price, ...]:
    """All prices that a contract will ever have, as far as the list of its product goes."""
    listed = price_list(code)
    last = _in_force(listed, start)
    path = [Price(start, last.working, last.base)]
    for day in _occasions(tariff(code), start):
        price = _in_force(listed, day)
        if (price.working, price.base) != (last.working, last.base):
            path.append(Price(day, price.working, price.base))
            last = price
    return tuple(path)


def _occasions(product: Tariff, start: date) -> list[date]:
    """The days on which the price of a contract may change, until the latest one holds for everybody."""
    days = [price.since for price in price_list(product.code)]
    if not product.guarantee:
        return [day for day in days if start < day]
    until = months_after(days[-1], product.guarantee)
    months = (until.year - start.year) * 12 + until.month - start.month
    terms = range(product.guarantee, months + 1, product.guarantee)
    return [months_after(start, term) for term in terms]


def _in_force(prices: tuple[Price, ...], day: date) -> Price:
    """The last price of a list that holds on a day; before the first, the first."""
    return prices[max(bisect_right(prices, day, key=_since) - 1, 0)]


def _since(price: Price) -> date:
    return price.since


def price_changes(product: Tariff, path: tuple[Price, ...]) -> tuple[PriceChange, ...]:
    """The changes along the prices of a contract, each told in time (§ 41 (5) EnWG, § 5 (2) StromGVV)."""
    changes = []
    for old, new in pairwise(path):
        told = new.since - _NOTICE[product.basic]
        changes.append(PriceChange(working_day(told + timedelta(days=1), -1), old, new))
    return tuple(changes)


@cache
def _lowered() -> tuple[tuple[date, date, frozenset[str], Decimal], ...]:
    rows = table("tariffs.yaml")["vat"]["lowered"]
    return tuple(
        (row["from"], row["until"], frozenset(row["energies"]), Decimal(row["rate"])) for row in rows
    )


@cache
def _normal() -> Decimal:
    return Decimal(table("tariffs.yaml")["vat"]["normal"])


def vat_rate(energy: Energy, day: date) -> Decimal:
    """The VAT of energy that is delivered on a day."""
    for first, last, energies, rate in _lowered():
        if first <= day <= last and energy in energies:
            return rate
    return _normal()


@cache
def vat_changes(energy: Energy) -> tuple[date, ...]:
    """The days on which another rate began to hold for an energy."""
    spans = [(first, last) for first, last, energies, _ in _lowered() if energy in energies]
    return tuple(day for first, last in spans for day in (first, last + timedelta(days=1)))


@cache
def net(gross: Decimal) -> Decimal:
    """A price without the normal rate of VAT, to a millionth of an EUR."""
    return (gross / (1 + _normal())).quantize(_NET_DIGITS, ROUND_HALF_UP)


def cents(amount: Decimal) -> Decimal:
    """An amount in whole cents, half a cent up (the trade's way, DIN 1333)."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def monthly_deposit(consumption: int, product: Tariff | Price, payments: int) -> int:
    """The deposit in whole EUR: a year's cost over 11 or 12 payments, rounded up."""
    if isinstance(product, Tariff):
        product = Price(date.min, product.working_price, product.base_price)
    yearly = consumption * product.working + 12 * product.base
    return int((yearly / payments).to_integral_value(ROUND_CEILING))
