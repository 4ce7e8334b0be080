from decimal import Decimal

import orjson

from vertrag.vendors.enneo.enneo_records import erp_record
from vertrag.world.supplier import Supplier

TOMS = 746839


def test_the_record_is_what_the_world_knows_of_the_contract(world: Supplier) -> None:
    contract = world.contract(TOMS)
    assert contract is not None
    record = erp_record(world, contract)
    assert record["marketLocation"] == contract.delivery.malo_id
    assert [each["number"] for each in record["meters"]] == [e.meter.number for e in contract.installations]
    assert [each["value"] for each in record["readings"]] == [e.value for e in world.readings(contract)]
    assert [each["number"] for each in record["invoices"]] == [e.number for e in world.invoices(contract)]
    paid = sum(Decimal(str(each["amount"])) for each in record["payments"] if each["returned"] is None)
    assert paid == sum(e.amount for e in world.account(contract).payments if e.returned is None)
    assert record == orjson.loads(orjson.dumps(record))


def test_each_reading_says_what_was_expected_since_the_one_before(world: Supplier) -> None:
    contract = world.contract(TOMS)
    assert contract is not None
    first, *others = erp_record(world, contract)["readings"]
    assert first["expected"] is None
    assert all(each["expected"] >= 0 for each in others if each["meter"] == first["meter"])
