"""Who buys and who serves: customers and agents with safe names, mails and phone numbers."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from vertrag.world.census.places import Address, area_code
from vertrag.world.draws import Draw, Weights
from vertrag.world.fixtures import table

_COUNTRY = "+49"
_MAIL_NAMES = ("{first}.{last}", "{first}.{last}", "{initial}.{last}", "{first}.{last}{year}", "{last}{year}")
_NAMES = 8192  # more than there are to choose from
_WRITTEN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "\N{LATIN SMALL LETTER DOTLESS I}": "i", " ": "-"}
)
_AGENTS_FIRST_NUMBER = 100  # the team's extensions: 030 23125-101 and so on


@dataclass(frozen=True, slots=True)
class Move:
    """The day on which somebody moved in, and the address that they left."""

    day: date
    left: Address


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the supplier; `phone` is E.164 with "+", `created_ns` Unix nanoseconds.

    `moves` are those of the time as a customer; a deceased one is still known by the name.
    """

    id: int
    business: bool
    company: str | None
    first_name: str
    last_name: str
    address: Address
    phone: str
    email: str
    contract_ids: tuple[int, ...]
    created_ns: int
    moves: tuple[Move, ...] = ()
    deceased: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def addressee(self) -> str:
        """To whom one writes: to the family of somebody who has died."""
        return f"Familie {self.last_name}" if self.deceased else self.name


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of the service team; `phone` is E.164 with "+"."""

    id: int
    uuid: str
    first_name: str
    last_name: str
    email: str
    phone: str
    team: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Names:
    """Names to choose from: the common ones of the fixtures, the rarer ones of Faker."""

    common_first: tuple[str, ...]
    common_last: Weights[str]
    rare_first: tuple[str, ...]
    rare_last: tuple[str, ...]


@cache
def _names() -> Names:
    # Importing Faker takes a tenth of a second: not before somebody asks for a name.
    from faker.providers.person.de_DE import Provider

    people = table("people.yaml")
    unwanted = set(people["unwanted"])
    last_names = people["last_names"]
    return Names(
        tuple(people["first_names"]),
        # One over the rank, as in every telephone book, but flat at the top: the first is not one in five.
        Weights((name, 10_000 // (rank + 8)) for rank, name in enumerate(last_names)),
        _usable((*Provider.first_names_female, *Provider.first_names_male), unwanted),
        _usable(Provider.last_names, unwanted),
    )


def _usable(names: tuple[str, ...], unwanted: set[str]) -> tuple[str, ...]:
    """Each name once, without entries such as "Koch II" and names not to call a customer by."""
    return tuple(sorted({name for name in names if " " not in name and name not in unwanted}))


@cache
def _of_women() -> frozenset[str]:
    from faker.providers.person.de_DE import Provider

    return frozenset((*Provider.first_names_female, "Ayşe", "Thi Mai"))


def is_woman(first_name: str) -> bool:
    """Whether a first name is a woman's, for those to whom one writes "Frau" or "Herr"."""
    return first_name in _of_women()


def is_business(draw: Draw) -> bool:
    """Whether a customer is a company."""
    return draw.chance("business", table("people.yaml")["business_share"])


def draw_customer(draw: Draw, customer_id: int, pins: dict[str, Any]) -> Customer:
    """A customer; what is pinned keeps its value, and what depends on it follows.

    `pins` holds at least address, contract_ids and created_ns.
    """
    first, last = _draw_name(draw, pins)
    address = pins["address"]
    business = pins["business"] if "business" in pins else is_business(draw)
    company = pins.get("company") or (_draw_company(draw) if business else None)
    phone = pins.get("phone") or draw_phone(draw, address, 80 if business else 45)
    email = pins.get("email") or draw_email(draw, first, last)
    return Customer(
        customer_id,
        business,
        company,
        first,
        last,
        address,
        phone,
        email,
        pins["contract_ids"],
        pins["created_ns"],
        pins.get("moves", ()),
        pins.get("deceased", False),
    )


def _draw_name(draw: Draw, pins: dict[str, Any]) -> tuple[str, str]:
    """First and last name; Faker stays asleep if both are pinned."""
    if "first_name" in pins and "last_name" in pins:
        return pins["first_name"], pins["last_name"]
    names = _names()
    share = table("people.yaml")["common_share"]
    first = draw.choice(
        "first name", names.common_first if draw.chance("common first", share) else names.rare_first
    )
    if draw.chance("common last", share):
        return first, draw.weighted("last name", names.common_last)
    return first, draw.choice("last name", names.rare_last)


@cache
def _forms() -> Weights[str]:
    return Weights(table("people.yaml")["companies"]["forms"].items())


def _draw_company(draw: Draw) -> str:
    """A coined name, a trade and a legal form: "Velmora Haustechnik GmbH"."""
    parts = table("people.yaml")["companies"]
    coined = draw.choice("company head", parts["heads"]) + draw.choice("company tail", parts["tails"])
    return f"{coined} {draw.choice('trade', parts['trades'])} {draw.weighted('form', _forms())}"


@cache
def _landlines() -> dict[str, tuple[int, int]]:
    """First number and count of the numbers kept free for fiction, by area code."""
    return {row["area_code"]: (int(row["first"]), row["count"]) for row in table("phones.json")["landline"]}


@cache
def _mobiles() -> tuple[int, ...]:
    """The mobile numbers kept free for fiction, without the leading zero."""
    rows = table("phones.json")["mobile"]
    return tuple(int(row["first"]) + step for row in rows for step in range(row["count"]))


def draw_phone(draw: Draw, address: Address, landline_share: int) -> str:
    """A phone number kept free for fiction: a landline of the city where there are such, else a mobile."""
    area = area_code(address.postcode)
    if area in _landlines() and draw.chance("landline", landline_share):
        first, count = _landlines()[area]
        return f"{_COUNTRY}{area[1:]}{first + draw.below('extension', count)}"
    return f"{_COUNTRY}{draw.choice('mobile', _mobiles())}"


def is_free_phone(phone: str) -> bool:
    """Whether a number in E.164 is one that is kept free for fiction."""
    national = phone.removeprefix(_COUNTRY)
    return national.isdigit() and (int(national) in _mobile_set() or _landline_of(national) is not None)


def rings_at(phone: str, address: Address) -> bool:
    """Whether a number is a mobile one, or a landline of the city of an address."""
    area = _landline_of(phone.removeprefix(_COUNTRY))
    return area is None or area == area_code(address.postcode)


@cache
def _mobile_set() -> frozenset[int]:
    return frozenset(_mobiles())


def _landline_of(national: str) -> str | None:
    """The area code of a free landline number, None if it is none."""
    for area, (first, count) in _landlines().items():
        rest = national.removeprefix(area[1:])
        if rest != national and rest.isdigit() and first <= int(rest) < first + count:
            return area
    return None


def is_reserved_mail(address: str) -> bool:
    """Whether the domain of a mail address is reserved for examples (RFC 2606)."""
    domain = address.rpartition("@")[2].lower()
    return domain in {"example.com", "example.net", "example.org"} or domain.endswith((".example", ".test"))


@cache
def _mail_domains() -> Weights[str]:
    return Weights(table("people.yaml")["mail_domains"].items())


@lru_cache(_NAMES)
def mail_name(text: str) -> str:
    """A name in the letters of a mail address: "Karl-Heinz Groß" is "karl-heinz-gross"."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_WRITTEN))
    return "".join(char for char in plain if char.isascii() and (char.isalnum() or char == "-"))


def draw_email(draw: Draw, first: str, last: str) -> str:
    """A mail address under a domain that is reserved for examples (RFC 2606)."""
    first, last = mail_name(first), mail_name(last)
    form = draw.choice("mail name", _MAIL_NAMES)
    name = form.format(first=first, initial=first[0], last=last, year=draw.between("mail year", 58, 99))
    return f"{name}@{draw.weighted('mail domain', _mail_domains())}"


@cache
def agents() -> tuple[Agent, ...]:
    """The service team; the same people work for every seed."""
    domain = table("service.yaml")["domain"]
    first, _ = _landlines()["030"]
    return tuple(
        Agent(
            number,
            str(uuid5(NAMESPACE_URL, f"https://{domain}/agents/{number}")),
            row["first_name"],
            row["last_name"],
            f"{mail_name(row['first_name'])}.{mail_name(row['last_name'])}@{domain}",
            f"{_COUNTRY}30{first + _AGENTS_FIRST_NUMBER + number}",
            row["team"],
        )
        for number, row in enumerate(table("people.yaml")["agents"], 1)
    )
