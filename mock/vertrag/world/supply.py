"""What is sold: tariffs, delivery points, meters and the contracts that join them to a customer."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from functools import cache
from typing import Any, Literal

from vertrag.world import identifiers
from vertrag.world.days import first_of_month, working_day
from vertrag.world.draws import Draw, Weights
from vertrag.world.fixtures import table
from vertrag.world.places import Address, Energy, GridOperator, grid_operator

ContractStatus = Literal["pending", "active", "cancelled", "ended"]

_MEDIA: dict[Energy, int] = {"electricity": 1, "gas": 7}  # first digit of a meter number: the OBIS medium
# Factors in thousandths at the 2.5th, 7.5th ... 97.5th percentile of a lognormal law with sigma 0.30.
# A table, because the exponential of a float may differ in its last bit from one machine to the next.
_SPREAD = (
    555, 649, 708, 755, 797, 836, 873, 909, 945, 981,
    1019, 1058, 1100, 1146, 1196, 1254, 1324, 1412, 1540, 1800,
)  # fmt: skip
_SCATTER = 61_803_399  # coprime to 10^8, so that no two contracts get the same Marktlokation
_CUBIC_METRE = Decimal("10.7")  # kWh: heating value 11.2 times state number 0.955, H gas


@dataclass(frozen=True, slots=True)
class Tariff:
    """A product; `working_price` is EUR/kWh gross, `base_price` EUR/month gross."""

    id: int
    code: str
    name: str
    energy: Energy
    working_price: Decimal
    base_price: Decimal


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter by its number (DIN 43863-5) and the OBIS codes of its registers."""

    number: str
    obis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeliveryPoint:
    """Where energy is delivered: Marktlokation, Messlokation, address and grid operator."""

    malo_id: str
    melo_id: str
    address: Address
    grid_operator: GridOperator


@dataclass(frozen=True, slots=True)
class Contract:
    """A supply contract; `consumption` is kWh/a, `monthly_deposit` EUR, `unpaid_debt` EUR with cents."""

    id: int
    customer_id: int
    order_id: int
    energy: Energy
    status: ContractStatus
    tariff: Tariff
    delivery: DeliveryPoint
    meter: Meter
    signup_date: date
    start_date: date
    end_date: date | None
    consumption: int
    monthly_deposit: int
    vat_rate: Decimal
    unpaid_debt: Decimal
    iban: str
    billing_address: Address | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known of a contract before it is drawn: whose it is, and when it was wanted and left."""

    contract_id: int
    customer_id: int
    business: bool
    address: Address
    energy: Energy
    signup_date: date
    end_date: date | None
    in_arrears: bool
    today: date


@cache
def tariffs() -> tuple[Tariff, ...]:
    """All products, those that are no longer sold as well."""
    return tuple(
        Tariff(
            row["id"],
            row["code"],
            row["name"],
            row["energy"],
            Decimal(row["working_price"]),
            Decimal(row["base_price"]),
        )
        for row in table("tariffs.yaml")["tariffs"]
    )


def tariff(code: str) -> Tariff:
    """The product with that code."""
    return next(product for product in tariffs() if product.code == code)


@cache
def _offers(energy: Energy, segment: str, year: int) -> Weights[Tariff]:
    """What was on offer in a year."""
    rows = table("tariffs.yaml")["tariffs"]
    return Weights(
        (tariff(row["code"]), row["weight"])
        for row in rows
        if (row["energy"], row["segment"]) == (energy, segment) and row["from"].year <= year
    )


@cache
def _classes(energy: Energy, segment: str) -> Weights[int]:
    return Weights(table("tariffs.yaml")["consumption"][energy][segment].items())


@cache
def _makers(energy: Energy) -> Weights[str]:
    return Weights(table("tariffs.yaml")["makers"][energy].items())


@cache
def _registers(energy: Energy) -> Weights[tuple[str, ...]]:
    rows = table("tariffs.yaml")["registers"][energy].items()
    return Weights((tuple(codes.split()), weight) for codes, weight in rows)


def monthly_deposit(consumption: int, product: Tariff, payments: int) -> int:
    """The deposit in whole EUR: a year's cost over 11 or 12 payments, rounded up."""
    yearly = consumption * product.working_price + 12 * product.base_price
    return int((yearly / payments).to_integral_value(ROUND_CEILING))


def vat_rate(energy: Energy, day: date) -> Decimal:
    """The VAT of energy that is delivered on a day; gas had a reduced one for eighteen months (§ 28 UStG)."""
    vat = table("tariffs.yaml")["vat"]
    reduced = energy == "gas" and vat["reduced_from"] <= day <= vat["reduced_until"]
    return Decimal(vat["reduced" if reduced else "normal"])


def reading_on(contract: Contract, day: date) -> int:
    """What the meter shows on a day: kWh, for gas cubic metres. It never runs backwards."""
    started = int(contract.meter.number[-5:]) % 40_000
    used = Decimal(contract.consumption * max((day - contract.start_date).days, 0)) / 365
    return started + int(used / _CUBIC_METRE if contract.energy == "gas" else used)


def status_on(start: date, end: date | None, day: date) -> ContractStatus:
    """Where a contract stands on a day."""
    if start > day:
        return "pending"
    if end is None:
        return "active"
    return "cancelled" if end >= day else "ended"


def draw_contract(draw: Draw, terms: Terms, pins: dict[str, Any]) -> Contract:
    """A contract on given terms; every field that is pinned keeps its value, and the others follow it."""
    segment = "business" if terms.business else "private"
    product = pins.get("tariff") or draw.weighted(
        "tariff", _offers(terms.energy, segment, terms.signup_date.year)
    )
    consumption = pins.get("consumption") or _draw_consumption(draw, terms.energy, segment)
    payments = 11 if draw.chance("eleven deposits", 80) else 12
    deposit = monthly_deposit(consumption, product, pins.get("payments", payments))
    start = pins.get("start_date") or _draw_start(draw, terms)
    end = max(terms.end_date, start) if terms.end_date else None
    return Contract(
        id=terms.contract_id,
        customer_id=terms.customer_id,
        order_id=pins.get("order_id", terms.contract_id + 3_000_000),
        energy=terms.energy,
        status=status_on(start, end, terms.today),
        tariff=product,
        delivery=_delivery_point(draw, terms),
        meter=pins.get("meter") or draw_meter(draw, terms.energy),
        signup_date=terms.signup_date,
        start_date=start,
        end_date=end,
        consumption=consumption,
        monthly_deposit=deposit,
        vat_rate=vat_rate(terms.energy, min(end or terms.today, terms.today)),
        unpaid_debt=pins.get("unpaid_debt", _draw_debt(draw, terms, deposit)),
        iban=draw_iban(draw, "account"),
        billing_address=pins.get("billing_address"),
    )


def _draw_consumption(draw: Draw, energy: Energy, segment: str) -> int:
    """A year's kWh: a class of household or dwelling, spread lognormally."""
    return draw.weighted("class", _classes(energy, segment)) * draw.choice("spread", _SPREAD) // 1000


def _draw_start(draw: Draw, terms: Terms) -> date:
    """The first day of delivery: the next working days where the law is quick, else the first of a month."""
    if terms.energy == "electricity" and terms.signup_date >= table("market.yaml")["one_day_since"]:
        return working_day(terms.signup_date, draw.between("wait", 2, 8))
    return first_of_month(terms.signup_date + timedelta(days=14), draw.between("months", 1, 2))


def _delivery_point(draw: Draw, terms: Terms) -> DeliveryPoint:
    """The delivery point of a contract; contracts do not share one, so their numbers make it unique."""
    operator = grid_operator(terms.address.state, terms.energy)
    number = draw.between("melo", 10**8, 10**9) * 10**9 + terms.contract_id
    melo = identifiers.melo_id(operator.code, terms.address.postcode, number)
    malo = identifiers.malo_id(terms.contract_id * _SCATTER % identifiers.MALO_COUNT)
    return DeliveryPoint(malo, melo, terms.address, operator)


def draw_meter(draw: Draw, energy: Energy) -> Meter:
    """A meter whose number and registers fit the energy."""
    maker = draw.weighted("maker", _makers(energy))
    number = identifiers.meter_number(
        _MEDIA[energy], maker, draw.below("meter block", 100), draw.between("serial", 10**5, 10**8 - 1)
    )
    return Meter(number, draw.weighted("registers", _registers(energy)))


def draw_iban(draw: Draw, name: str) -> str:
    """An IBAN of a bank that does not exist."""
    account = draw.between(f"{name} high", 0, 9999) * 10**6 + draw.below(f"{name} low", 10**6)
    return identifiers.iban(draw.below(f"{name} bank", 10**7), account)


def _draw_debt(draw: Draw, terms: Terms, deposit: int) -> Decimal:
    """What is owed, EUR: up to three deposits for those in arrears, else nothing."""
    if not terms.in_arrears:
        return Decimal("0.00")
    return Decimal(draw.between("debt", deposit * 50, deposit * 300)) / 100
