"""What is delivered, measured, billed and paid: contracts, and all that can be computed from one."""

from vertrag.world.supply.accounts import Account, Claim, Payment, account_of
from vertrag.world.supply.billing import GERMAN_KINDS, Invoice, InvoiceKind, Line, Span, invoices_of
from vertrag.world.supply.contracts import Arrears, Contract, FeedIn, Relief
from vertrag.world.supply.deposits import Deposit, deposits_between
from vertrag.world.supply.dunning import DunningStep, debt_on, dunning_of
from vertrag.world.supply.metering import Installation, Meter, Register, draw_meter
from vertrag.world.supply.products import (
    PriceChange,
    Tariff,
    monthly_deposit,
    price_changes,
    tariff,
    tariffs,
    vat_rate,
)
from vertrag.world.supply.readings import Reading, reading_on, readings_of
from vertrag.world.supply.signing import Terms, draw_contract, draw_iban

__all__ = [
    "GERMAN_KINDS",
    "Account",
    "Arrears",
    "Claim",
    "Contract",
    "Deposit",
    "DunningStep",
    "FeedIn",
    "Installation",
    "Invoice",
    "InvoiceKind",
    "Line",
    "Meter",
    "Payment",
    "PriceChange",
    "Reading",
    "Register",
    "Relief",
    "Span",
    "Tariff",
    "Terms",
    "account_of",
    "debt_on",
    "deposits_between",
    "draw_contract",
    "draw_iban",
    "draw_meter",
    "dunning_of",
    "invoices_of",
    "monthly_deposit",
    "price_changes",
    "reading_on",
    "readings_of",
    "tariff",
    "tariffs",
    "vat_rate",
]
