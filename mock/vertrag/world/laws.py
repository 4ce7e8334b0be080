"""What must hold of every customer and contract of the world, as a table: code, rule, and what breaks it.

The codes up to I19 are those of the checks over served answers; a check there and a law here say the same of
two forms of one record. A law yields a sentence for each place that breaks it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from vertrag.world import identifiers
from vertrag.world.census.people import Customer, is_free_phone, is_reserved_mail, rings_at
from vertrag.world.census.places import is_place
from vertrag.world.days import is_market_day, is_working_day, market_day
from vertrag.world.fixtures import table
from vertrag.world.supply import (
    Contract,
    Invoice,
    Reading,
    account_of,
    debt_on,
    deposits_between,
    invoices_of,
    monthly_deposit,
    price_changes,
    readings_of,
    vat_rate,
)
from vertrag.world.supply.consumption import month_of_use, year_of_use
from vertrag.world.supply.metering import EXPORT, GAS, Register
from vertrag.world.supply.products import cents
from vertrag.world.supply.readings import HOLDING, expected, turned

_MEDIA = {"electricity": "1", "gas": "7"}
_SIX_WEEKS, _FOUR_WEEKS, _TWO_WEEKS = timedelta(weeks=6), timedelta(weeks=4), timedelta(weeks=2)
_FEWEST_NOTICE_DAYS = {True: 42, False: 31}  # § 5 (2) StromGVV, § 41 (5) EnWG


@dataclass(frozen=True, slots=True)
class Holding:
    """A contract with its customer, bills and readings until a day."""

    customer: Customer
    contract: Contract
    today: date
    invoices: tuple[Invoice, ...]
    readings: tuple[Reading, ...]


Check = Callable[[Holding], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Law:
    """A rule about a contract and what belongs to it."""

    code: str
    rule: str
    check: Check


LAWS: dict[str, Law] = {}
"""All laws by code."""


def _law(code: str, rule: str) -> Callable[[Check], Check]:
    def enact(check: Check) -> Check:
        LAWS[code] = Law(code, rule, check)
        return check

    return enact


def holding_of(customer: Customer, contract: Contract, today: date) -> Holding:
    """All that the laws look at."""
    return Holding(customer, contract, today, invoices_of(contract, today), readings_of(contract, today))


def breaches(holding: Holding, laws: Iterable[Law] | None = None) -> Iterator[tuple[str, str]]:
    """The laws that a contract breaks: code, and what is wrong."""
    for law in LAWS.values() if laws is None else laws:
        for wrong in law.check(holding):
            yield law.code, f"contract {holding.contract.id}: {wrong}"


@_law("I01", "the Marktlokation has a right check digit")
def _malo(holding: Holding) -> Iterator[str]:
    if not identifiers.is_malo_id(holding.contract.delivery.malo_id):
        yield holding.contract.delivery.malo_id


@_law("I02", "the Messlokation has 33 characters and the postcode of the delivery address in it")
def _melo(holding: Holding) -> Iterator[str]:
    delivery = holding.contract.delivery
    if not identifiers.is_melo_id(delivery.melo_id) or delivery.melo_id[8:13] != delivery.address.postcode:
        yield delivery.melo_id


@_law("I03", "the first digit of a meter number is the medium: 1 electricity, 7 gas")
def _medium(holding: Holding) -> Iterator[str]:
    for installation in holding.contract.installations:
        number = installation.meter.number
        if number[0] != _MEDIA[holding.contract.energy] or not identifiers.is_meter_number(number):
            yield number


@_law("I04", "registers fit the meter: gas has one, high and low tariff come in pairs, feed-in beside use")
def _registers(holding: Holding) -> Iterator[str]:
    feed_in = holding.contract.feed_in
    for installation in holding.contract.installations:
        codes = set(installation.meter.obis)
        pairs = [{GAS}] if holding.contract.energy == "gas" else [{"1-0:1.8.0"}, {"1-0:1.8.1", "1-0:1.8.2"}]
        sunny = feed_in is not None and feed_in.since <= installation.since
        if codes - {EXPORT} not in pairs or (sunny and EXPORT not in codes):
            yield f"{installation.meter.number} has {sorted(codes)}"


@_law("I05", "what is not implausible never falls on one register, but where it turns over")
def _monotone(holding: Holding) -> Iterator[str]:
    for register, before, after in _steps(holding):
        if after.value < before.value and before.value < 10**register.digits // 2:
            yield f"{after.meter_number} fell from {before.value} to {after.value}"


@_law("I06", "a plausible reading lies between half and double of what was expected since the one before")
def _plausible(holding: Holding) -> Iterator[str]:
    for register, before, after in _steps(holding):
        usual = expected(holding.contract, register, before.day, after.day)
        counted = turned(after.value - before.value, register.digits)
        if not usual / 2 - 2 <= counted <= 2 * usual + 2:  # two units, because whole ones are shown
            yield f"{after.meter_number} counted {counted} until {after.day}, expected {usual}"


def _steps(holding: Holding) -> Iterator[tuple[Register, Reading, Reading]]:
    """Each register with each reading that holds and the one before it."""
    meters = [installation.meter for installation in holding.contract.installations]
    registers = {(meter.number, register.obis): register for meter in meters for register in meter.registers}
    series: dict[tuple[str, str], list[Reading]] = {key: [] for key in registers}
    for reading in holding.readings:
        if reading.status in HOLDING:
            series[reading.meter_number, reading.obis].append(reading)
    for key, readings in series.items():
        for before, after in pairwise(readings):
            yield registers[key], before, after


@_law("I07", "the months of a year of use sum up to the year")
def _months(holding: Holding) -> Iterator[str]:
    year = holding.today.year
    months = sum(month_of_use(holding.contract, year, month) for month in range(1, 13))
    if months != year_of_use(holding.contract, year):
        yield f"{months} Wh in the months of {year}"


@_law("I08", "postcode, city and state agree; a landline number has the area code of the city")
def _place(holding: Holding) -> Iterator[str]:
    for address in (holding.customer.address, holding.contract.delivery.address):
        if not is_place(address):
            yield address.full
    if not rings_at(holding.customer.phone, holding.customer.address):
        yield holding.customer.phone


@_law("I09", "the IBAN is valid and of a bank that does not exist")
def _iban(holding: Holding) -> Iterator[str]:
    if not identifiers.is_iban(holding.contract.iban) or holding.contract.iban[4] != "9":
        yield holding.contract.iban


@_law("I10", "telephone numbers are kept free for fiction, mail domains reserved for examples")
def _safe(holding: Holding) -> Iterator[str]:
    if not is_free_phone(holding.customer.phone):
        yield holding.customer.phone
    if not is_reserved_mail(holding.customer.email):
        yield holding.customer.email


@_law("I11", "the code of the grid operator is valid and in the block that is not assigned")
def _operator(holding: Holding) -> Iterator[str]:
    code = holding.contract.delivery.grid_operator.code
    if not identifiers.is_operator_code(code) or not code.startswith("9999"):
        yield code


@_law("I12", "signed, begun, ended: in this order")
def _order(holding: Holding) -> Iterator[str]:
    contract = holding.contract
    if not contract.signup_date <= contract.start_date <= (contract.end_date or date.max):
        yield f"{contract.signup_date}, {contract.start_date}, {contract.end_date}"


@_law("I14", "the deposit is a year's cost over eleven or twelve payments, in whole EUR, rounded up")
def _deposit(holding: Holding) -> Iterator[str]:
    contract = holding.contract
    right = {monthly_deposit(contract.consumption, contract.tariff, payments) for payments in (11, 12)}
    if contract.monthly_deposit not in right:
        yield f"{contract.monthly_deposit} EUR"


@_law("I15", "VAT is that of the day of delivery")
def _vat(holding: Holding) -> Iterator[str]:
    contract = holding.contract
    if contract.vat_rate != vat_rate(
        contract.energy, max(contract.last_day(holding.today), contract.start_date)
    ):
        yield f"{contract.vat_rate} on the contract"
    for invoice in holding.invoices:
        for line in invoice.lines:
            if {vat_rate(contract.energy, day) for day in (line.since, line.until)} != {line.vat_rate}:
                yield f"{line.vat_rate} on {invoice.number}"


@_law("I16", "the debt is what fell due less what was paid")
def _debt(holding: Holding) -> Iterator[str]:
    contract = holding.contract
    balance = account_of(contract, holding.today, holding.invoices).balance
    if not balance == contract.unpaid_debt == debt_on(contract, holding.today) >= 0:
        yield f"{contract.unpaid_debt} EUR on the contract, {balance} on the account"


@_law("I17", "gross is net and its VAT, energy is what the registers counted (gas: times its factors)")
def _sums(holding: Holding) -> Iterator[str]:
    for invoice in holding.invoices:
        rates = {line.vat_rate for line in invoice.lines}
        net = {rate: sum(line.net for line in invoice.lines if line.vat_rate == rate) for rate in rates}
        if invoice.gross != sum(net.values()) + sum(cents(amount * rate) for rate, amount in net.items()):
            yield f"{invoice.number} asks {invoice.gross} EUR"
        counted = Decimal(sum(span.counted for span in invoice.spans if span.end.obis != EXPORT))
        for factor in invoice.factors or ():
            counted *= factor
        if abs(counted - invoice.energy) > Decimal("0.5"):
            yield f"{invoice.number} has {invoice.energy} kWh, the meter {counted}"


@_law(
    "I18",
    "what is left to pay is gross less the deposits of the period, and on a correction less that bill",
)
def _due(holding: Holding) -> Iterator[str]:
    for invoice in holding.invoices:
        deposits = deposits_between(holding.contract, invoice.since, invoice.until + timedelta(days=1))
        due = invoice.gross - sum(deposit.amount for deposit in deposits) - invoice.credited
        if invoice.amount_due != due:
            yield f"{invoice.number} asks {invoice.amount_due} EUR, not {due}"


@_law("I19", "dunning keeps its order: four weeks from threat to disconnection, eight working days' notice")
def _dunning(holding: Holding) -> Iterator[str]:
    steps = account_of(holding.contract, holding.today, holding.invoices).dunning
    for before, after in pairwise(steps):
        if after.day < before.day:
            yield f"{after.stage} before {before.stage}"
    threat = announced = date.min
    for step in steps:
        threat = step.day if step.stage == "disconnection_threat" else threat
        announced = step.day if step.stage == "disconnection_announcement" else announced
        lawful = step.day >= threat + _FOUR_WEEKS and step.day > market_day(announced, 8)
        if step.stage == "disconnection" and not lawful:
            yield f"disconnected on {step.day}"


@_law("I51", "bills follow each other without gap or overlap, the first begins with the delivery")
def _gapless(holding: Holding) -> Iterator[str]:
    bills = [invoice for invoice in holding.invoices if invoice.kind != "correction"]
    begin = holding.contract.start_date
    for bill in bills:
        if bill.since != begin or bill.until < bill.since:
            yield f"{bill.number} begins on {bill.since}, not on {begin}"
        begin = bill.until + timedelta(days=1)


@_law("I52", "a bill comes within six weeks of its last day, and is due two weeks later at the earliest")
def _in_time(holding: Holding) -> Iterator[str]:
    for invoice in holding.invoices:
        late = invoice.kind != "correction" and invoice.issued > invoice.until + _SIX_WEEKS
        if late or invoice.due < invoice.issued + _TWO_WEEKS or invoice.issued > holding.today:
            yield f"{invoice.number} was written on {invoice.issued}"


@_law("I53", "a new price is told six weeks before in basic supply, a month before else, on a working day")
def _told(holding: Holding) -> Iterator[str]:
    product = holding.contract.tariff
    for change in price_changes(product, holding.contract.prices(holding.today)):
        notice = (change.new.since - change.announced).days
        if notice < _FEWEST_NOTICE_DAYS[product.basic] or not is_working_day(change.announced):
            yield f"the price of {change.new.since} was told on {change.announced}"


@_law("I54", "electricity begins on a market day since June 2025, else delivery begins with a month")
def _begins(holding: Holding) -> Iterator[str]:
    contract = holding.contract
    quick = contract.energy == "electricity" and contract.signup_date >= table("market.yaml")["one_day_since"]
    right = is_market_day(contract.start_date) if quick else contract.start_date.day == 1
    if not right or contract.start_date <= contract.signup_date:
        yield f"signed on {contract.signup_date}, begun on {contract.start_date}"


@_law("I55", "the grid may dim devices since 2024; module 3 needs a smart meter")
def _dimmed(holding: Holding) -> Iterator[str]:
    relief = holding.contract.relief
    if relief is None:
        return
    if relief.since < table("tariffs.yaml")["relief"]["since"]:
        yield f"dimmed since {relief.since}"
    if relief.module == 3 and holding.contract.meter.kind != "smart":
        yield f"module 3 with a {holding.contract.meter.kind} meter"


@_law("I56", "credit is paid out within two weeks, and nothing is paid before the contract or after today")
def _paid(holding: Holding) -> Iterator[str]:
    issued = {invoice.number: invoice.issued for invoice in holding.invoices}
    for payment in account_of(holding.contract, holding.today, holding.invoices).payments:
        if payment.amount < 0 and payment.day > issued[payment.purpose] + _TWO_WEEKS:
            yield f"credit of {payment.purpose} paid on {payment.day}"
        if not holding.contract.start_date <= payment.day <= holding.today:
            yield f"paid on {payment.day}"
