import io

import pytest
from rich.console import Console

from vertrag.atlas.portraits import portrait
from vertrag.errors import UsageError
from vertrag.world.supplier import Supplier
from vertrag.world.supply import Contract

WORLD = Supplier(1, 300)
CONTRACTS = [contract for member in WORLD.members() for contract in member.contracts()]


def _drawn(kind: str, number: int) -> str:
    out = io.StringIO()
    Console(file=out, width=120, highlight=False).print(portrait(WORLD, kind, number))
    return out.getvalue()


def test_a_customer_is_shown_with_contracts_meters_money_and_timeline() -> None:
    picture = _drawn("customer", 83771)
    for told in (
        "Tom Mustermann · 83771",
        "Flex 24: 28,50 ct/kWh",
        "1ESY1160669167",
        "█",
        "R2026-74683903",
        "Jahresrechnung",
        "first_notice, owed 109,21 €",
        "owed: 109,21 €",
        "Umzug und Zählerstand",
    ):
        assert told in picture


def test_a_ticket_is_shown_with_what_was_said_and_what_happened() -> None:
    picture = _drawn("ticket", 376189)
    assert "mein Zähler 1ESY1160669167 steht heute bei" in picture
    assert "message_received" in picture
    assert "Tom Mustermann · 83771" in picture


def test_a_contract_is_shown_alone() -> None:
    assert "Musternetz Isar GmbH" in _drawn("contract", 746_839)


def _with(**there: bool) -> Contract:
    name = next(iter(there))
    return next(contract for contract in CONTRACTS if getattr(contract, name))


def test_devices_and_ends_are_told() -> None:
    assert "photovoltaics of" in _drawn("contract", _with(feed_in=True).id)
    assert "§ 14a EnWG module" in _drawn("contract", _with(relief=True).id)
    assert " until " in _drawn("contract", _with(end_date=True).id)


def test_a_young_contract_has_no_chart_yet() -> None:
    assert "no whole month delivered so far" in _drawn("contract", 746_847)


def test_the_dead_and_the_moved_are_told() -> None:
    moved = next(m.customer() for m in WORLD.members() if m.customer().moves)
    assert "moved in on" in _drawn("customer", moved.id)
    numbers = range(100_001, 103_000)
    large = Supplier(1, 3000)
    dead = next(customer for number in numbers if (customer := large.customer(number)) and customer.deceased)
    out = io.StringIO()
    Console(file=out, width=120).print(portrait(large, "customer", dead.id))
    assert f"{dead.name} †" in out.getvalue()


@pytest.mark.parametrize("kind", ["customer", "contract", "ticket"])
def test_nobodys_id_has_no_picture(kind: str) -> None:
    with pytest.raises(UsageError, match=f"there is no {kind} 1 in this world"):
        _drawn(kind, 1)
