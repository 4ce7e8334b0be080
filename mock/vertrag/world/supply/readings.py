"""What the meters of a contract show, who read them, and whether it can be right.

A reading belongs to the morning of its day, so the last of one period is the first of the next. Laws
1. On one meter, readings that are plausible never fall, but where a register turns over after its last digit.
2. What was estimated is a little less than what was used, so that no later reading contradicts it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from vertrag.world.days import first_of_month, months_after
from vertrag.world.draws import Draw, Draws
from vertrag.world.fixtures import table
from vertrag.world.supply.consumption import fed_in, forecast, used
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.metering import Installation, Register

HOLDING = frozenset({"plausible", "estimated"})
"""The statuses of readings that count."""
Source = Literal["grid_operator", "customer", "remote", "estimate"]
Status = Literal["plausible", "implausible", "estimated", "replaced"]
Occasion = Literal["start", "year", "interim", "exchange", "move", "month", "report", "end"]

_MARKS = 4096  # more than a contract has readings, so that (contract, place) is one index
_CUBIC_METRE = 10_700  # Wh: heating value 11.2 times state number 0.955, H gas
_LONG = 300  # days that must follow an estimate, or the next reading would seem too high
_REMOTE_MONTHS = 12  # older values of a smart meter are of no use to the service


@dataclass(frozen=True, slots=True)
class Reading:
    """What one register showed on the morning of a day: kWh, for gas m³."""

    day: date
    meter_number: str
    obis: str
    value: int
    unit: str
    source: Source
    status: Status
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on which a meter is read for good, and why; `installation` is the one that is read."""

    day: date
    occasion: Occasion
    installation: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """The readings of a mark, one for each register: what the first bill knew, and what holds since."""

    mark: Mark
    first: tuple[Reading, ...]
    last: tuple[Reading, ...]


@cache
def _draws(seed: int) -> Draws:
    return Draws(seed, "reading")


def reading_on(contract: Contract, day: date) -> int:
    """What the meter shows on a day, its registers of use together: kWh, for gas m³."""
    number = hanging(contract, day)
    meter = contract.installations[number].meter
    return sum(
        shown(contract, number, place, day) for place, r in enumerate(meter.registers) if r.zone != "export"
    )


def calibrated(contract: Contract, day: date, value: int) -> Contract:
    """The same contract, but the first register of its first meter shows a value on a day."""
    first, *others = contract.installations
    begun, *rest = first.shown
    begun = turned(begun + value - shown(contract, 0, 0, day), first.meter.registers[0].digits)
    return replace(contract, installations=(replace(first, shown=(begun, *rest)), *others))


def shown(contract: Contract, number: int, place: int, day: date) -> int:
    """What a register shows on the morning of a day; before it hung, what it began with."""
    installation = contract.installations[number]
    register, first = installation.meter.registers[place], installation.shown[place]
    if day <= installation.since:
        return first
    return turned(first + _counted(contract, installation, register, day), register.digits)


def _counted(contract: Contract, installation: Installation, register: Register, day: date) -> int:
    """What a register has counted since it hung."""
    if register.zone == "export":
        return fed_in(contract.feed_in, installation.since, day) // 1000 if contract.feed_in else 0
    amount = used(contract, installation.since, day)
    if contract.energy == "gas":
        return amount // _CUBIC_METRE
    return amount * _share(register) // 1_000_000


def _share(register: Register) -> int:
    """What of the use a register counts, in thousandths."""
    if register.zone == "single":
        return 1000
    high: int = table("profiles.yaml")["high_tariff"]
    return high if register.zone == "high" else 1000 - high


def hanging(contract: Contract, day: date) -> int:
    """Which installation hangs there on a day."""
    if len(contract.installations) == 1:
        return 0
    starts = [installation.since for installation in contract.installations]
    return max(bisect_right(starts, day) - 1, 0)


def marks(contract: Contract, today: date) -> tuple[Mark, ...]:
    """The days until today on which the meter was read for good, in order."""
    last = contract.last_day(today)
    found = [Mark(contract.start_date, "start", 0)]
    for number, installation in enumerate(contract.installations[1:]):
        found += [
            Mark(installation.since, installation.cause, number),
            Mark(installation.since, installation.cause, number + 1),
        ]
    years = tuple(_anniversaries(contract, last))
    found += [Mark(day, "interim", hanging(contract, day)) for day in contract.interim if day not in years]
    found += [Mark(day, "year", hanging(contract, day)) for day in years]
    if contract.end_date and contract.end_date < today:
        end = contract.end_date + timedelta(days=1)
        found.append(Mark(end, "end", hanging(contract, contract.end_date)))
    return tuple(sorted((mark for mark in found if mark.day <= today), key=_place))


def _place(mark: Mark) -> tuple[date, int]:
    return mark.day, mark.installation


def _anniversaries(contract: Contract, last: date) -> Iterator[date]:
    """The days after whole years of delivery, each the first of a new one."""
    number = 1
    while (day := months_after(contract.start_date, 12 * number)) <= last:
        yield day
        number += 1


def settlements(contract: Contract, today: date) -> tuple[Settlement, ...]:
    """The readings of all marks until today."""
    every = marks(contract, today)
    return tuple(settled(contract, every, place) for place in range(len(every)))


def is_put_right(contract: Contract, mark: Mark, place: int) -> bool:
    """Whether somebody read the meter after all, whose value on a mark was estimated at first."""
    draw = _draws(contract.seed).of(contract.id * _MARKS + place)
    return _is_estimated(contract, draw, mark) and _is_corrected(draw)


def settled(contract: Contract, every: tuple[Mark, ...], place: int) -> Settlement:
    """The readings of one mark among all of a contract."""
    mark = every[place]
    installation = contract.installations[mark.installation]
    draw = _draws(contract.seed).of(contract.id * _MARKS + place)
    source = _source(draw, mark, installation)
    places = range(len(installation.meter.registers))
    right = tuple(_reading(installation, number, mark, source, contract) for number in places)
    if not _is_estimated(contract, draw, mark):
        return Settlement(mark, right, right)
    put_right = _is_corrected(draw)
    since = every[place - 1].day
    first = tuple(
        replace(
            reading,
            value=_estimate(contract, draw, mark, number, since),
            source="estimate",
            status="replaced" if put_right else "estimated",
        )
        for number, reading in enumerate(right)
    )
    read = tuple(replace(reading, source="customer") for reading in right)
    return Settlement(mark, first, read if put_right else first)


def _reading(
    installation: Installation, place: int, mark: Mark, source: Source, contract: Contract
) -> Reading:
    """What a register showed on a mark."""
    register = installation.meter.registers[place]
    value = shown(contract, mark.installation, place, mark.day)
    return Reading(
        mark.day,
        installation.meter.number,
        register.obis,
        value,
        register.unit,
        source,
        "plausible",
        mark.occasion,
    )


def _source(draw: Draw, mark: Mark, installation: Installation) -> Source:
    if installation.meter.kind == "smart":
        return "remote"
    if mark.occasion in {"start", "exchange", "move"}:
        return "grid_operator"
    return "customer" if draw.chance("by the customer", 60) else "grid_operator"


def _is_estimated(contract: Contract, draw: Draw, mark: Mark) -> bool:
    """Whether nobody read the meter on a mark, so that its value was estimated at first.

    Marks that are still to come count, too: what was once estimated stays so whenever one asks.
    """
    if mark.occasion != "year" or contract.installations[mark.installation].meter.kind == "smart":
        return False
    if not draw.chance("estimated", table("tariffs.yaml")["billing"]["estimated"]):
        return False
    known = [*contract.interim, *(installation.since for installation in contract.installations)]
    if contract.end_date:
        known.append(contract.end_date + timedelta(days=1))
    return not any(0 < (day - mark.day).days < _LONG for day in known)


def _is_corrected(draw: Draw) -> bool:
    return draw.chance("corrected", table("tariffs.yaml")["billing"]["corrected"])


def _estimate(contract: Contract, draw: Draw, mark: Mark, number: int, since: date) -> int:
    """A little less than what a register showed, counted from the mark before."""
    register = contract.installations[mark.installation].meter.registers[number]
    before = shown(contract, mark.installation, number, since)
    counted = turned(shown(contract, mark.installation, number, mark.day) - before, register.digits)
    return turned(before + counted * (1000 - draw.between("short", 20, 90)) // 1000, register.digits)


def turned(value: int, digits: int) -> int:
    """A value as a register of so many digits shows it; a difference as it counted it."""
    return value % 10**digits  # type: ignore[no-any-return]  # int ** int may be a float


def readings_of(contract: Contract, today: date) -> tuple[Reading, ...]:
    """All readings of a contract until today, in the order of their days."""
    found: list[Reading] = []
    for place, settlement in enumerate(settlements(contract, today)):
        found += _mistyped(contract, settlement, place)
        found += settlement.first
        if settlement.last is not settlement.first:
            found += settlement.last
    found += _remote(contract, today)
    # A meter that is read for two reasons on one day is still read once.
    once: dict[tuple[date, str, str, int, Status], Reading] = {}
    for reading in found:
        key = (reading.day, reading.meter_number, reading.obis, reading.value, reading.status)
        once.setdefault(key, reading)
    return tuple(sorted(once.values(), key=lambda reading: reading.day))


def with_reports(
    contract: Contract, readings: tuple[Reading, ...], days: Iterable[date]
) -> tuple[Reading, ...]:
    """The readings of a contract and those that its customer told in letters of some days, in order."""
    found = list(readings)
    for day in days:
        number = hanging(contract, day)
        installation = contract.installations[number]
        for place, register in enumerate(installation.meter.registers):
            told = _reading(installation, place, Mark(day, "report", number), "customer", contract)
            plausible = _is_plausible(contract, register, readings, told)
            found.append(told if plausible else replace(told, status="implausible"))
    return tuple(sorted(found, key=lambda reading: reading.day))


def _is_plausible(
    contract: Contract, register: Register, readings: tuple[Reading, ...], told: Reading
) -> bool:
    """Whether a value lies between half and double of what is expected since the last one that holds."""
    key = (told.meter_number, told.obis)
    known = [
        r for r in readings if (r.meter_number, r.obis) == key and r.status in HOLDING and r.day <= told.day
    ]
    if not known:
        return True
    usual = expected(contract, register, known[-1].day, told.day)
    counted = turned(told.value - known[-1].value, register.digits)
    return usual / 2 - 2 <= counted <= 2 * usual + 2  # two units, because whole ones are shown


def _mistyped(contract: Contract, settlement: Settlement, place: int) -> Iterator[Reading]:
    """What a customer typed at first whose first digit was wrong, where no use could explain the value."""
    draw = _draws(contract.seed).of(contract.id * _MARKS + place)
    estimated = settlement.first is not settlement.last
    if estimated or not draw.chance("mistyped", table("tariffs.yaml")["billing"]["mistyped"]):
        return
    installation = contract.installations[settlement.mark.installation]
    if installation.since == settlement.mark.day:  # who hung it has read it
        return
    for register, reading in zip(installation.meter.registers, settlement.last, strict=True):
        half = 10**register.digits // 2
        if reading.source == "customer" and 2 * contract.consumption < half:
            yield replace(reading, value=turned(reading.value + half, register.digits), status="implausible")


def _remote(contract: Contract, today: date) -> Iterator[Reading]:
    """What smart meters sent on the first of the last months."""
    last = contract.last_day(today)
    for back in range(_REMOTE_MONTHS - 1, -1, -1):
        day = first_of_month(last, -back)
        number = hanging(contract, day)
        installation = contract.installations[number]
        if installation.meter.kind != "smart" or day <= installation.since:
            continue
        for place in range(len(installation.meter.registers)):
            yield _reading(installation, place, Mark(day, "month", number), "remote", contract)


def expected(contract: Contract, register: Register, since: date, until: date) -> int:
    """What a register should count between two mornings by forecast and profile: kWh, for gas m³."""
    if register.zone == "export":
        return fed_in(contract.feed_in, since, until) // 1000 if contract.feed_in else 0
    amount = forecast(contract, since, until)
    return amount // _CUBIC_METRE if register.unit == "m³" else amount * _share(register) // 1_000_000
