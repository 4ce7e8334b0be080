"""What a text can quote: the numbers, dates and names of one case, written as Germans write them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from vertrag.world import identifiers
from vertrag.world.census.people import Customer, is_woman
from vertrag.world.census.places import Address, draw_address
from vertrag.world.days import DAY, day_of, first_of_month, german_date, working_day
from vertrag.world.draws import Draw
from vertrag.world.helpdesk.service import Channel
from vertrag.world.helpdesk.topics import MOVING, Topic
from vertrag.world.supply.billing import GERMAN_KINDS, Invoice, latest_invoices
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.dunning import debt_on
from vertrag.world.supply.metering import Meter
from vertrag.world.supply.products import Price, monthly_deposit
from vertrag.world.supply.readings import hanging, reading_on
from vertrag.world.supply.signing import draw_iban

Outcome = Literal["closed", "pending", "open"]
_CASES = 64
_NOTICE = timedelta(days=12)
_TOLD = timedelta(days=31)  # everybody is told of a new price as long before
_THURSDAY = 3  # from then on, who says Friday means the next one
_RECENT = 45 * DAY
_BILLED = 420  # days within which a bill is still spoken of
_WORTH_A_LETTER = 10  # EUR
_PREPOSITIONS = ("Am ", "An ", "Auf ", "Hinter ", "Im ", "In ", "Zum ", "Zur ")


@dataclass(frozen=True, slots=True, eq=False)  # a case is itself: what was found out about it is remembered
class Case:
    """All that is known of a ticket before anything happens to it; `contract` is what its texts speak of.

    `outcome` is how far it gets if that is known before. `own` holds the subject, summary, text, reply and
    ask that are not chosen among the topic's; `moves_on` is the day of the move that it announces.
    """

    ticket_id: int
    customer: Customer
    contract: Contract
    topic: Topic
    channel: Channel
    sub_channel: str | None
    created_ns: int
    now_ns: int
    draw: Draw
    moves_on: date | None = None
    missed_call: bool = False
    outcome: Outcome | None = None
    own: Mapping[str, str] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The German day on which it came in."""
        return day_of(self.created_ns)

    @property
    def is_past(self) -> bool:
        """Whether what was wanted has long become what the records say."""
        return self.now_ns - self.created_ns > _RECENT


class Facts(dict[str, str]):
    """The slots of the texts of a case; each is filled when a text first asks for it."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case

    def __missing__(self, slot: str) -> str:
        text = self[slot] = _SLOTS[slot](self._case)
        return text

    def fill(self, text: str) -> str:
        """A text with its slots filled."""
        return text.format_map(self)


class Blank(Facts):
    """No facts: every text stays empty, for who only wants to know what happens in a case."""

    def fill(self, text: str) -> str:  # noqa: ARG002 - nothing of it is left
        """Nothing."""
        return ""


def euros(amount: Decimal) -> str:
    """An amount as Germans write it: "1.234,50"."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


def cents(price: Decimal) -> str:
    """A price of EUR/kWh in cents: "28,5"."""
    return f"{price * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def located(address: Address) -> str:
    """Where a house stands, within a sentence: "in der Hauptstraße 5", "im Gartenweg 5", "am Anger 5"."""
    street = address.street
    if street.startswith(_PREPOSITIONS):
        return f"{street[0].lower()}{street[1:]} {address.house_number}"
    first, _, rest = street.partition(" ")
    if rest and first.endswith(("e", "er")):  # an adjective bends: Neue Straße, Grüner Weg
        street = f"{first.removesuffix('r').removesuffix('e')}en {rest}"
    article = "im" if street.endswith(("weg", "Weg")) else "am" if street.endswith("platz") else "in der"
    return f"{article} {street} {address.house_number}"


def grouped(iban: str) -> str:
    """An IBAN as people write it, in groups of four."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _owed(case: Case) -> str:
    """What is owed on that day, EUR."""
    debt = debt_on(case.contract, case.day)
    return euros(debt or Decimal(case.draw.between("owed", 101, 250) * _deposit(case)) / 100)


def _days_ago(case: Case) -> date:
    return working_day(case.day - timedelta(days=case.draw.between("days ago", 3, 23)), -1)


def _weeks_ago(case: Case) -> date:
    return working_day(case.day - timedelta(days=case.draw.between("weeks ago", 17, 44)), -1)


def _next_month(case: Case) -> date:
    """The month for which a deposit can still be changed, even if there is a question first."""
    return first_of_month(case.day + _NOTICE, 1)


def _deadline(case: Case) -> date:
    return case.day + timedelta(days=case.draw.between("deadline", 8, 20))


def _month_end(case: Case) -> date:
    return case.contract.end_date or first_of_month(case.day, 2) - timedelta(days=1)


def _soon(case: Case) -> date:
    """The day of the move for who announces one, else some day before long."""
    return case.moves_on or case.day + timedelta(days=case.draw.between("days ahead", 9, 45))


def _has_moved(case: Case) -> bool:
    """Whether the records know the move that somebody announced."""
    if case.moves_on is None:
        return case.is_past
    return any(move.day == case.moves_on for move in case.customer.moves)


def _homes(case: Case) -> tuple[Address, Address]:
    """From where to where somebody moves; the records know the new place once the move is past."""
    other = draw_address(case.draw, "other")
    if not _has_moved(case):
        return case.contract.delivery.address, other
    return other, _address_on(case, _soon(case), case.contract.delivery.address)


def _address_on(case: Case, day: date, today: Address) -> Address:
    """Where the customer lived on a day; `today` is where they live now."""
    return next((move.left for move in case.customer.moves if move.day > day), today)


def home_of(case: Case) -> Address:
    """Where the customer lives when they write: whoever announces a move has not moved yet."""
    if case.topic.code == MOVING:
        return _homes(case)[0]
    return _address_on(case, case.day, case.customer.address)


def _place_of(case: Case) -> Address:
    """Where the energy was delivered when the customer wrote."""
    return _address_on(case, case.day, case.contract.delivery.address)


def _new_malo(case: Case) -> str:
    if _has_moved(case):
        return case.contract.delivery.malo_id
    return identifiers.malo_id(case.draw.below("other malo", identifiers.MALO_COUNT))


def _bills(case: Case) -> Iterator[Invoice]:
    """The bills before that day that people still speak of, latest first."""
    return latest_invoices(case.contract, case.day, case.day - timedelta(days=_BILLED))


@lru_cache(_CASES)
def _latest(case: Case) -> Invoice | None:
    return next(_bills(case), None)


@lru_cache(_CASES)
def _fitting(case: Case) -> Invoice | None:
    """The last bill that left what the customer writes about: a credit, or something to pay."""
    sign = -1 if case.topic.code == "refund_request" else 1
    return next((bill for bill in _bills(case) if sign * bill.amount_due >= _WORTH_A_LETTER), None)


def lacks_bill(case: Case, text: str) -> bool:
    """Whether a text speaks of a bill, or of the amount of one, where there is none."""
    missing = "{amount}" in text and _fitting(case) is None
    return missing or ("{invoice}" in text and (_fitting(case) or _latest(case)) is None)


def billed_since(case: Case) -> date | None:
    """When the bill that is spoken of was issued, None if there is none."""
    bill = _fitting(case) or _latest(case)
    return bill.issued if bill else None


def _invoice(case: Case) -> str:
    bill = _fitting(case) or _latest(case)
    return bill.number if bill else f"R{case.day.year}-{case.draw.digits('invoice', 6)}"


def _amount(case: Case) -> str:
    bill = _fitting(case)
    amount = abs(bill.amount_due) if bill else Decimal(0)
    return euros(amount or Decimal(case.draw.between("amount", 3_100, 61_000)) / 100)


def _billed(case: Case) -> str:
    """The bill that is spoken of, line by line."""
    bill = _fitting(case) or _latest(case)
    if bill is None:
        return f"Rechnung {_invoice(case)}\n\nZu zahlen: {_amount(case)} EUR"
    counted = [
        f"Zähler {end.meter_number}, {end.obis}: {start.value} bis {end.value} {end.unit}"
        for start, end in ((span.start, span.end) for span in bill.spans)
    ]
    left = "Guthaben" if bill.amount_due < 0 else "Zu zahlen"
    lines = (
        f"{GERMAN_KINDS[bill.kind]} {bill.number} vom {german_date(bill.issued)}",
        f"Vertrag {case.contract.id}, Marktlokation {case.contract.delivery.malo_id}",
        f"Abrechnungszeitraum {german_date(bill.since)} bis {german_date(bill.until)}",
        "",
        *counted,
        f"Verbrauch: {bill.energy} kWh",
        "",
        f"Nettobetrag: {euros(bill.net)} EUR",
        f"Umsatzsteuer: {euros(bill.vat)} EUR",
        f"Bruttobetrag: {euros(bill.gross)} EUR",
        f"abzüglich Abschläge: {euros(bill.deposits)} EUR",
        f"{left}: {euros(abs(bill.amount_due))} EUR, fällig am {german_date(bill.due)}",
    )
    return "\n".join(lines)


def meter_on_the_day(case: Case) -> Meter:
    """The meter that hung there on that day."""
    return case.contract.installations[hanging(case.contract, case.day)].meter


def _exchanged(case: Case) -> date:
    """Since when it had hung there."""
    return case.contract.installations[hanging(case.contract, case.day)].since


def _watts(case: Case) -> int:
    """The peak power of the photovoltaics that are there, or that somebody thinks of."""
    return case.contract.feed_in.watts if case.contract.feed_in else case.draw.between("kwp", 38, 149) * 100


def _sunny(case: Case) -> date:
    return case.contract.feed_in.since if case.contract.feed_in else case.day


def _device_since(case: Case) -> date:
    return case.contract.relief.since if case.contract.relief else case.day


def _price(case: Case) -> Price:
    """What the contract cost on that day, or will cost at first."""
    return case.contract.prices(case.day)[-1]


def dearer_since(case: Case) -> date | None:
    """The day, already told, from which energy costs more than on that day; None if there is none."""
    contract, told = case.contract, case.day + _TOLD
    now, then = contract.prices(case.day)[-1], contract.prices(told)[-1]
    return then.since if then.since > case.day and then.working > now.working else None


def _dearer(case: Case) -> date:
    return dearer_since(case) or first_of_month(case.day, 1)


def _deposit(case: Case) -> int:
    """What was due each month on that day."""
    return monthly_deposit(case.contract.consumption, _price(case), case.contract.deposits)


def _lower(case: Case) -> int:
    return max(_deposit(case) * case.draw.between("lower", 65, 88) // 100, 10)


_SLOTS: dict[str, Callable[[Case], str]] = {
    "name": lambda case: case.customer.name,
    "last": lambda case: case.customer.last_name,
    "email": lambda case: case.customer.email,
    "parent": lambda case: "unsere Mutter" if is_woman(case.customer.first_name) else "unser Vater",
    "city": lambda case: home_of(case).city,
    "street": lambda case: _place_of(case).line,
    "postcode": lambda case: _place_of(case).postcode,
    "here": lambda case: located(_place_of(case)),
    "place": lambda case: _place_of(case).city,
    "from_street": lambda case: _homes(case)[0].line,
    "from_postcode": lambda case: _homes(case)[0].postcode,
    "from_city": lambda case: _homes(case)[0].city,
    "to_street": lambda case: _homes(case)[1].line,
    "to_postcode": lambda case: _homes(case)[1].postcode,
    "to_city": lambda case: _homes(case)[1].city,
    "to_there": lambda case: located(_homes(case)[1]),
    "to_malo": _new_malo,
    "contract": lambda case: str(case.contract.id),
    "order": lambda case: str(case.contract.order_id),
    "tariff": lambda case: case.contract.tariff.name,
    "price": lambda case: cents(_price(case).working),
    "base": lambda case: euros(_price(case).base),
    "meter": lambda case: meter_on_the_day(case).number,
    "malo": lambda case: case.contract.delivery.malo_id,
    "operator": lambda case: case.contract.delivery.grid_operator.name,
    "energy": lambda case: "Strom" if case.contract.energy == "electricity" else "Gas",
    "supply": lambda case: "den Strom" if case.contract.energy == "electricity" else "das Gas",
    "unit": lambda case: "kWh" if case.contract.energy == "electricity" else "m³",
    "reading": lambda case: str(reading_on(case.contract, case.day)),
    "first_reading": lambda case: str(reading_on(case.contract, case.contract.start_date)),
    "consumption": lambda case: f"{case.contract.consumption:,}".replace(",", "."),
    "deposit": lambda case: str(_deposit(case)),
    "lower": lambda case: str(_lower(case)),
    "debt": _owed,
    "signup": lambda case: german_date(case.contract.signup_date),
    "start": lambda case: german_date(case.contract.start_date),
    "today": lambda case: german_date(case.day),
    "recent": lambda case: german_date(_days_ago(case)),
    "weeks_ago": lambda case: german_date(_weeks_ago(case)),
    "deadline": lambda case: german_date(_deadline(case)),
    "soon": lambda case: german_date(_soon(case)),
    "friday": lambda case: "nächsten Freitag" if case.day.weekday() >= _THURSDAY else "Freitag",
    "dearer": lambda case: german_date(_dearer(case)),
    "next_month": lambda case: german_date(_next_month(case)),
    "month_end": lambda case: german_date(_month_end(case)),
    "iban": lambda case: grouped(case.contract.iban if case.is_past else draw_iban(case.draw, "new account")),
    "creditor": lambda _: identifiers.CREDITOR_ID,
    "amount": _amount,
    "billed": _billed,
    "bonus": lambda case: str(case.draw.between("bonus", 10, 40) * 5),
    "invoice": _invoice,
    "kwp": lambda case: cents(Decimal(_watts(case)) / 100_000),
    "sunny": lambda case: german_date(_sunny(case)),
    "device_since": lambda case: german_date(_device_since(case)),
    "exchanged": lambda case: german_date(_exchanged(case)),
}
SLOTS = frozenset(_SLOTS)
"""The names that texts may ask for."""
