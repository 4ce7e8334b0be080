"""Writes rows of a table as JSON Lines, CSV, SQL or Parquet; a file is whole or it is not there."""

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Literal

import orjson

from vertrag.atlas.rows import Kind, Row, Table
from vertrag.errors import UsageError

Format = Literal["jsonl", "csv", "parquet", "sql"]
_CHUNK = 5_000  # rows that are written at once
_SQL_KINDS: dict[Kind, str] = {
    "integer": "bigint",
    "text": "text",
    "boolean": "boolean",
    "date": "date",
    "instant": "timestamp with time zone",
    "money": "decimal(14, 2)",
    "price": "decimal(10, 6)",
}


def write(path: Path, form: Format, table: Table, rows: Iterable[Row]) -> int:
    """Write a table to a file and say how many rows it has; raises `UsageError` where that cannot be."""
    with _whole(path) as file:
        return _WRITERS[form](file, table, _chunks(rows))


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of an older one when all is written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def _jsonl(file: BinaryIO, table: Table, chunks: Iterator[list[Row]]) -> int:
    """One object per line; money as a number, which is what most programs expect of JSON."""
    names, count = [column.name for column in table.columns], 0
    for chunk in chunks:
        count += len(chunk)
        lines = (orjson.dumps(dict(zip(names, row, strict=True)), default=float) for row in chunk)
        file.write(b"\n".join(lines) + b"\n")
    return count


def _csv(file: BinaryIO, table: Table, chunks: Iterator[list[Row]]) -> int:
    """RFC 4180 with a header; nothing stands for what is not there."""
    count = 0
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    for chunk in chunks:
        count += len(chunk)
        writer.writerows(map(_plain, chunk))
    text.detach()
    return count


def _plain(row: Row) -> list[Any]:
    return [_plain_value(value) for value in row]


def _plain_value(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else value


def _sql(file: BinaryIO, table: Table, chunks: Iterator[list[Row]]) -> int:
    """Standard SQL that PostgreSQL and SQLite read: the table, then its rows, all or nothing."""
    key = table.columns[0].name
    columns = ",\n  ".join(f"{column.name} {_SQL_KINDS[column.kind]}" for column in table.columns)
    file.write(f"BEGIN;\nCREATE TABLE {table.name} (\n  {columns},\n  PRIMARY KEY ({key})\n);\n".encode())
    count = 0
    for chunk in chunks:
        count += len(chunk)
        values = ",\n".join(f"({', '.join(map(_literal, row))})" for row in chunk)
        file.write(f"INSERT INTO {table.name} VALUES\n{values};\n".encode())
    file.write(b"COMMIT;\n")
    return count


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | Decimal):
        return str(value)
    text = value if isinstance(value, str) else value.isoformat()
    return "'" + text.replace("'", "''") + "'"


def _parquet(file: BinaryIO, table: Table, chunks: Iterator[list[Row]]) -> int:
    """A row group per chunk, with the types that the columns have."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            "Parquet needs the package pyarrow", hint="install it: pip install 'vertrag[parquet]'"
        ) from error
    kinds = {
        "integer": pa.int64(),
        "text": pa.string(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "instant": pa.timestamp("s", tz="UTC"),
        "money": pa.decimal128(14, 2),
        "price": pa.decimal128(10, 6),
    }
    schema = pa.schema([(column.name, kinds[column.kind]) for column in table.columns])
    count = 0
    with parquet.ParquetWriter(file, schema) as writer:
        for chunk in chunks:
            count += len(chunk)
            columns = [
                pa.array(values, field.type)
                for values, field in zip(zip(*chunk, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
    return count


_WRITERS: dict[Format, Callable[[BinaryIO, Table, Iterator[list[Row]]], int]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "sql": _sql,
}
