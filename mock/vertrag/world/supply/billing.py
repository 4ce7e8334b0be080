"""What a contract is billed: periods between readings, lines by price and VAT, and what is left to pay.

Laws
1. The energy of a bill is what its registers counted between its readings, for gas in m³ times heating value
   and state number; where a price or a rate of VAT changes, it is split by the profile of the contract.
2. Each line is rounded to the cent, half a cent up; the VAT of each rate is that of the sum of its lines.
3. A bill takes off all deposits that fell due in its period; one that was not paid stays a claim of its own.
4. A correction replaces an earlier bill: it takes off what that one asked for as well.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from typing import Literal

from vertrag.world.days import on_working_day, working_day
from vertrag.world.draws import Draws
from vertrag.world.fixtures import table
from vertrag.world.supply.consumption import forecast
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.deposits import deposited
from vertrag.world.supply.metering import EXPORT
from vertrag.world.supply.products import Price, cents, net, vat_changes, vat_rate
from vertrag.world.supply.readings import Mark, Reading, Settlement, is_put_right, marks, settled, turned
from vertrag.world.supply.relief import relief_changes, relief_of

InvoiceKind = Literal["yearly", "interim", "final", "correction"]
LineKind = Literal["working", "base", "relief"]

GERMAN_KINDS: dict[InvoiceKind, str] = {
    "yearly": "Jahresrechnung",
    "interim": "Zwischenrechnung",
    "final": "Schlussrechnung",
    "correction": "Korrekturrechnung",
}
"""What a bill is called."""
INVOICES = 100
"""More than a contract has, so that contract and place make one id."""
_YEAR, _WHOLE = Decimal(365), Decimal(1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `quantity` in kWh or days, `net_price` EUR per kWh or year, `net` EUR."""

    kind: LineKind
    since: date
    until: date
    quantity: int
    net_price: Decimal
    net: Decimal
    vat_rate: Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """What one register counted in a period, between two readings: kWh, for gas m³."""

    start: Reading
    end: Reading
    counted: int


@dataclass(frozen=True, slots=True)
class Invoice:
    """A bill for the days `since` to `until`, money in EUR.

    `amount_due` is what is left of `gross` after deposits and, on a correction, after what the bill that it
    `corrects` asked for (`credited`); below zero it is paid out. `factors` are heating value and state number
    of gas.
    """

    id: int
    contract_id: int
    kind: InvoiceKind
    issued: date
    due: date
    since: date
    until: date
    spans: tuple[Span, ...]
    factors: tuple[Decimal, Decimal] | None
    energy: int
    lines: tuple[Line, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal
    deposits: Decimal
    credited: Decimal
    amount_due: Decimal
    corrects: int | None

    @property
    def number(self) -> str:
        """The number on its head: "R2026-74683904"."""
        return f"R{self.issued.year}-{self.id}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a bill with one price and one rate of VAT, and the energy that falls on them, kWh."""

    since: date
    until: date
    energy: int
    vat_rate: Decimal

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.until - self.since).days + 1


@cache
def _draws(seed: int) -> Draws:
    return Draws(seed, "invoice")


@cache
def _gas(seed: int) -> Draws:
    return Draws(seed, "gas")


def factors_of(contract: Contract, year: int) -> tuple[Decimal, Decimal]:
    """Heating value (kWh/m³) and state number of the gas of a region in a year (DVGW G 685)."""
    row, state, draws = table("profiles.yaml")["gas"], contract.delivery.address.state, _gas(contract.seed)
    calorific = draws.of(year).between(state, -row["calorific_range"], row["calorific_range"])
    height = draws.of(0).between(state, -row["state_range"], row["state_range"])
    return Decimal((row["calorific"] + calorific) // 10) / 1000, Decimal(row["state"] + height) / 10_000


def invoices_of(contract: Contract, today: date, since: date = date.min) -> tuple[Invoice, ...]:
    """The bills of a contract until today, in the order in which they were written.

    Those for periods that ended before `since` are left out, and cost nothing.
    """
    return tuple(latest_invoices(contract, today, since))[::-1]


def latest_invoices(contract: Contract, today: date, since: date) -> Iterator[Invoice]:
    """The same bills, the latest first, each computed when it is asked for."""
    every = marks(contract, today)
    for first, last, place, put_right in reversed(list(_periods(contract, every))):
        if every[last].day < since:
            return
        period = tuple(settled(contract, every, number) for number in range(first, last + 1))
        bill = _bill(contract, period, place, None)
        again = _bill(contract, period, place + 1, bill) if put_right else None
        if again and again.issued <= today:
            yield again
        if bill.issued <= today:
            yield bill


def _periods(contract: Contract, every: tuple[Mark, ...]) -> Iterator[tuple[int, int, int, bool]]:
    """Of each period the places of its first and its last reading and of its bill, and if that is corrected.

    Meters may change between.
    """
    begin = place = 0
    for number, mark in enumerate(every):
        if mark.occasion not in {"start", "exchange", "move"}:
            put_right = is_put_right(contract, mark, number)
            yield begin, number, place, put_right
            begin, place = number, place + 1 + put_right


def _bill(
    contract: Contract, period: tuple[Settlement, ...], place: int, corrects: Invoice | None
) -> Invoice:
    """The bill of a period; `corrects` is the earlier one that it replaces."""
    since, until = period[0].mark.day, period[-1].mark.day
    spans = tuple(_spans(contract, period, again=corrects is not None))
    factors = factors_of(contract, until.year) if contract.energy == "gas" else None
    energy = _energy(spans, factors)
    lines = tuple(_lines(contract, since, until, energy))
    net_sum = sum((line.net for line in lines), Decimal(0))
    vat = _vat(lines)
    deposits = Decimal(deposited(contract, since, until))
    credited = corrects.amount_due if corrects else Decimal(0)
    issued = _issued(contract, until, place, corrects)
    return Invoice(
        id=contract.id * INVOICES + place,
        contract_id=contract.id,
        kind="correction" if corrects else _kind(period[-1]),
        issued=issued,
        due=on_working_day(issued + timedelta(days=table("tariffs.yaml")["terms"])),
        since=since,
        until=until - timedelta(days=1),
        spans=spans,
        factors=factors,
        energy=energy,
        lines=lines,
        net=net_sum,
        vat=vat,
        gross=net_sum + vat,
        deposits=deposits,
        credited=credited,
        amount_due=net_sum + vat - deposits - credited,
        corrects=corrects.id if corrects else None,
    )


def _kind(last: Settlement) -> InvoiceKind:
    if last.mark.occasion == "end":
        return "final"
    return "yearly" if last.mark.occasion == "year" else "interim"


def _issued(contract: Contract, day: date, place: int, corrects: Invoice | None) -> date:
    """When a bill is written: some working days after the reading, or after the bill that it corrects."""
    least, most = table("tariffs.yaml")["issue"]
    wait = _draws(contract.seed).of(contract.id * INVOICES + place).between("wait", least, most)
    return working_day(corrects.issued if corrects else day, wait)


def _spans(contract: Contract, period: tuple[Settlement, ...], *, again: bool) -> Iterator[Span]:
    """What each register counted between readings of one meter."""
    for start, end in pairwise(period):
        if start.mark.installation != end.mark.installation or start.mark.day == end.mark.day:
            continue
        meter = contract.installations[end.mark.installation].meter
        ends = end.last if again else end.first
        for register, before, after in zip(meter.registers, start.last, ends, strict=True):
            yield Span(before, after, turned(after.value - before.value, register.digits))


def _energy(spans: tuple[Span, ...], factors: tuple[Decimal, Decimal] | None) -> int:
    """The energy that was delivered, kWh."""
    counted = sum(span.counted for span in spans if span.end.obis != EXPORT)
    if factors is None:
        return counted
    return int((counted * factors[0] * factors[1]).to_integral_value(ROUND_HALF_UP))


def _lines(contract: Contract, since: date, until: date, energy: int) -> Iterator[Line]:
    """The lines of a bill: energy, base price and relief of each stretch with one price and rate of VAT."""
    prices = contract.prices(until)
    inner = (
        {price.since for price in prices} | set(vat_changes(contract.energy)) | set(relief_changes(contract))
    )
    days = [since, *sorted(day for day in inner if since < day < until), until]
    whole, before = forecast(contract, since, until), 0
    for first, after in pairwise(days):
        share = energy * forecast(contract, since, after) // whole if after < until else energy
        price = prices[bisect_right(prices, first, key=_since) - 1]
        stretch = Stretch(first, after - timedelta(days=1), share - before, vat_rate(contract.energy, first))
        yield _line("working", stretch, stretch.energy, net(price.working))
        yield _line("base", stretch, stretch.days, 12 * net(price.base), _YEAR)
        for price_of_relief, per_year in relief_of(contract, first):
            quantity, part = (stretch.days, _YEAR) if per_year else (stretch.energy, _WHOLE)
            yield _line("relief", stretch, quantity, -price_of_relief, part)
        before = share


def _since(price: Price) -> date:
    return price.since


def _line(
    kind: LineKind, stretch: Stretch, quantity: int, price: Decimal, part: Decimal = Decimal(1)
) -> Line:
    amount = cents(quantity * price / part)
    return Line(kind, stretch.since, stretch.until, quantity, price, amount, stretch.vat_rate)


def _vat(lines: tuple[Line, ...]) -> Decimal:
    """The VAT of all lines, each rate on the sum of its own."""
    sums: dict[Decimal, Decimal] = {}
    for line in lines:
        sums[line.vat_rate] = sums.get(line.vat_rate, Decimal(0)) + line.net
    return sum((cents(amount * rate) for rate, amount in sums.items()), Decimal(0))
