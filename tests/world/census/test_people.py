import re
import subprocess
import sys

import phonenumbers
import pytest

from vertrag.world.census.people import agents, draw_customer, draw_email, draw_phone, is_business, mail_name
from vertrag.world.census.places import Address, area_code, draw_address
from vertrag.world.draws import Draws

DRAWS = Draws(1, "customer")
BERLIN = Address("Hauptstraße", "5", "10115", "Berlin", "DE-BE")
BONN = Address("Hauptstraße", "5", "53111", "Bonn", "DE-NW")
SAFE_MAIL = re.compile(r"[a-z0-9.-]+@(example\.(com|org|net)|[a-z]+\.example)")


def _pins(address: Address) -> dict[str, object]:
    return {"address": address, "contract_ids": (1,), "created_ns": 0}


CUSTOMERS = [
    draw_customer(DRAWS.of(index), index, _pins(draw_address(DRAWS.of(index)))) for index in range(800)
]


def test_what_is_pinned_stays_and_what_follows_from_it_follows() -> None:
    pins = {"first_name": "Tom", "last_name": "Mustermann", **_pins(BERLIN)}
    tom = draw_customer(DRAWS.of(1), 1, pins)
    assert tom.name == "Tom Mustermann"
    assert "mustermann" in tom.email


def test_about_one_in_twelve_is_a_company() -> None:
    companies = [customer for customer in CUSTOMERS if customer.business]
    assert 40 < len(companies) < 90
    assert all((customer.company is not None) == customer.business for customer in CUSTOMERS)
    assert [customer.business for customer in CUSTOMERS] == [
        is_business(DRAWS.of(customer.id)) for customer in CUSTOMERS
    ]


def test_names_are_many_and_some_are_common() -> None:
    last_names = [customer.last_name for customer in CUSTOMERS]
    assert len(set(last_names)) > 200
    assert 8 < last_names.count("Müller") < 60


def test_nobody_has_a_name_that_makes_readers_stumble() -> None:
    names = {customer.last_name for customer in CUSTOMERS} | {customer.first_name for customer in CUSTOMERS}
    assert not names & {"Adolf", "Heydrich", "Killer"}
    assert not any("II" in name or name.endswith(".") for name in names)


@pytest.mark.parametrize("address", [BERLIN, BONN], ids=["with landlines", "without landlines"])
def test_every_phone_number_is_kept_free_for_fiction(address: Address) -> None:
    numbers = {draw_phone(Draws(1, "phone").of(index), address, 50) for index in range(400)}
    landlines = {number for number in numbers if not number.startswith("+491")}
    assert all(number.startswith("+493023125") for number in landlines)
    assert bool(landlines) == (address is BERLIN)
    assert all(
        re.match(r"\+49(1713920000|1760406900|15228817386|1713920|17604069|152|172|174)", n)
        for n in numbers - landlines
    )


def test_another_library_finds_every_phone_number_valid_and_in_its_city() -> None:
    for customer in CUSTOMERS[:200]:
        number = phonenumbers.parse(customer.phone)
        assert phonenumbers.is_valid_number(number), customer.phone
        area = area_code(customer.address.postcode).lstrip("0")
        assert customer.phone.startswith(("+491", f"+49{area}"))


def test_mails_go_to_domains_that_nobody_can_have() -> None:
    assert [customer.email for customer in CUSTOMERS if not SAFE_MAIL.fullmatch(customer.email)] == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Jürgen", "juergen"),
        ("Weiß", "weiss"),
        ("Ayşe", "ayse"),
        ("Y\N{LATIN SMALL LETTER DOTLESS I}lmaz", "yilmaz"),
        ("Öztürk", "oeztuerk"),
        ("Thi Mai", "thi-mai"),
    ],
)
def test_names_are_written_in_plain_letters_in_mails(name: str, written: str) -> None:
    assert mail_name(name) == written


def test_mails_name_their_owner() -> None:
    mails = {draw_email(Draws(1, "mail").of(index), "Anna", "Groß") for index in range(100)}
    assert all("gross" in mail for mail in mails)
    assert len(mails) > 20


def test_the_team_is_small_and_each_member_can_be_told_apart() -> None:
    team = agents()
    assert [agent.id for agent in team] == list(range(1, 25))
    assert len({agent.uuid for agent in team}) == len({agent.email for agent in team}) == len(team)
    assert all(SAFE_MAIL.fullmatch(agent.email) and agent.phone.startswith("+493023125") for agent in team)


def test_importing_the_world_leaves_faker_asleep() -> None:
    code = (
        "import sys, vertrag.world.supplier as s; s.Supplier().timeline(83771); print('faker' in sys.modules)"
    )
    environ = {"PYTHONPATH": "mock:" + ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environ
    )
    assert done.stdout.strip() == "False"
