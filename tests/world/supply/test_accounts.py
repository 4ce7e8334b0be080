from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from vertrag.world.supply.accounts import Account, account_of
from vertrag.world.supply.billing import Invoice, invoices_of
from vertrag.world.supply.contracts import Arrears, Contract
from vertrag.world.supply.dunning import debt_on

Accounts = list[tuple[Contract, Account]]


def test_what_is_owed_is_what_fell_due_less_what_was_paid(accounts: Accounts) -> None:
    owing = 0
    for contract, account in accounts:
        assert account.balance == contract.unpaid_debt >= 0
        owing += account.balance > 0
    assert owing > 4


def test_so_it_is_on_every_other_day(contracts: list[Contract], today: date) -> None:
    for contract in contracts[::9]:
        for days in range(20, 400, 91):
            day = today - timedelta(days=days)
            assert account_of(contract, day).balance == debt_on(contract, day)


def test_every_deposit_and_bill_is_a_claim(tom: Contract, today: date) -> None:
    claims = account_of(tom, today).claims
    bills = {claim.reference: claim.amount for claim in claims if claim.kind == "invoice"}
    assert bills == {bill.number: bill.amount_due for bill in invoices_of(tom, today)}
    assert [claim.amount for claim in claims if claim.kind == "fee"] == [Decimal("3.21"), Decimal("2.00")]
    assert [claim.reference for claim in claims if claim.kind == "deposit"][:2] == ["10/2022", "11/2022"]


def test_known_bills_need_not_be_computed_again(tom: Contract, today: date) -> None:
    assert account_of(tom, today, invoices_of(tom, today)) == account_of(tom, today)


def test_a_returned_debit_is_seen_and_does_not_count(tom: Contract, today: date) -> None:
    returned = [payment for payment in account_of(tom, today).payments if payment.returned]
    assert [(payment.day, payment.returned) for payment in returned] == [
        (date(2026, 10, 1), date(2026, 10, 6))
    ]


def test_arrears_and_fees_are_paid_on_the_day_on_which_they_are_cleared(tom: Contract, today: date) -> None:
    cleared = date(2025, 12, 15)
    account = account_of(replace(tom, arrears=(Arrears(date(2025, 10, 1), 2, cleared),)), today)
    late = [payment.purpose for payment in account.payments if payment.day == cleared]
    assert sorted(late) == ["10/2025", "11/2025", "first_notice", "returned_debit", "second_notice"]
    assert account.balance == 0


def test_credit_is_paid_out_within_two_weeks(
    billed: list[tuple[Contract, tuple[Invoice, ...]]], accounts: Accounts
) -> None:
    paid_out = 0
    issued = {bill.number: bill.issued for _, bills in billed for bill in bills}
    for _, account in accounts:
        for payment in account.payments:
            if payment.amount < 0:
                paid_out += 1
                assert payment.day <= issued[payment.purpose] + timedelta(days=14)
    assert paid_out > 40


def test_everything_is_in_order_and_nothing_lies_ahead(accounts: Accounts, today: date) -> None:
    for _, account in accounts:
        for days in (
            [claim.due for claim in account.claims],
            [payment.day for payment in account.payments],
            [step.day for step in account.dunning],
        ):
            assert days == sorted(days)
            assert not days or days[-1] <= today


def test_transfers_come_before_the_day_and_debits_on_it(accounts: Accounts) -> None:
    for contract, account in accounts:
        due = {claim.reference: claim.due for claim in account.claims}
        on_time = [p for p in account.payments if p.amount > 0 and not contract.arrears]
        early = [(due[payment.purpose] - payment.day).days for payment in on_time]
        assert all(days == 0 if contract.collection == "direct_debit" else 0 <= days < 7 for days in early)
