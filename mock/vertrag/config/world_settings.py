"""The tables of the commands that show the world and who lives in it."""

from dataclasses import dataclass
from typing import Annotated, get_args

from vertrag.config.kinds import Choice, Many, Text, Whole
from vertrag.config.setting import Row, Settings
from vertrag.config.shared_settings import (
    DAY,
    LARGEST_ID,
    LONGEST_LIFETIME,
    Customers,
    FileForm,
    Format,
    Host,
    Key,
    Port,
    Record,
    Relation,
    Seed,
)


@dataclass(frozen=True, slots=True)
class TokenSettings(Settings):
    """Print a token that the mock accepts."""

    section = "token"

    role: Annotated[str, Row("Role of the token's bearer.", Text("ROLE"))] = "agent"
    scope: Annotated[
        str | None, Row("Scopes of the token, divided by spaces, instead of its role's.", Text("SCOPES"))
    ] = None
    lifetime: Annotated[
        int, Row("How long the token is valid, in seconds.", Whole(1, LONGEST_LIFETIME, "SECONDS"))
    ] = DAY
    key: Key = None


@dataclass(frozen=True, slots=True)
class PersonasSettings(Settings):
    """Print the people with a story and the requests that show their tickets."""

    section = "personas"

    host: Host = "127.0.0.1"
    port: Port = 8005
    key: Key = None
    format: Format = "text"


@dataclass(frozen=True, slots=True)
class ShowSettings(Settings):
    """Show a customer, a contract or a ticket of the world as a picture."""

    section = "show"

    kind: Annotated[Record | None, Row("What to show.", Choice(get_args(Record)), place="argument")] = None
    id: Annotated[
        int | None,
        Row("Its id; see `vertrag personas`.", Whole(0, LARGEST_ID, "ID"), place="argument"),
    ] = None
    seed: Seed = 1
    customers: Customers = 1000


@dataclass(frozen=True, slots=True)
class ExportSettings(Settings):
    """Write the world, or a part of it, to files for other programs."""

    section = "export"

    out: Annotated[
        str | None, Row("File to write; several tables get one each, with their names.", Text("FILE"))
    ] = None
    format: Annotated[FileForm, Row("Format of the file.", Choice(get_args(FileForm)), own=True)] = "jsonl"
    table: Annotated[
        tuple[str, ...], Row("Table to write; repeat for more.", Many(Choice(get_args(Relation))))
    ] = ("customers", "contracts", "meters", "tickets")
    seed: Seed = 1
    customers: Customers = 1000


@dataclass(frozen=True, slots=True)
class StatsSettings(Settings):
    """Count the mixes of the world over a sample, beside what is asked for, and check its laws."""

    section = "stats"

    sample: Annotated[int, Row("How many customers to look at.", Whole(1, 100_000))] = 500
    seed: Seed = 1
    customers: Customers = 1000
