"""A customer and the contracts as enneo shows them inside a ticket."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from vertrag.vendors.instants import unix_midnight
from vertrag.world.census.people import Customer
from vertrag.world.supply import Contract, Tariff

# Only "active" is known to be 5000; the other stages of a contract's life are ours.
_STATUS_CODES = {"pending": 3000, "active": 5000, "cancelled": 6000, "ended": 9000}
_STATUS_COLORS = {"pending": "yellow", "active": "green", "cancelled": "orange", "ended": "grey"}
_LONGEST_PHONE = 15  # digits of E.164
_ENERGY_NUMBERS = {"electricity": 1, "gas": 2}


def shown_customer(customer: Customer, contracts: Iterable[Contract], sender: str | None) -> dict[str, Any]:
    """A customer with all contracts; `sender` is who wrote the ticket."""
    return {
        "id": customer.id,
        "emailMatches": sender is not None and sender.lower() == customer.email.lower(),
        "business": customer.business,
        "company": customer.company,
        "firstname": customer.first_name,
        "lastname": customer.last_name,
        "address": customer.address.line.strip(),
        "phone": _bare_number(customer.phone),
        "email": customer.email,
        "tags": [],
        "contracts": [shown_contract(contract, customer) for contract in contracts],
        "additionalData": {"synthetic": True},
    }


def shown_contract(contract: Contract, customer: Customer) -> dict[str, Any]:
    """A contract in full."""
    operator = contract.delivery.grid_operator
    return {
        "id": contract.id,
        "orderId": contract.order_id,
        "tenant": None,
        "customerId": str(contract.customer_id),
        "email": customer.email,
        "firstname": customer.first_name,
        "lastname": customer.last_name,
        "business": customer.business,
        "phone": _bare_number(customer.phone),
        **_state(contract),
        **_prices(contract),
        "deliveryAddress": contract.delivery.address.full,
        "billingAddress": contract.billing_address.full if contract.billing_address else None,
        "counterNumber": contract.meter.number,
        "registers": [{"obis": code} for code in contract.meter.obis],
        "gridOperatorName": operator.name,
        "gridOperatorCode": int(operator.code),
        "campaignId": 1,
        "salesChannelId": 1,
        "erpUrls": [],
        "rawData": None,
        "agentPreview": [_preview(contract.tariff)],
        "tabPreview": {"color": _STATUS_COLORS[contract.status], "icon": contract.energy},
    }


def _state(contract: Contract) -> dict[str, Any]:
    return {
        "signupDate": unix_midnight(contract.signup_date),
        "startDate": unix_midnight(contract.start_date),
        "endDate": None if contract.end_date is None else unix_midnight(contract.end_date),
        "status": contract.status,
        "statusCode": _STATUS_CODES[contract.status],
        "statusCodeTitle": contract.status,
        "energy": contract.energy,
        "energyTypeId": _ENERGY_NUMBERS[contract.energy],
        "energySubTypeId": 1,
    }


def _prices(contract: Contract) -> dict[str, Any]:
    return {
        "iban": contract.iban,
        "monthlyDeposit": contract.monthly_deposit,
        "consumption": contract.consumption,
        "productId": contract.tariff.id,
        "productName": contract.tariff.name,
        "productCode": contract.tariff.code,
        "unpaidDebt": float(contract.unpaid_debt),
        "vatRate": float(contract.vat_rate),
        "basePrice": float(contract.tariff.base_price),
        "workingPrice": float(contract.tariff.working_price),
    }


def _preview(tariff: Tariff) -> dict[str, Any]:
    working, base = _german(tariff.working_price * 100), _german(tariff.base_price)
    return {
        "label": "Tarif",
        "value": tariff.name,
        "tooltip": f"AP {working} ct/kWh, GP {base} €/Monat",
        "url": None,
    }


def _german(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _bare_number(phone: str) -> int | None:
    # enneo keeps telephone numbers of customers as integers: E.164 without the plus sign.
    digits = phone.removeprefix("+")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_PHONE else None
