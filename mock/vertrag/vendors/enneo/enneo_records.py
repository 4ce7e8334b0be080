"""The record of a contract in the ERP system behind enneo: meters, readings, bills, account."""

from collections.abc import Iterator
from typing import Any

from vertrag.world.supplier import Supplier
from vertrag.world.supply import Contract, Invoice, Reading
from vertrag.world.supply.consumption import month_of_use, year_of_use
from vertrag.world.supply.metering import EXPORT, Register
from vertrag.world.supply.readings import HOLDING, expected


def erp_record(world: Supplier, contract: Contract) -> dict[str, Any]:
    """The record; days as ISO 8601, money in EUR, energy in kWh, what registers count in their own unit."""
    return {
        "marketLocation": contract.delivery.malo_id,
        "meterLocation": contract.delivery.melo_id,
        "meters": [
            {
                "number": each.meter.number,
                "kind": each.meter.kind,
                "since": each.since.isoformat(),
                "registers": [
                    {"obis": r.obis, "digits": r.digits, "unit": r.unit} for r in each.meter.registers
                ],
            }
            for each in contract.installations
        ],
        "readings": list(_readings(contract, world.readings(contract))),
        "use": _use(contract, world.today.year),
        "invoices": [_invoice(each) for each in world.invoices(contract)],
        **_account(world, contract),
    }


def _readings(contract: Contract, readings: tuple[Reading, ...]) -> Iterator[dict[str, Any]]:
    """Each reading with what was expected since the one before it that holds; null for the first."""
    meters = [installation.meter for installation in contract.installations]
    registers = {(meter.number, each.obis): each for meter in meters for each in meter.registers}
    before: dict[Register, Reading] = {}
    for reading in readings:
        register = registers[reading.meter_number, reading.obis]
        known = before.get(register)
        yield {
            "day": reading.day.isoformat(),
            "meter": reading.meter_number,
            "obis": reading.obis,
            "value": reading.value,
            "unit": reading.unit,
            "source": reading.source,
            "status": reading.status,
            "occasion": reading.occasion,
            "expected": None if known is None else expected(contract, register, known.day, reading.day),
        }
        if reading.status in HOLDING:
            before[register] = reading


def _use(contract: Contract, year: int) -> dict[str, Any]:
    months = [month_of_use(contract, year, month) / 1000 for month in range(1, 13)]
    return {"year": year, "total": year_of_use(contract, year) / 1000, "months": months}


def _invoice(invoice: Invoice) -> dict[str, Any]:
    corrected = invoice.corrects
    return {
        "number": invoice.number,
        "kind": invoice.kind,
        "corrects": None if corrected is None else str(corrected),
        "issued": invoice.issued.isoformat(),
        "due": invoice.due.isoformat(),
        "since": invoice.since.isoformat(),
        "until": invoice.until.isoformat(),
        "counted": sum(span.counted for span in invoice.spans if span.end.obis != EXPORT),
        "factors": [float(each) for each in invoice.factors or ()],
        "energy": invoice.energy,
        "lines": [
            {"kind": each.kind, "net": float(each.net), "vatRate": float(each.vat_rate)}
            for each in invoice.lines
        ],
        "net": float(invoice.net),
        "vat": float(invoice.vat),
        "gross": float(invoice.gross),
        "deposits": float(invoice.deposits),
        "credited": float(invoice.credited),
        "amountDue": float(invoice.amount_due),
    }


def _account(world: Supplier, contract: Contract) -> dict[str, Any]:
    account = world.account(contract)
    return {
        "claims": [
            {"kind": e.kind, "due": e.due.isoformat(), "amount": float(e.amount), "reference": e.reference}
            for e in account.claims
        ],
        "payments": [
            {
                "day": each.day.isoformat(),
                "amount": float(each.amount),
                "method": each.method,
                "purpose": each.purpose,
                "returned": each.returned and each.returned.isoformat(),
            }
            for each in account.payments
        ],
        "dunning": [
            {"stage": each.stage, "day": each.day.isoformat(), "owed": float(each.owed)}
            for each in account.dunning
        ],
    }
