"""Writes rows of a table as JSON Lines, CSV, SQL or Parquet; a file is whole or it is not there.

Whoever makes rows also turns them into bytes (`encoded`); a sink for each file takes them in their order.
"""

import csv
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Literal

import orjson

from vertrag.atlas.rows import Kind, Row, Table
from vertrag.errors import UsageError

Format = Literal["jsonl", "csv", "parquet", "sql"]
_SQL_KINDS: dict[Kind, str] = {
    "integer": "bigint",
    "text": "text",
    "boolean": "boolean",
    "date": "date",
    "instant": "timestamp with time zone",
    "money": "decimal(14, 2)",
    "price": "decimal(10, 6)",
}


def encoded(form: Format, table: Table, rows: list[Row]) -> bytes:
    """Some rows of a table in the bytes of a format; nothing for none."""
    return _ENCODERS[form](table, rows) if rows else b""


@contextmanager
def sink(path: Path, form: Format, table: Table) -> Iterator[Callable[[bytes], object]]:
    """What takes encoded rows into a file; raises `UsageError` where that cannot be."""
    with _whole(path) as file:
        if form == "parquet":
            with _parquet_sink(file, table) as add:
                yield add
            return
        file.write(_head(form, table))
        yield file.write
        file.write(b"COMMIT;\n" if form == "sql" else b"")


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


def _head(form: Format, table: Table) -> bytes:
    names = [column.name for column in table.columns]
    if form == "csv":
        return _lines([names])
    if form == "sql":
        columns = ",\n  ".join(f"{column.name} {_SQL_KINDS[column.kind]}" for column in table.columns)
        return f"BEGIN;\nCREATE TABLE {table.name} (\n  {columns},\n  PRIMARY KEY ({names[0]})\n);\n".encode()
    return b""


def _jsonl(table: Table, rows: list[Row]) -> bytes:
    """One object per line; money as a number, which is what most programs expect of JSON."""
    names = [column.name for column in table.columns]
    lines = [orjson.dumps(dict(zip(names, row, strict=True)), default=float) for row in rows]
    return b"\n".join(lines) + b"\n"


def _csv(_table: Table, rows: list[Row]) -> bytes:
    """RFC 4180 below its header; nothing stands for what is not there."""
    return _lines([_plain(value) for value in row] for row in rows)


def _lines(rows: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else value


def _sql(table: Table, rows: list[Row]) -> bytes:
    """Standard SQL that PostgreSQL and SQLite read: rows of a table, all or nothing."""
    values = ",\n".join(f"({', '.join(map(_literal, row))})" for row in rows)
    return f"INSERT INTO {table.name} VALUES\n{values};\n".encode()


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | Decimal):
        return str(value)
    text = value if isinstance(value, str) else value.isoformat()
    return "'" + text.replace("'", "''") + "'"


def _parquet(table: Table, rows: list[Row]) -> bytes:
    """A record batch with the types that the columns have, in the stream format of Arrow."""
    pa, schema = _arrow(table)
    columns = [
        pa.array(values, field.type) for values, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    stream = pa.BufferOutputStream()
    with pa.ipc.new_stream(stream, schema) as writer:
        writer.write_batch(pa.record_batch(columns, schema=schema))
    return bytes(stream.getvalue())


@contextmanager
def _parquet_sink(file: BinaryIO, table: Table) -> Iterator[Callable[[bytes], object]]:
    """A row group for each batch."""
    pa, schema = _arrow(table)
    from pyarrow import parquet

    with parquet.ParquetWriter(file, schema) as writer:
        yield lambda batch: writer.write_table(pa.ipc.open_stream(batch).read_all()) if batch else None


def _arrow(table: Table) -> tuple[Any, Any]:
    """The library and the schema of a table in it."""
    try:
        import pyarrow as pa
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
    return pa, pa.schema([(column.name, kinds[column.kind]) for column in table.columns])


_ENCODERS: dict[Format, Callable[[Table, list[Row]], bytes]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "sql": _sql,
}
