"""What is sold: tariffs, delivery points, meters and the contracts that join them to a customer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from vertrag.world.places import Address

Energy = Literal["electricity", "gas"]
ContractStatus = Literal["pending", "active", "cancelled", "ended"]


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
class GridOperator:
    """A fictional grid operator; `code` has 13 digits of the 9999 block, which BDEW does not assign."""

    code: str
    name: str


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
