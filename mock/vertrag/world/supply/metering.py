"""What is measured where: delivery points, meters, their registers, and when each meter hung there."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from vertrag.world import identifiers
from vertrag.world.census.places import Address, Energy, GridOperator, grid_operator
from vertrag.world.draws import Draw, Weights
from vertrag.world.fixtures import table

MeterKind = Literal["ferraris", "modern", "smart", "gas"]
Cause = Literal["start", "exchange", "move"]
Zone = Literal["single", "high", "low", "export"]

_MEDIA: dict[Energy, int] = {"electricity": 1, "gas": 7}  # first digit of a meter number: the OBIS medium
_ZONES: dict[str, Zone] = {"1-0:1.8.1": "high", "1-0:1.8.2": "low", "1-0:2.8.0": "export"}
_SCATTER = 61_803_399  # coprime to 10^8, so that no two contracts get the same Marktlokation
EXPORT = "1-0:2.8.0"
"""What a customer feeds in."""
GAS = "7-20:3.0.0"
"""The volume that a gas meter counts."""


@dataclass(frozen=True, slots=True)
class Register:
    """One of the counts of a meter: kWh, for gas m³; it turns over after `digits` places."""

    obis: str
    zone: Zone
    digits: int

    @property
    def unit(self) -> str:
        """What it counts in."""
        return "m³" if self.obis == GAS else "kWh"


@dataclass(frozen=True, slots=True)
class Meter:
    """A meter by its number (DIN 43863-5), with its registers."""

    number: str
    kind: MeterKind
    registers: tuple[Register, ...]

    @property
    def obis(self) -> tuple[str, ...]:
        """The OBIS codes of its registers."""
        return tuple(register.obis for register in self.registers)


@dataclass(frozen=True, slots=True)
class Installation:
    """A meter that serves a contract since a day, why, and what its registers showed on that morning."""

    meter: Meter
    since: date
    shown: tuple[int, ...]
    cause: Cause = "start"


@dataclass(frozen=True, slots=True)
class DeliveryPoint:
    """Where energy is delivered: Marktlokation, Messlokation, address and grid operator."""

    malo_id: str
    melo_id: str
    address: Address
    grid_operator: GridOperator


@cache
def _makers(energy: Energy) -> Weights[str]:
    return Weights(table("tariffs.yaml")["makers"][energy].items())


@cache
def _kinds() -> Weights[MeterKind]:
    return Weights(table("tariffs.yaml")["meters"]["kinds"].items())


@cache
def _registers(kind: MeterKind) -> Weights[tuple[str, ...]]:
    if kind == "gas":
        return Weights([((GAS,), 1)])
    rows = table("tariffs.yaml")["meters"]["registers"][kind].items()
    return Weights((tuple(codes.split()), weight) for codes, weight in rows)


def meter_of(number: str, kind: MeterKind, obis: tuple[str, ...]) -> Meter:
    """The meter with that number and those OBIS codes."""
    return Meter(number, kind, _registers_of(kind, obis))


@cache
def _registers_of(kind: MeterKind, obis: tuple[str, ...]) -> tuple[Register, ...]:
    digits = table("tariffs.yaml")["meters"]["digits"][kind]
    return tuple(Register(code, _ZONES.get(code, "single"), digits) for code in obis)


def draw_meter(
    draw: Draw, energy: Energy, *, name: str = "meter", smart: bool = False, feeds_in: bool = False
) -> Meter:
    """A meter whose number and registers fit the energy; `name` tells several of one record apart."""
    number = identifiers.meter_number(
        _MEDIA[energy],
        draw.weighted(f"{name} maker", _makers(energy)),
        draw.below(f"{name} block", 100),
        draw.between(f"{name} serial", 10**5, 10**8 - 1),
    )
    if energy == "gas":
        return meter_of(number, "gas", (GAS,))
    kind: MeterKind = "smart" if smart else draw.weighted(f"{name} kind", _kinds())
    if feeds_in:  # a Ferraris meter would run backwards
        return meter_of(number, "modern" if kind == "ferraris" else kind, ("1-0:1.8.0", EXPORT))
    return meter_of(number, kind, draw.weighted(f"{name} registers", _registers(kind)))


def draw_shown(
    draw: Draw, meter: Meter, yearly: int, *, name: str = "shown", new: bool = False
) -> tuple[int, ...]:
    """What the registers show when a meter is first seen: a new one next to nothing, else years of use."""
    if new:
        return tuple(draw.below(f"{name} {register.obis}", 3) for register in meter.registers)
    most = 18 * yearly // (11 if meter.kind == "gas" else 1) + 1
    return tuple(draw.below(f"{name} {r.obis}", most) % 10**r.digits for r in meter.registers)


def delivery_point(draw: Draw, contract_id: int, address: Address, energy: Energy) -> DeliveryPoint:
    """The delivery point of a contract; contracts do not share one, so their numbers make it unique."""
    operator = grid_operator(address.state, energy)
    number = draw.between("melo", 10**8, 10**9) * 10**9 + contract_id
    melo = identifiers.melo_id(operator.code, address.postcode, number)
    malo = identifiers.malo_id(contract_id * _SCATTER % identifiers.MALO_COUNT)
    return DeliveryPoint(malo, melo, address, operator)
