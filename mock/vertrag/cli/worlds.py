"""`vertrag world`: pictures of records, files of them, and what the mixes are."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.table import Table

from vertrag.atlas.crew import export as write_tables
from vertrag.atlas.mixes import Census, Mix, mixes, take_census
from vertrag.atlas.portraits import portrait
from vertrag.config import ExportSettings, ShowSettings, StatsSettings
from vertrag.errors import UsageError
from vertrag.world.laws import LAWS
from vertrag.world.supplier import Supplier

_WIDTH = 120  # of what goes into a file or a pipe


def show(settings: ShowSettings, out: TextIO = sys.stdout) -> None:
    """Print the picture of a record."""
    if settings.kind is None or settings.id is None:
        raise UsageError("nothing to show", hint="name it: vertrag world show customer 83771")
    supplier = Supplier(settings.seed, settings.customers)
    _console(out).print(portrait(supplier, settings.kind, settings.id))


def export(settings: ExportSettings, out: TextIO = sys.stdout) -> None:
    """Write tables of the world to files."""
    if settings.out is None:
        raise UsageError("no file to write to", hint="name one: --out customers.jsonl")
    supplier = Supplier(settings.seed, settings.customers)
    places = list(_places(Path(settings.out), tuple(dict.fromkeys(settings.table))))
    counts = write_tables(supplier, settings.format, places)
    for name, path in places:
        print(f"{path}: {counts[name]:,} {name}", file=out)


def _places(path: Path, names: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """Where each table goes: one into the file itself, several beside it, each with its name."""
    for name in names:
        yield name, path if len(names) == 1 else path.with_name(f"{path.stem}-{name}{path.suffix}")


def stats(settings: StatsSettings, out: TextIO = sys.stdout) -> int:
    """Print the mixes of a sample; 1 if it breaks a law, else 0."""
    supplier = Supplier(settings.seed, settings.customers)
    census = take_census(supplier, settings.sample)
    console = _console(out)
    for mix in mixes(census):
        console.print(_shares(mix))
    console.print("\n".join(_verdict(census)))
    return int(bool(census.breaches))


def _shares(mix: Mix) -> Table:
    table = Table(title=f"{mix.subject} ({mix.counted:,})", title_justify="left", box=None, pad_edge=False)
    table.add_column("", min_width=26)
    table.add_column("asked for", justify="right", min_width=9)
    table.add_column("seen", justify="right", min_width=7)
    for name, (asked, seen) in mix.shares.items():
        table.add_row(name, "" if asked is None else f"{asked:.1f} %", f"{seen:.1f} %")
    return table


def _verdict(census: Census) -> Iterator[str]:
    contracts = len(census.contracts)
    if not census.breaches:
        yield f"{len(LAWS)} laws hold for {contracts:,} contracts"
    for code, wrong in census.breaches:
        yield f"{code} {LAWS[code].rule}: {wrong}"


def _console(out: TextIO) -> Console:
    return Console(file=out, highlight=False, width=None if out.isatty() else _WIDTH)
