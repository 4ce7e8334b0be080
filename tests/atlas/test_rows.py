from datetime import date, datetime
from decimal import Decimal

import pytest

from vertrag.atlas.rows import TABLES, Row, rows
from vertrag.world.supplier import Supplier

WORLD = Supplier(1, 40)
ROWS = {name: list(rows(WORLD, table)) for name, table in TABLES.items()}
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
    for name in ("readings", "invoices", "payments"):
        assert set(_column(name, "contract_id")) <= contracts


def test_the_same_world_has_the_same_rows() -> None:
    again: list[Row] = list(rows(Supplier(1, 40), TABLES["contracts"]))
    assert again == ROWS["contracts"]
    assert list(rows(Supplier(2, 40), TABLES["contracts"])) != again
