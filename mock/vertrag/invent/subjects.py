"""Whom and what one object speaks of: a person, their home, their contract, and when it all was.

All that is drawn for one subject belongs together; nothing is drawn before somebody asks for it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from vertrag.world import identifiers
from vertrag.world.census.people import Customer, draw_customer, draw_phone, is_woman, mail_name
from vertrag.world.census.places import Address, Place, draw_address, grid_operator
from vertrag.world.draws import Draw
from vertrag.world.supply import Tariff, draw_iban, draw_meter, tariffs

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
"""The instant at which the world stands still."""
_FIRST_ID = 100_001

_STATES: Mapping[str, tuple[str, float, float]] = {
    # Name and a point well inside, in degrees.
    "DE-BB": ("Brandenburg", 52.36, 13.01),
    "DE-BE": ("Berlin", 52.51, 13.40),
    "DE-BW": ("Baden-Württemberg", 48.66, 9.35),
    "DE-BY": ("Bayern", 48.79, 11.50),
    "DE-HB": ("Bremen", 53.08, 8.81),
    "DE-HE": ("Hessen", 50.65, 9.16),
    "DE-HH": ("Hamburg", 53.55, 10.00),
    "DE-MV": ("Mecklenburg-Vorpommern", 53.61, 12.43),
    "DE-NI": ("Niedersachsen", 52.64, 9.85),
    "DE-NW": ("Nordrhein-Westfalen", 51.43, 7.66),
    "DE-RP": ("Rheinland-Pfalz", 50.12, 7.31),
    "DE-SH": ("Schleswig-Holstein", 54.22, 9.70),
    "DE-SL": ("Saarland", 49.40, 7.02),
    "DE-SN": ("Sachsen", 51.10, 13.20),
    "DE-ST": ("Sachsen-Anhalt", 51.95, 11.69),
    "DE-TH": ("Thüringen", 51.01, 10.85),
}


_COURTESIES = {True: ("Frau", "Ms", "Mrs", "Ms.", "Mrs."), False: ("Herr", "Mr", "Mr.")}
_SEXES = {True: ("weiblich", "female", "w", "f"), False: ("männlich", "male", "m")}


class Subject:
    """The subject of one object; `series` and `index` number the objects of one list.

    `place` is where the person lives in any case.
    """

    def __init__(self, draw: Draw, series: Draw, index: int, place: Place | None = None) -> None:
        self.draw = draw
        self._series = series
        self._index = index
        self._place = place

    @cached_property
    def address(self) -> Address:
        """Where the person lives."""
        home, place = draw_address(self.draw), self._place
        if place is None:
            return home
        return replace(home, postcode=place.postcode, city=place.city, state=place.state)

    @cached_property
    def customer(self) -> Customer:
        """The person, with the company that they speak for."""
        known = {"address": self.address, "business": True, "contract_ids": (), "created_ns": 0}
        return draw_customer(self.draw, self.customer_id, known)

    @property
    def customer_id(self) -> int:
        """The number of the person as a customer."""
        return _FIRST_ID + self.draw.below("customer id", 900_000)

    @property
    def courtesies(self) -> tuple[str, ...]:
        """How the person is addressed, in German and in English."""
        return _COURTESIES[is_woman(self.customer.first_name)]

    @property
    def sexes(self) -> tuple[str, ...]:
        """The sex that goes with it."""
        return _SEXES[is_woman(self.customer.first_name)]

    @property
    def login(self) -> str:
        """The person's name as a user name."""
        return f"{mail_name(self.customer.first_name)}.{mail_name(self.customer.last_name)}"

    @property
    def mobile(self) -> str:
        """A mobile number kept free for fiction."""
        return draw_phone(self.draw, self.address, 0)

    @property
    def state(self) -> str:
        """The name of the federal state."""
        return _STATES[self.address.state][0]

    @property
    def latitude(self) -> float:
        """Degrees, in the federal state of the person."""
        return round(_STATES[self.address.state][1] + self.draw.unit("latitude") / 20, 5)

    @property
    def longitude(self) -> float:
        """Degrees, in the federal state of the person."""
        return round(_STATES[self.address.state][2] + self.draw.unit("longitude") / 20, 5)

    @property
    def iban(self) -> str:
        """An IBAN of a bank that does not exist."""
        return draw_iban(self.draw, "account")

    @property
    def malo_id(self) -> str:
        """The Marktlokation."""
        return identifiers.malo_id(self.draw.below("malo", identifiers.MALO_COUNT))

    @property
    def operator(self) -> tuple[str, str]:
        """Code and name of the grid operator at home."""
        operator = grid_operator(self.address.state, "electricity")
        return operator.code, operator.name

    @property
    def melo_id(self) -> str:
        """The Messlokation."""
        number = self.draw.below("melo", 10**9)
        return identifiers.melo_id(self.operator[0], self.address.postcode, number)

    @property
    def meter_number(self) -> str:
        """The number on the meter."""
        return draw_meter(self.draw, "electricity").number

    @property
    def consumption(self) -> int:
        """What a household uses, kWh/a."""
        return self.draw.between("consumption", 1_400, 5_200)

    @property
    def reading(self) -> int:
        """What the meter shows, kWh."""
        return self.draw.between("reading", 2_000, 60_000)

    @property
    def tariff(self) -> Tariff:
        """A product of the supplier."""
        return self.draw.choice("tariff", tariffs())

    @property
    def amount(self) -> float:
        """An amount of money, EUR."""
        return self.draw.between("amount", 499, 24_999) / 100

    @property
    def number(self) -> int:
        """A number that no other object of the list has."""
        return 1 + self._series.below("number", 9_000) + self._index

    @property
    def uuid(self) -> str:
        """A random UUID (RFC 9562 §5.4)."""
        return str(UUID(int=self.draw.word("uuid high") << 64 | self.draw.word("uuid low"), version=4))

    @property
    def created(self) -> datetime:
        """When the object came to be."""
        return NOW - timedelta(
            days=self.draw.between("days", 30, 400), seconds=self.draw.below("time", 36_000)
        )

    @property
    def updated(self) -> datetime:
        """When the object was changed last: later, and not after now."""
        return self.created + timedelta(hours=self.draw.between("hours", 1, 700))

    @property
    def due(self) -> datetime:
        """When something ends or falls due: in the days to come."""
        return NOW + timedelta(days=self.draw.between("days ahead", 7, 90))

    @property
    def born(self) -> date:
        """The person's day of birth."""
        return date(2008, 1, 1) - timedelta(days=self.draw.between("born", 1, 60 * 365))

    @property
    def age(self) -> int:
        """The person's age in years, now."""
        before = (NOW.month, NOW.day) < (self.born.month, self.born.day)
        return NOW.year - self.born.year - before
