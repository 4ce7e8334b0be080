import csv
import json
import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from pyarrow import parquet

from vertrag.atlas.rows import Column, Row, Table
from vertrag.atlas.writers import Format, encoded, sink
from vertrag.errors import UsageError

TABLE = Table(
    "things",
    (
        Column("id", "integer"),
        Column("name", "text"),
        Column("good", "boolean"),
        Column("day", "date"),
        Column("at", "instant"),
        Column("cost", "money"),
        Column("price", "price"),
    ),
    lambda *_: iter(()),
)
ROWS: list[Row] = [
    (
        1,
        'Käthe\'s, "Bäckerei"',
        True,
        date(2026, 11, 2),
        datetime(2026, 11, 2, 8, tzinfo=UTC),
        Decimal("1.50"),
        Decimal("0.285"),
    ),
    (2, None, False, None, None, None, None),
]


def _written(path: Path, form: Format, rows: list[Row] = ROWS) -> Path:
    with sink(path, form, TABLE) as add:
        for begin in range(0, len(rows), 5_000):
            add(encoded(form, TABLE, rows[begin : begin + 5_000]))
        add(encoded(form, TABLE, []))
    return path


def test_json_lines_are_objects(tmp_path: Path) -> None:
    lines = _written(tmp_path / "a", "jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {
        "id": 1,
        "name": 'Käthe\'s, "Bäckerei"',
        "good": True,
        "day": "2026-11-02",
        "at": "2026-11-02T08:00:00+00:00",
        "cost": 1.5,
        "price": 0.285,
    }
    assert json.loads(lines[1])["name"] is None


def test_csv_has_a_header_and_quotes_what_needs_it(tmp_path: Path) -> None:
    with _written(tmp_path / "a", "csv").open(encoding="utf-8", newline="") as file:
        head, first, second = list(csv.reader(file))
    assert head == [column.name for column in TABLE.columns]
    assert first[1:4] == ['Käthe\'s, "Bäckerei"', "true", "2026-11-02"]
    assert second == ["2", "", "false", "", "", "", ""]


def test_sql_can_be_run_and_holds_every_row(tmp_path: Path) -> None:
    script = _written(tmp_path / "a", "sql").read_text(encoding="utf-8")
    database = sqlite3.connect(":memory:")
    database.executescript(script)
    assert database.execute("SELECT id, name, good, cost FROM things ORDER BY id").fetchall() == [
        (1, 'Käthe\'s, "Bäckerei"', 1, 1.5),
        (2, None, 0, None),
    ]
    database.close()


def test_parquet_keeps_the_types(tmp_path: Path) -> None:
    table = parquet.read_table(_written(tmp_path / "a", "parquet"))
    assert table.to_pylist()[0] == dict(zip((column.name for column in TABLE.columns), ROWS[0], strict=True))
    assert table.num_rows == 2


@pytest.mark.parametrize("form", ["jsonl", "csv", "sql", "parquet"])
def test_many_rows_and_none_can_be_written(tmp_path: Path, form: Format) -> None:
    many: list[Row] = [(number, "x", True, None, None, None, None) for number in range(12_000)]
    assert _written(tmp_path / "many", form, many).stat().st_size > 1_000
    _written(tmp_path / "none", form, [])


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"), sink(tmp_path / "absent" / "a", "csv", TABLE):
        pass
    with pytest.raises(TypeError), sink(tmp_path / "a", "csv", TABLE) as add:
        add("no bytes")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
