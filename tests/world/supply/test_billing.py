from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from vertrag.world.supply.billing import GERMAN_KINDS, INVOICES, Invoice, factors_of, invoices_of
from vertrag.world.supply.contracts import Contract
from vertrag.world.supply.deposits import deposits_between
from vertrag.world.supply.metering import EXPORT
from vertrag.world.supply.products import cents, net, vat_rate

SIX_WEEKS = timedelta(weeks=6)
Billed = list[tuple[Contract, tuple[Invoice, ...]]]


def _each(billed: Billed) -> Iterator[tuple[Contract, Invoice]]:
    for contract, invoices in billed:
        for invoice in invoices:
            yield contract, invoice


def test_the_energy_of_a_bill_is_what_its_registers_counted(billed: Billed) -> None:
    for contract, bill in _each(billed):
        spans = [span for span in bill.spans if span.end.obis != EXPORT]
        counted = sum(span.counted for span in spans)
        assert all(span.start.meter_number == span.end.meter_number for span in bill.spans)
        assert all((span.end.value - span.start.value - span.counted) % 100_000 == 0 for span in bill.spans)
        assert (bill.factors is not None) == (contract.energy == "gas")
        factor = bill.factors[0] * bill.factors[1] if bill.factors else Decimal(1)
        assert bill.energy == (counted * factor).to_integral_value(ROUND_HALF_UP)
        assert bill.energy == sum(line.quantity for line in bill.lines if line.kind == "working")


def test_a_bill_stays_as_it_was_written(billed: Billed) -> None:
    for contract, bills in billed:
        for bill in bills:
            before = tuple(each for each in bills if each.issued <= bill.issued)
            assert invoices_of(contract, bill.issued) == before
            assert invoices_of(contract, bill.issued, bill.since)[-1:] == before[-1:]


def test_money_adds_up_to_the_cent(billed: Billed) -> None:
    for contract, bill in _each(billed):
        assert bill.net == sum(line.net for line in bill.lines)
        rates = {line.vat_rate for line in bill.lines}
        vat = sum(cents(sum(x.net for x in bill.lines if x.vat_rate == rate) * rate) for rate in rates)
        assert bill.gross == bill.net + vat
        assert bill.amount_due == bill.gross - bill.deposits - bill.credited == cents(bill.amount_due)
        due = deposits_between(contract, bill.since, bill.until + timedelta(days=1))
        assert bill.deposits == sum(deposit.amount for deposit in due)


def test_lines_cover_every_day_once_with_the_price_and_rate_of_the_day(billed: Billed) -> None:
    split = 0
    for contract, bill in _each(billed):
        base = [line for line in bill.lines if line.kind == "base"]
        assert (base[0].since, base[-1].until) == (bill.since, bill.until)
        assert all(after.since == before.until + timedelta(days=1) for before, after in pairwise(base))
        split += len(base) > 1
        for line in bill.lines:
            assert (
                line.vat_rate
                == vat_rate(contract.energy, line.since)
                == vat_rate(contract.energy, line.until)
            )
            price = next(p for p in reversed(contract.prices(bill.until)) if p.since <= line.since)
            if line.kind == "working":
                assert line.net_price == net(price.working)
            if line.kind == "base":
                assert line.quantity == (line.until - line.since).days + 1
    assert split > 40


def test_bills_follow_each_other_without_a_gap(billed: Billed) -> None:
    for contract, invoices in billed:
        bills = [bill for bill in invoices if bill.kind != "correction"]
        assert all(bill.since <= bill.until for bill in bills)
        assert not bills or bills[0].since == contract.start_date
        for before, after in pairwise(bills):
            assert after.since == before.until + timedelta(days=1)
            ends = {(s.end.meter_number, s.end.obis): s.end for s in before.spans if s.end.day == after.since}
            starts = {(span.start.meter_number, span.start.obis): span.start for span in after.spans}
            for register in ends.keys() & starts.keys():
                replaced = ends[register].status == "replaced"
                assert replaced or ends[register].value == starts[register].value


def test_a_bill_comes_within_six_weeks(billed: Billed, today: date) -> None:
    for _, bill in _each(billed):
        assert bill.issued <= today
        if bill.kind != "correction":
            assert bill.until < bill.issued <= bill.until + SIX_WEEKS
        assert bill.due >= bill.issued + timedelta(days=14)


def test_a_correction_replaces_the_bill_before_it(billed: Billed) -> None:
    seen = 0
    for _, invoices in billed:
        for before, after in pairwise(invoices):
            if after.kind == "correction":
                seen += 1
                assert after.corrects == before.id
                assert (after.since, after.until) == (before.since, before.until)
                assert after.credited == before.amount_due
                assert after.energy > before.energy
                assert after.issued > before.issued
    assert seen


def test_the_last_bill_of_an_ended_contract_is_the_final_one(tom: Contract, today: date) -> None:
    bills = invoices_of(replace(tom, end_date=date(2025, 1, 31)), today)
    assert [bill.kind for bill in bills][-2:] == ["yearly", "final"]
    assert bills[-1].until == date(2025, 1, 31)


def test_whoever_asks_for_a_bill_between_gets_one(tom: Contract, today: date) -> None:
    bills = invoices_of(replace(tom, interim=(date(2025, 1, 1),)), today)
    assert [(bill.kind, bill.until) for bill in bills if bill.until.year == 2024][-1] == (
        "interim",
        date(2024, 12, 31),
    )


def test_ids_are_unique_and_numbers_show_the_year(billed: Billed) -> None:
    bills = [bill for _, bill in _each(billed)]
    assert len({bill.id for bill in bills}) == len(bills)
    assert all(bill.id // INVOICES == bill.contract_id for bill in bills)
    assert all(bill.number == f"R{bill.issued.year}-{bill.id}" for bill in bills)
    assert {bill.kind for bill in bills} == set(GERMAN_KINDS)


def test_gas_was_taxed_less_for_eighteen_months(billed: Billed) -> None:
    rates = {line.vat_rate for c, bill in _each(billed) if c.energy == "gas" for line in bill.lines}
    assert rates == {Decimal("0.19"), Decimal("0.07"), Decimal("0.16")}


def test_gas_of_a_region_and_year_has_one_heating_value(contracts: list[Contract]) -> None:
    gas = [contract for contract in contracts if contract.energy == "gas"]
    seen = {(c.delivery.address.state, factors_of(c, 2025)) for c in gas}
    assert len(seen) == len({c.delivery.address.state for c in gas})
    assert all(Decimal("10.8") <= h <= Decimal("11.6") for _, (h, _) in seen)
    assert all(Decimal("0.93") <= z <= Decimal("0.98") for _, (_, z) in seen)


def test_a_relief_of_the_grid_lowers_the_bill(tom: Contract, billed: Billed, today: date) -> None:
    lines = [line for contract, bill in _each(billed) if contract.relief for line in bill.lines]
    assert all(line.net <= 0 for line in lines if line.kind == "relief")
    assert any(line.kind == "relief" for line in lines)
    assert not any(line.kind == "relief" for bill in invoices_of(tom, today) for line in bill.lines)


def test_earlier_periods_can_be_left_out(tom: Contract, today: date) -> None:
    assert invoices_of(tom, today, date(2025, 9, 1)) == invoices_of(tom, today)[-2:]
