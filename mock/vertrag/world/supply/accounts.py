"""The account of a contract: all that fell due, and all that was paid.

Laws
1. What is owed is the sum of all claims until today less the sum of all payments that were not returned.
2. Direct debits are drawn on the day on which something falls due; transfers come up to a week before it.
3. Deposits in arrears, and the fees about them, are paid together on the day on which they are cleared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Literal

from vertrag.world.days import on_working_day
from vertrag.world.draws import Draws
from vertrag.world.supply.billing import Invoice, invoices_of
from vertrag.world.supply.contracts import Arrears, Collection, Contract
from vertrag.world.supply.deposits import deposits_between
from vertrag.world.supply.dunning import DunningStep, debit_returned, dunning_of, missed_deposits

ClaimKind = Literal["deposit", "invoice", "fee"]

_CLAIMS = 4096  # more than a contract has, so that (contract, place) is one index
REFUND = timedelta(days=7)
"""How long after a bill its credit is paid out; the law gives two weeks (§ 40c (3) EnWG)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that falls due: EUR, below zero what the supplier owes; `reference` names the bill."""

    kind: ClaimKind
    due: date
    amount: Decimal
    reference: str


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in, or below zero went out; `returned` is the day on which the bank took it back."""

    day: date
    amount: Decimal
    method: Collection
    purpose: str
    returned: date | None


@dataclass(frozen=True, slots=True)
class Account:
    """The claims, payments and dunning of a contract until a day, in order; `balance` is what is owed."""

    contract_id: int
    claims: tuple[Claim, ...]
    payments: tuple[Payment, ...]
    dunning: tuple[DunningStep, ...]
    balance: Decimal


@cache
def _draws(seed: int) -> Draws:
    return Draws(seed, "payment")


def account_of(contract: Contract, today: date, invoices: tuple[Invoice, ...] | None = None) -> Account:
    """The account of a contract until today; its invoices need not be computed again if they are known."""
    bills = invoices_of(contract, today) if invoices is None else invoices
    claims = sorted((*_deposits(contract, today), *_bills(bills), *_fees(contract, today)), key=_due)
    payments = sorted(_payments(contract, claims, today), key=_day)
    due = tuple(claim for claim, _ in claims if claim.due <= today)
    steps = sorted(
        (s for arrears in contract.arrears for s in dunning_of(contract, arrears, today)), key=_day
    )
    received = sum((payment.amount for payment in payments if payment.returned is None), Decimal(0))
    balance = sum((claim.amount for claim in due), Decimal("0.00")) - received
    return Account(contract.id, due, tuple(payments), tuple(steps), balance)


_Owed = tuple[Claim, Arrears | None]
"""A claim, and the arrears to which it belongs."""


def _due(owed: _Owed) -> date:
    return owed[0].due


def _day(entry: Payment | DunningStep) -> date:
    return entry.day


def _deposits(contract: Contract, today: date) -> Iterator[_Owed]:
    late = {d.month: arrears for arrears in contract.arrears for d in missed_deposits(contract, arrears)}
    for deposit in deposits_between(contract, contract.start_date, today):
        claim = Claim(
            "deposit", deposit.due, Decimal(deposit.amount), f"{deposit.month.month:02d}/{deposit.month.year}"
        )
        yield claim, late.get(deposit.month)


def _bills(invoices: tuple[Invoice, ...]) -> Iterator[_Owed]:
    for invoice in invoices:
        refund = on_working_day(invoice.issued + REFUND)
        due = invoice.due if invoice.amount_due > 0 else refund
        yield Claim("invoice", due, invoice.amount_due, invoice.number), None


def _fees(contract: Contract, today: date) -> Iterator[_Owed]:
    for arrears in contract.arrears:
        for step in dunning_of(contract, arrears, today):
            if step.fee:
                yield Claim("fee", step.day, step.fee, step.stage), arrears


def _payments(contract: Contract, claims: list[_Owed], today: date) -> Iterator[Payment]:
    """How the claims were paid: on time, or together with all arrears when these were cleared."""
    for place, (claim, arrears) in enumerate(claims):
        if claim.due > today:
            continue
        if arrears is None:
            paid = _paid_on(contract, claim, place)
            method = contract.collection if claim.amount > 0 else "transfer"
            yield Payment(paid, claim.amount, method, claim.reference, None)
            continue
        back = debit_returned(arrears)
        drawn = claim.kind == "deposit" and claim.due == on_working_day(arrears.first)
        if drawn and contract.collection == "direct_debit" and back <= today:
            yield Payment(claim.due, claim.amount, "direct_debit", claim.reference, back)
        if arrears.cleared is not None and arrears.cleared <= today:
            yield Payment(max(arrears.cleared, claim.due), claim.amount, "transfer", claim.reference, None)


def _paid_on(contract: Contract, claim: Claim, place: int) -> date:
    """Debits and refunds go the day that was announced, transfers up to a week before."""
    if claim.amount < 0 or contract.collection == "direct_debit":
        return claim.due
    early = _draws(contract.seed).of(contract.id * _CLAIMS + place).below("early", 6)
    return max(claim.due - timedelta(days=early), contract.start_date)
