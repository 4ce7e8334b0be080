"""What several tables have in common: limits, choices, and rows that mean the same to several commands."""

from typing import Annotated, Any, Literal, get_args

from vertrag.config.kinds import Choice, Many, Switch, Table, Text, Whole
from vertrag.config.setting import Row

LARGEST_SEED = 2**63 - 1  # TOML's integers
LARGEST_WORLD = 10_000_000  # customers
DAY = 86_400  # seconds
LONGEST_LIFETIME = 100 * 365 * DAY
LARGEST_ID = 10**15
LARGEST_PORT = 65_535

Auth = Literal["auto", "on", "any", "off"]
Isolation = Literal["shared", "strict"]
Form = Literal["text", "json"]
Record = Literal["customer", "contract", "ticket"]
Relation = Literal["customers", "contracts", "meters", "readings", "invoices", "payments", "tickets"]
FileForm = Literal["jsonl", "csv", "parquet", "sql"]
LogLevel = Literal["critical", "error", "warning", "info", "debug"]

DOCUMENT = Text("DOC")
PROFILE = Text("PROFILE", "lenient, strict or quirk, or API=PROFILE", r"([\w.-]+=)?(lenient|strict|quirk)")
WAY = Text("CODE", "a code such as S101", r"[Ss]\d{3}")
CHECK = Text("CODE", "a code or a name", r"\w+")
HOST = Text("HOST", "a host name or address", r"[^\s/]+")
SEED = Whole(0, LARGEST_SEED)
TARGET = Text("URL", "a URL or a path", r"(https?://|/)\S*")
URL = Text("URL", "a URL with http:// or https://", r"https?://\S+")
# RFC 9110 §5.1: a field name is a token; a line break in the value would forge another header.
HEADER = Text("NAME:VALUE", "NAME:VALUE", r"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\r\n\0]*")
PAIR = Text("NAME=VALUE", "NAME=VALUE", r"[^=\s\0]+=[^\r\n\0]*")
COOKIE = Text("NAME=VALUE", "NAME=VALUE", r"[!#$%&'*+.^_`|~0-9A-Za-z-]+=[^\r\n\0;]*")

Seed = Annotated[int, Row("Seed of the world: the same seed gives the same data.", SEED)]
Customers = Annotated[int, Row("Number of customers in the world.", Whole(1, LARGEST_WORLD))]
Host = Annotated[str, Row("Address of the mock.", HOST)]
Port = Annotated[int, Row("Port of the mock; 0 takes a free one.", Whole(0, LARGEST_PORT, "PORT"))]
Credentials = Annotated[
    Auth,
    Row(
        "Credentials: on verifies them, any takes every well-formed one, off asks for none; "
        "auto is on for documents that come with vertrag, any for others.",
        Choice(get_args(Auth)),
    ),
]
RemoteRefs = Annotated[bool, Row("Fetch what a document refers to by http(s) URL.", Switch())]
Format = Annotated[Form, Row("How to print: text for people, json for programs.", Choice(get_args(Form)))]
Handlers = Annotated[str | None, Row("Python file of functions that answer operations.", Text("FILE"))]
InvalidStatus = Annotated[
    int | None,
    Row(
        "Status of requests that break the contract; without it what the document declares, else 400.",
        Whole(400, 499, "STATUS"),
    ),
]
Corrections = Annotated[
    tuple[tuple[str, Any], ...],
    Row("What is to be inferred of resources instead, by operation or path.", Table(), place="nowhere"),
]
Profiles = Annotated[
    tuple[str, ...],
    Row(
        "Profile of the shipped documents: lenient, strict or quirk; API=PROFILE for one, repeat for more.",
        Many(PROFILE),
    ),
]
# No flag for the key: every user of a machine can read the arguments of a process.
Key = Annotated[
    str | None,
    Row(
        "Secret that signs tokens, 32 bytes or more; without it vertrag makes its own and keeps it.",
        Text("KEY"),
        place="nowhere",
        secret=True,
    ),
]
