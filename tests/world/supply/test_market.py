from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from vertrag.world.census.personas import Cast
from vertrag.world.days import day_of, is_market_day, utc_midnight
from vertrag.world.helpdesk.service import Interaction
from vertrag.world.supplier import NOW_NS
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.market import market_events


def _contract(contract_id: int) -> Contract:
    contract = Cast(1, NOW_NS).contract(contract_id)
    assert contract is not None
    return contract


TOM, ERIKA, LEA = _contract(746839), _contract(746840), _contract(746845)
SWITCH = [
    "cancellationSent",
    "handoverDateConfirmed",
    "registrationSent",
    "deliveryStartConfirmed",
    "deliveryStart",
    "meterReadingReceived",
]


def _events(contract: Contract, now_ns: int = NOW_NS) -> list[Interaction]:
    return sorted(market_events(contract, now_ns), key=lambda event: event.time_ns)


def test_a_switch_takes_its_steps_in_order() -> None:
    assert [event.subject for event in _events(TOM)][:6] == SWITCH


def test_delivery_begins_at_midnight_of_the_first_day() -> None:
    starts = [event for event in _events(TOM) if event.subject == "deliveryStart"]
    assert [event.time_ns for event in starts] == [utc_midnight(date(2022, 9, 1))]
    assert starts[0].kind == "delivery"


def test_nothing_happens_before_the_customer_has_signed() -> None:
    assert day_of(_events(TOM)[0].time_ns) >= TOM.signup_date


def test_a_switch_takes_one_working_day_since_june_2025() -> None:
    quick = replace(TOM, signup_date=date(2025, 10, 1), start_date=date(2025, 10, 8))
    days = {day_of(event.time_ns) for event in _events(quick)[:4]}
    assert days == {date(2025, 10, 7)}
    slow = {day_of(event.time_ns) for event in _events(replace(quick, energy="gas"))[:4]}
    assert len(slow) > 1


def test_the_grid_sends_its_messages_on_working_days() -> None:
    days = [day_of(event.time_ns) for event in _events(LEA) if event.kind == "gridMessage"]
    assert days
    assert all(is_market_day(day) for day in days if day > LEA.signup_date + timedelta(days=6))


def test_only_grid_messages_name_a_party() -> None:
    parties = {"gridOperator", "previousSupplier", "nextSupplier"}
    for event in (*_events(TOM), *_events(LEA), *_events(ERIKA)):
        assert (event.sub_channel in parties) == (event.kind == "gridMessage")
        assert event.ticket_id is None


def test_who_leaves_gets_an_end_a_reading_and_a_refund() -> None:
    gone = replace(LEA, end_date=date(2026, 6, 30))
    subjects = [event.subject for event in _events(gone)]
    leaving = ["cancellationReceived", "deliveryEndConfirmed", "deliveryEnd", "meterReadingReceived"]
    assert [subject for subject in subjects[-9:] if subject in leaving] == leaving
    assert subjects[-2] == "invoiceIssued"
    assert subjects[-1] in {"invoicePaid", "refundPaid"}


def test_a_debt_shows_as_a_returned_debit_and_a_reminder() -> None:
    paid = {event.subject for event in _events(replace(ERIKA, arrears=()))}
    owed = {event.subject for event in _events(ERIKA)}
    assert owed - paid == {"directDebitReturned", "paymentReminder"}


def test_a_meter_exchange_is_announced_and_reported() -> None:
    other = replace(TOM.installations[0], since=date(2025, 5, 14), cause="exchange")
    exchanged = _events(replace(TOM, installations=(*TOM.installations, other)))
    subjects = [event.subject for event in exchanged if event not in _events(TOM)]
    assert subjects == ["meterExchangeAnnounced", "meterReplaced", "meterReadingReceived"]
    replaced = next(event for event in exchanged if event.subject == "meterReplaced")
    assert day_of(replaced.time_ns) == date(2025, 5, 14)


def test_bills_of_the_last_years_show_with_what_became_of_them() -> None:
    subjects = [event.subject for event in _events(TOM)]
    assert subjects.count("invoiceIssued") == 2
    assert subjects.count("invoicePaid") + subjects.count("refundPaid") == 2
    assert subjects.count("depositReceived") == 1  # of two months, one came back


def test_nothing_is_told_before_it_happened() -> None:
    events = _events(TOM)
    for earlier, later in pairwise(events):
        assert later not in _events(TOM, earlier.time_ns)
    assert all(event.time_ns <= NOW_NS for event in events)
