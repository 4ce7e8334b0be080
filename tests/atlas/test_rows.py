from datetime import date, datetime
from decimal import Decimal

import pytest

from vertrag.atlas.rows import TABLES, Row, rows
from vertrag.world.supplier import Supplier

WORLD = Supplier(1, 40)
ROWS = rows(WORLD, TABLES.values())
TYPES = {
    "integer": int,
    "text": str,
    "boolean": bool,
    "date": date,
    "instant": datetime,
    "money": Decimal,
    "price": Decimal,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_a_value_of_its_kind_for_each_column(name: str) -> None:
    columns = TABLES[name].columns
    for row in ROWS[name]:
        assert len(row) == len(columns)
        for value, column in zip(row, columns, strict=True):
            assert value is None or type(value) is TYPES[column.kind], column.name
        assert row[0] is not None


@pytest.mark.parametrize("name", TABLES)
def test_the_first_column_names_the_row(name: str) -> None:
    keys = [row[0] for row in ROWS[name]]
    assert keys
    assert len(keys) == len(set(keys))


def _column(name: str, column: str) -> list[object]:
    place = [each.name for each in TABLES[name].columns].index(column)
    return [row[place] for row in ROWS[name]]


def test_keys_lead_from_table_to_table() -> None:
    customers, contracts = {row[0] for row in ROWS["customers"]}, {row[0] for row in ROWS["contracts"]}
    assert {83_771, 100_001, 100_040} <= customers
    assert set(_column("contracts", "customer_id")) <= customers
    assert set(_column("tickets", "customer_id")) <= customers
    for name in ("meters", "readings", "invoices", "payments"):
        assert set(_column(name, "contract_id")) <= contracts


def test_the_same_world_has_the_same_rows() -> None:
    again: list[Row] = rows(Supplier(1, 40), [TABLES["contracts"]])["contracts"]
    assert again == ROWS["contracts"]
    assert rows(Supplier(2, 40), [TABLES["contracts"]])["contracts"] != again


def test_a_row_of_tickets_says_what_the_ticket_itself_says() -> None:
    names = [column.name for column in TABLES["tickets"].columns]
    for row in ROWS["tickets"]:
        said, told = dict(zip(names, row, strict=True)), WORLD.ticket(row[0])
        assert told is not None
        for name in ("subject", "summary", "status", "channel", "agent_id", "contract_id"):
            assert said[name] == getattr(told, name)
        assert (said["closed"] is None) == (told.closed_ns is None)
