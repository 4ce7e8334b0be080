"""How a contract comes to be: every field drawn, or computed from what was drawn before.

What is pinned keeps its value, and the others follow it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from vertrag.world import identifiers
from vertrag.world.census.places import Address, Energy
from vertrag.world.days import first_of_month, market_day, months_after, on_working_day
from vertrag.world.draws import Draw, Weights
from vertrag.world.fixtures import table
from vertrag.world.supply.contracts import Arrears, Contract, FeedIn, Relief, status_on
from vertrag.world.supply.deposits import latest_deposits
from vertrag.world.supply.dunning import debt_on
from vertrag.world.supply.metering import Cause, Installation, Meter, delivery_point, draw_meter, draw_shown
from vertrag.world.supply.products import Tariff, monthly_deposit, offers, price_path, vat_rate

# Factors in thousandths at the 2.5th, 7.5th ... 97.5th percentile of a lognormal law with sigma 0.30.
# A table, because the exponential of a float may differ in its last bit from one machine to the next.
_SPREAD = (
    555, 649, 708, 755, 797, 836, 873, 909, 945, 981,
    1019, 1058, 1100, 1146, 1196, 1254, 1324, 1412, 1540, 1800,
)  # fmt: skip
_SETTLED = 60  # days before and after which nothing changes at a delivery point
# How long before a first letter about them the first of so many missed deposits fell due: the notice is out.
_LEAD = {1: 30, 2: 54, 3: 90, 4: 122}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Deposits that will not be paid: how many, when it is known at last, and when they are made good."""

    missed: int
    known: date
    cleared: date | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What is known of a contract before it is drawn: whose it is, when it was wanted and left, what came."""

    seed: int
    contract_id: int
    customer_id: int
    business: bool
    address: Address
    energy: Energy
    signup_date: date
    end_date: date | None
    today: date
    troubles: tuple[Trouble, ...] = ()
    moves: tuple[date, ...] = ()
    exchanges: tuple[date, ...] = ()


def draw_contract(draw: Draw, terms: Terms, pins: Mapping[str, Any]) -> Contract:
    """A contract on given terms."""
    life = _draw_life(draw, terms, pins)
    shares = table("tariffs.yaml")["billing"]
    deposits = pins.get("payments") or (11 if draw.chance("eleven deposits", shares["eleven"]) else 12)
    debited = draw.chance("debited", shares["direct_debit"])
    contract = Contract(
        id=terms.contract_id,
        seed=terms.seed,
        customer_id=terms.customer_id,
        order_id=pins.get("order_id", terms.contract_id + 3_000_000),
        energy=terms.energy,
        business=terms.business,
        status=status_on(life.start, life.end, terms.today),
        tariff=life.product,
        delivery=delivery_point(draw, terms.contract_id, terms.address, terms.energy),
        installations=_installations(draw, terms, life, pins.get("meter")),
        profile=pins.get("profile") or _profile(terms, life),
        signup_date=terms.signup_date,
        start_date=life.start,
        end_date=life.end,
        consumption=life.consumption,
        deposits=deposits,
        monthly_deposit=monthly_deposit(life.consumption, life.product, deposits),
        vat_rate=vat_rate(terms.energy, life.last),
        collection=pins.get("collection") or ("direct_debit" if debited else "transfer"),
        unpaid_debt=Decimal("0.00"),
        iban=draw_iban(draw, "account"),
        billing_address=pins.get("billing_address"),
        interim=_draw_interim(draw, terms, life),
        arrears=(),
        feed_in=life.feed_in,
        relief=life.relief,
    )
    return _in_arrears(contract, terms)


@dataclass(frozen=True, slots=True)
class _Life:
    """What is sold, from when to when, `last` being the last day until today, and for how much use."""

    product: Tariff
    start: date
    end: date | None
    last: date
    feed_in: FeedIn | None
    relief: Relief | None
    consumption: int

    def day(self, draw: Draw, name: str) -> date | None:
        """A day well inside, None if the contract is too young."""
        days = (self.last - self.start).days - 2 * _SETTLED
        return self.start + timedelta(days=_SETTLED + draw.below(name, days)) if days > 0 else None


def _draw_life(draw: Draw, terms: Terms, pins: Mapping[str, Any]) -> _Life:
    segment = "business" if terms.business else "private"
    sold = offers(terms.energy, segment, terms.signup_date.year)
    product = pins.get("tariff") or draw.weighted("tariff", sold)
    start = pins.get("start_date") or _draw_start(draw, terms)
    end = max(terms.end_date, start) if terms.end_date else None
    last = max(min(end or terms.today, terms.today), start)
    feed_in, relief = _draw_devices(draw, terms, product, start, last)
    feed_in, relief = pins.get("feed_in", feed_in), pins.get("relief", relief)
    consumption = pins.get("consumption") or _draw_consumption(draw, terms.energy, segment, relief)
    product = product.at(price_path(product.code, start, last)[-1])
    return _Life(product, start, end, last, feed_in, relief, consumption)


def _draw_start(draw: Draw, terms: Terms) -> date:
    """The first day of delivery: the next working days where the law is quick, else the first of a month."""
    if terms.energy == "electricity" and terms.signup_date >= table("market.yaml")["one_day_since"]:
        return market_day(terms.signup_date, draw.between("wait", 2, 8))
    return first_of_month(terms.signup_date + timedelta(days=14), draw.between("months", 1, 2))


@cache
def _classes(energy: Energy, segment: str) -> Weights[int]:
    return Weights(table("tariffs.yaml")["consumption"][energy][segment].items())


def _draw_consumption(draw: Draw, energy: Energy, segment: str, relief: Relief | None) -> int:
    """A year's kWh: a class of household or dwelling, spread lognormally, and what a device takes."""
    if relief is not None and relief.device == "heat_pump":
        return draw.between("heat pump", 3_500, 6_000)
    used = draw.weighted("class", _classes(energy, segment)) * draw.choice("spread", _SPREAD) // 1000
    return used + (draw.between("car", 2_000, 3_000) if relief else 0)


def _draw_devices(
    draw: Draw, terms: Terms, product: Tariff, start: date, last: date
) -> tuple[FeedIn | None, Relief | None]:
    """Photovoltaics, and what the grid may dim: only people have them, the latter since the law allows it."""
    lawful = max(start, table("tariffs.yaml")["relief"]["since"])
    if terms.energy == "gas" or terms.business or last <= lawful:
        return None, None
    shares = table("tariffs.yaml")["devices"]
    if product.code == "wp_24":
        return None, Relief("heat_pump", 2, lawful)
    if draw.chance("photovoltaics", shares["photovoltaics"]):
        since = start - timedelta(days=900) + timedelta(days=draw.below("built", (last - start).days + 880))
        return FeedIn(draw.between("watts", 38, 149) * 100, since), None
    if draw.chance("wallbox", shares["wallbox"]):
        since = lawful + timedelta(days=draw.below("plugged in", (last - lawful).days))
        return None, Relief("wallbox", 3 if draw.chance("by the hour", 25) else 1, since)
    return None, None


def _profile(terms: Terms, life: _Life) -> str:
    if terms.energy == "gas":
        return "heating"
    if life.product.code == "wp_24":
        return "heat_pump"
    if life.feed_in:
        return "photovoltaics"
    return "trade" if terms.business else "household"


def _installations(draw: Draw, terms: Terms, life: _Life, pinned: Meter | None) -> tuple[Installation, ...]:
    """The meters that have hung there: exchanged in their time or for the sun, or others after a move."""
    if pinned:
        return (Installation(pinned, life.start, draw_shown(draw, pinned, life.consumption)),)
    smart = life.relief is not None and life.relief.module == 3
    sunny = life.feed_in is not None and life.feed_in.since <= life.start
    first = draw_meter(draw, terms.energy, smart=smart, feeds_in=sunny)
    found = [Installation(first, life.start, draw_shown(draw, first, life.consumption))]
    for number, (day, cause) in enumerate(_changes(draw, terms, life)):
        feeds_in = life.feed_in is not None and life.feed_in.since <= day
        meter = draw_meter(draw, terms.energy, name=f"meter {number}", smart=smart, feeds_in=feeds_in)
        new = cause == "exchange"
        shown = draw_shown(draw, meter, life.consumption, name=f"shown {number}", new=new)
        found.append(Installation(meter, day, shown, cause))
    return tuple(found)


def _changes(draw: Draw, terms: Terms, life: _Life) -> list[tuple[date, Cause]]:
    """When another meter came, and why."""
    told: list[tuple[date, Cause]] = [(day, "exchange") for day in terms.exchanges]
    told += [(day, "move") for day in terms.moves]
    days = {day: cause for day, cause in told if life.start < day <= life.last}
    if life.feed_in and life.feed_in.since > life.start:
        days[life.feed_in.since] = "exchange"
    elif not terms.exchanges and draw.chance("exchanged", table("tariffs.yaml")["billing"]["exchanged"]):
        day = life.day(draw, "exchange")
        if day:
            days.setdefault(on_working_day(day), "exchange")
    return sorted(days.items())


def _draw_interim(draw: Draw, terms: Terms, life: _Life) -> tuple[date, ...]:
    """When a bill was drawn up between: at a move, or because somebody asked for one."""
    days = {day for day in terms.moves if life.start < day <= life.last}
    months = (life.last.year - life.start.year) * 12 + life.last.month - life.start.month
    share = table("tariffs.yaml")["billing"]["interim"]
    if months > 6 and draw.below("interim", 1200) < share * months:
        month = draw.between("interim month", 2, months - 2)
        if month % 12 not in {0, 1, 11}:  # the bill of the year is near enough
            days.add(months_after(life.start, month))
    return tuple(sorted(days))


def _in_arrears(contract: Contract, terms: Terms) -> Contract:
    """The contract with what its customer did not pay, and what is owed now."""
    found: list[Arrears] = []
    for trouble in terms.troubles:
        known = trouble.known - timedelta(days=_LEAD[trouble.missed])
        first = latest_deposits(contract, known, 1)
        again = found and (found[-1].cleared is None or (first and first[0].month <= found[-1].cleared))
        if first and not again:
            found.append(Arrears(first[0].month, trouble.missed, trouble.cleared))
    if not found:
        return contract
    contract = replace(contract, arrears=tuple(found))
    return replace(contract, unpaid_debt=debt_on(contract, terms.today))


def as_of(contract: Contract, day: date) -> Contract:
    """The same contract as it stands on another day."""
    status = status_on(contract.start_date, contract.end_date, day)
    return replace(contract, status=status, unpaid_debt=debt_on(contract, day))


def draw_iban(draw: Draw, name: str) -> str:
    """An IBAN of a bank that does not exist."""
    account = draw.between(f"{name} high", 0, 9999) * 10**6 + draw.below(f"{name} low", 10**6)
    return identifiers.iban(draw.below(f"{name} bank", 10**7), account)
