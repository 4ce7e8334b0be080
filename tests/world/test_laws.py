from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from vertrag.world.census.places import Address
from vertrag.world.laws import LAWS, Holding, breaches, holding_of
from vertrag.world.supplier import Supplier
from vertrag.world.supply import Arrears, Contract, FeedIn, Relief

WORLD = Supplier(4, 120)


def _holding(contract_id: int) -> Holding:
    contract = WORLD.contract(contract_id)
    assert contract is not None
    customer = WORLD.customer(contract.customer_id)
    assert customer is not None
    return holding_of(customer, contract, WORLD.today)


TOM = _holding(746_839)
HELD = [_holding(number) for number in range(1_000_001, 1_000_241) if WORLD.contract(number)]
OTHER = Address("Hauptstraße", "5", "10115", "Hamburg", "DE-BE")


def test_every_contract_of_the_world_keeps_every_law() -> None:
    personas = [_holding(number) for number in range(746_839, 746_848)]
    assert [wrong for holding in (*personas, *HELD) for wrong in breaches(holding)] == []


def test_codes_are_unique_and_rules_are_sentences() -> None:
    assert list(LAWS) == sorted(LAWS)
    assert all(law.code == code and len(law.rule) > 15 for code, law in LAWS.items())


def _broken(code: str, contract: Contract) -> bool:
    holding = replace(holding_of(TOM.customer, contract, TOM.today), contract=contract)
    return code in {found for found, _ in breaches(holding, [LAWS[code]])}


def _meter(contract: Contract, **changes: object) -> Contract:
    (first,) = contract.installations
    return replace(contract, installations=(replace(first, meter=replace(first.meter, **changes)),))  # type: ignore[arg-type]  # fields of a meter


@pytest.mark.parametrize(
    ("code", "contract"),
    [
        ("I01", replace(TOM.contract, delivery=replace(TOM.contract.delivery, malo_id="51238696780"))),
        ("I02", replace(TOM.contract, delivery=replace(TOM.contract.delivery, melo_id="DE1"))),
        ("I03", _meter(TOM.contract, number="7ESY1160669167")),
        ("I04", replace(TOM.contract, feed_in=FeedIn(5000, date(2020, 1, 1)))),
        ("I08", replace(TOM.contract, delivery=replace(TOM.contract.delivery, address=OTHER))),
        ("I09", replace(TOM.contract, iban="DE89370400440532013000")),
        ("I12", replace(TOM.contract, end_date=date(2020, 1, 1))),
        ("I14", replace(TOM.contract, monthly_deposit=53)),
        ("I15", replace(TOM.contract, vat_rate=Decimal("0.07"))),
        ("I16", replace(TOM.contract, unpaid_debt=Decimal("1.00"))),
        ("I54", replace(TOM.contract, start_date=date(2022, 9, 2))),
        ("I55", replace(TOM.contract, relief=Relief("wallbox", 3, date(2023, 1, 1)))),
    ],
)
def test_a_law_sees_a_contract_that_breaks_it(code: str, contract: Contract) -> None:
    assert not list(LAWS[code].check(TOM))
    assert _broken(code, contract)


def test_laws_see_bills_that_do_not_add_up() -> None:
    bills = TOM.invoices
    wrong = {
        "I17": replace(bills[0], gross=bills[0].gross + 1),
        "I18": replace(bills[0], amount_due=bills[0].amount_due + 1),
        "I51": replace(bills[0], since=bills[0].since + timedelta(days=1)),
        "I52": replace(bills[0], issued=bills[0].until + timedelta(days=43)),
    }
    for code, bill in wrong.items():
        assert list(LAWS[code].check(replace(TOM, invoices=(bill, *bills[1:]))))


def test_laws_see_readings_that_cannot_be_right() -> None:
    for code, change in (("I05", -40_000), ("I06", 20_000)):
        *others, last = TOM.readings
        assert list(
            LAWS[code].check(replace(TOM, readings=(*others, replace(last, value=last.value + change))))
        )


def test_a_law_sees_unsafe_people() -> None:
    for changes in ({"phone": "+491711234567"}, {"email": "tom@gmail.com"}):
        holding = replace(TOM, customer=replace(TOM.customer, **changes))  # type: ignore[arg-type]  # two fields
        assert [code for code, _ in breaches(holding)] == ["I10"]


def test_a_disconnection_in_time_is_lawful() -> None:
    owing = replace(TOM.contract, arrears=(Arrears(date(2025, 10, 1), 4, date(2026, 5, 4)),))
    assert not _broken("I19", owing)
