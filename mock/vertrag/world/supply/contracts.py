"""A supply contract: all that is agreed, and what has become of it, as far as it cannot be computed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from vertrag.world.census.places import Address, Energy
from vertrag.world.supply.metering import DeliveryPoint, Installation, Meter
from vertrag.world.supply.products import Price, Tariff, price_path

ContractStatus = Literal["pending", "active", "cancelled", "ended"]
Collection = Literal["direct_debit", "transfer"]
Device = Literal["wallbox", "heat_pump"]


@dataclass(frozen=True, slots=True)
class FeedIn:
    """Photovoltaics on the roof: peak power in W, and since when."""

    watts: int
    since: date


@dataclass(frozen=True, slots=True)
class Relief:
    """A device that the grid may dim, and the module of § 14a EnWG by which its owner is paid for that."""

    device: Device
    module: Literal[1, 2, 3]
    since: date


@dataclass(frozen=True, slots=True)
class Arrears:
    """Deposits that were not paid when due: the first of them, how many in a row, when all was made good."""

    first: date
    missed: int
    cleared: date | None

    def is_open(self, day: date) -> bool:
        """Whether they are still owed on a day."""
        return self.first <= day and (self.cleared is None or day < self.cleared)


@dataclass(frozen=True, slots=True)
class Contract:
    """A supply contract; `consumption` is the forecast in kWh/a, `monthly_deposit` and `unpaid_debt` EUR.

    `tariff` bears the price of today, `deposits` is how many fall due in a year, `interim` are the days
    on which a bill was drawn up between. What it has used, owed and paid is computed from all this in
    `consumption`, `readings`, `billing` and `accounts`; `seed` is that of its world.
    """

    id: int
    seed: int
    customer_id: int
    order_id: int
    energy: Energy
    business: bool
    status: ContractStatus
    tariff: Tariff
    delivery: DeliveryPoint
    installations: tuple[Installation, ...]
    profile: str
    signup_date: date
    start_date: date
    end_date: date | None
    consumption: int
    deposits: int
    monthly_deposit: int
    vat_rate: Decimal
    collection: Collection
    unpaid_debt: Decimal
    iban: str
    billing_address: Address | None
    interim: tuple[date, ...]
    arrears: tuple[Arrears, ...]
    feed_in: FeedIn | None
    relief: Relief | None

    def __hash__(self) -> int:
        return hash((self.seed, self.id))  # what was computed from one is remembered by it

    @property
    def meter(self) -> Meter:
        """The meter that hangs there now."""
        return self.installations[-1].meter

    def prices(self, until: date) -> tuple[Price, ...]:
        """What its energy has cost from the start until a day."""
        return price_path(self.tariff.code, self.start_date, until)

    def last_day(self, today: date) -> date:
        """Its last day of delivery, or today if that is yet to come."""
        return min(self.end_date or today, today)


def status_on(start: date, end: date | None, day: date) -> ContractStatus:
    """Where a contract stands on a day."""
    if start > day:
        return "pending"
    if end is None:
        return "active"
    return "cancelled" if end >= day else "ended"
