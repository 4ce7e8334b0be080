"""The tables of settings: one frozen dataclass per command, whose fields are the rows.

A field's name is the flag (`--max-examples`), the variable (`VERTRAG_MAX_EXAMPLES`, or
`VERTRAG_FUZZ_MAX_EXAMPLES` for one command) and the key in vertrag.toml. Flags, help, checks and
`vertrag settings` all come from here.
"""

from dataclasses import dataclass, fields
from typing import Annotated, Any, ClassVar, Literal, get_args, get_type_hints

from vertrag.config.kinds import Choice, Kind, Many, Switch, Table, Text, Whole

Place = Literal["option", "argument", "nowhere"]


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says about a setting; `place` is where the command line takes it.

    One that is a command's `own` means something else than those of its name elsewhere, so a variable or key
    for every command does not reach it.
    """

    help: str
    kind: Kind
    place: Place = "option"
    secret: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of a table with its name and its default."""

    name: str
    default: Any
    row: Row


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

_DOCUMENT = Text("DOC")
_PROFILE = Text("PROFILE", "lenient, strict or quirk, or API=PROFILE", r"([\w.-]+=)?(lenient|strict|quirk)")
_WAY = Text("CODE", "a code such as S101", r"[Ss]\d{3}")
_CHECK = Text("CODE", "a code or a name", r"\w+")
_HOST = Text("HOST", "a host name or address", r"[^\s/]+")
_SEED = Whole(0, LARGEST_SEED)
_TARGET = Text("URL", "a URL or a path", r"(https?://|/)\S*")
_URL = Text("URL", "a URL with http:// or https://", r"https?://\S+")
# RFC 9110 §5.1: a field name is a token; a line break in the value would forge another header.
_HEADER = Text("NAME:VALUE", "NAME:VALUE", r"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\r\n\0]*")
_COOKIE = Text("NAME=VALUE", "NAME=VALUE", r"[!#$%&'*+.^_`|~0-9A-Za-z-]+=[^\r\n\0;]*")

Seed = Annotated[int, Row("Seed of the world: the same seed gives the same data.", _SEED)]
Customers = Annotated[int, Row("Number of customers in the world.", Whole(1, LARGEST_WORLD))]
Host = Annotated[str, Row("Address of the mock.", _HOST)]
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
        Many(_PROFILE),
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


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one command, which is also the section of the settings file."""

    section: ClassVar[str]


@dataclass(frozen=True, slots=True)
class ServeSettings(Settings):
    """Serve OpenAPI documents as a mock backend; without DOC the three that come with vertrag."""

    section = "serve"

    documents: Annotated[
        tuple[str, ...],
        Row("Documents to serve: paths, URLs or names of shipped ones.", Many(_DOCUMENT), place="argument"),
    ] = ()
    host: Host = "127.0.0.1"
    port: Port = 8005
    seed: Seed = 1
    customers: Customers = 1000
    auth: Credentials = "auto"
    profile: Profiles = ()
    store: Annotated[
        str,
        Row(
            "Where to keep what clients write: in memory, in a file, in a database.",
            Text(
                "ADDRESS",
                "memory, sqlite:///FILE or postgresql://…",
                r"memory|sqlite:///.+|postgres(ql)?://.*",
            ),
            secret=True,  # the address of a database may hold a password
        ),
    ] = "memory"
    workers: Annotated[
        int, Row("Processes that serve; more than one need a store outside memory.", Whole(1, 64))
    ] = 1
    journal: Annotated[
        int, Row("How many of the last exchanges to keep for /_vertrag/journal.", Whole(0, 1_000_000))
    ] = 2000
    reload: Annotated[bool, Row("Take over documents, handlers and faults when they change.", Switch())] = (
        True
    )
    handlers: Handlers = None
    faults: Annotated[
        str | None, Row("File of faults that meet the requests of all sessions.", Text("FILE"))
    ] = None
    sabotage: Annotated[
        tuple[str, ...],
        Row("Way to break the contract on purpose, see `vertrag sabotages`; repeat for more.", Many(_WAY)),
    ] = ()
    show_sabotage: Annotated[
        bool, Row("Name the ways in the header X-Vertrag-Sabotage of every answer.", Switch())
    ] = False
    isolation: Annotated[
        Isolation,
        Row(
            "Requests that name no session: shared lets them share one, strict refuses them.",
            Choice(get_args(Isolation)),
        ),
    ] = "shared"
    session_lifetime: Annotated[
        int,
        Row(
            "Forget a session that nobody used for so many seconds; 0 forgets none.",
            Whole(0, LONGEST_LIFETIME, "SECONDS"),
        ),
    ] = DAY
    invalid_status: InvalidStatus = None
    allow_remote_refs: RemoteRefs = False
    cors: Annotated[bool, Row("Allow browsers of every origin to call.", Switch())] = True
    log_level: Annotated[
        LogLevel, Row("What the server logs; info adds one line per request.", Choice(get_args(LogLevel)))
    ] = "warning"
    key: Key = None
    corrections: Corrections = ()


@dataclass(frozen=True, slots=True)
class WhySettings(Settings):
    """Explain step by step how the mock would answer a request, without a server."""

    section = "why"

    method: Annotated[
        str | None, Row("Method of the request.", Text("METHOD", "a method", r"[A-Za-z]+"), place="argument")
    ] = None
    target: Annotated[str | None, Row("URL of the request, or its path.", _TARGET, place="argument")] = None
    documents: Annotated[
        tuple[str, ...],
        Row("Documents to serve: paths, URLs or names of shipped ones.", Many(_DOCUMENT), place="argument"),
    ] = ()
    header: Annotated[
        tuple[str, ...], Row("Header of the request; repeat for more.", Many(_HEADER), secret=True)
    ] = ()
    body: Annotated[str | None, Row("Body of the request.", Text("TEXT"))] = None
    auth: Credentials = "auto"
    profile: Profiles = ()
    seed: Seed = 1
    handlers: Handlers = None
    invalid_status: InvalidStatus = None
    allow_remote_refs: RemoteRefs = False
    key: Key = None
    corrections: Corrections = ()


@dataclass(frozen=True, slots=True)
class ResourcesSettings(Settings):
    """Say which operations of a document create, read, list, change and delete which resource, and why."""

    section = "resources"

    documents: Annotated[
        tuple[str, ...],
        Row("Documents to read: paths, URLs or names of shipped ones.", Many(_DOCUMENT), place="argument"),
    ] = ()
    format: Format = "text"
    corrections: Corrections = ()


@dataclass(frozen=True, slots=True)
class FuzzSettings(Settings):
    """Test an implementation against its OpenAPI document and print what breaks the contract."""

    section = "fuzz"

    document: Annotated[
        str | None,
        Row(
            "Document to test against: a path, a URL or the name of a shipped one.",
            _DOCUMENT,
            place="argument",
        ),
    ] = None
    url: Annotated[str | None, Row("Base URL of the implementation.", _URL)] = None
    header: Annotated[
        tuple[str, ...],
        Row(
            "Header of every request; repeat for more.", Many(_HEADER), secret=True
        ),  # it may be a credential
    ] = ()
    other_header: Annotated[
        tuple[str, ...],
        Row(
            "Header of a second identity, to which the first one's rows are closed; repeat for more.",
            Many(_HEADER),
            secret=True,
        ),
    ] = ()
    cookie: Annotated[
        tuple[str, ...], Row("Cookie of every request; repeat for more.", Many(_COOKIE), secret=True)
    ] = ()
    token_command: Annotated[
        str | None,
        Row(
            "Command that prints a bearer token; asked again when the token expires.",
            Text("COMMAND"),
            secret=True,
        ),
    ] = None
    oauth: Annotated[
        tuple[tuple[str, Any], ...],
        Row(
            "OAuth 2.0: token_url, client_id, client_secret, refresh_token and scope.",
            Table(),
            place="nowhere",
            secret=True,
        ),
    ] = ()
    seed: Annotated[int | None, Row("Seed of the examples; without it a new one each run.", _SEED)] = None
    max_examples: Annotated[int, Row("Examples per operation and phase.", Whole(1, 1_000_000))] = 50
    max_time: Annotated[int | None, Row("Stop after so many seconds.", Whole(1, DAY, "SECONDS"))] = None
    workers: Annotated[int, Row("Processes that test at once.", Whole(1, 64))] = 1
    allow_host: Annotated[
        tuple[str, ...],
        Row("Host that may be tested besides this machine; repeat for more.", Many(_HOST)),
    ] = ()
    allow_writes: Annotated[bool, Row("Also send methods that may change data.", Switch())] = False
    allow_untested: Annotated[
        tuple[str, ...],
        Row(
            "Operation that may stay untested, such as 'GET /health' or '* /admin/*'; repeat for more.",
            Many(Text("PATTERN")),
        ),
    ] = ()
    rate_limit: Annotated[
        str | None,
        Row(
            "How many requests may be sent at most, such as 100/s.",
            Text("RATE", "a number with /s, /m or /h", r"[1-9]\d{0,6}/[smh]"),
        ),
    ] = None
    strict: Annotated[bool, Row("Fail on gaps of the document as well.", Switch())] = False
    invariants: Annotated[
        bool,
        Row(
            "Also hold the invariants of the APIs that come with vertrag; those that a document declares hold"
            " anyway.",
            Switch(),
        ),
    ] = False
    ignore: Annotated[
        tuple[str, ...],
        Row("Check not to make, by code, beginning of a code, or name; repeat for more.", Many(_CHECK)),
    ] = ()
    since: Annotated[
        str | None, Row("Test only operations that differ from those of this older document.", _DOCUMENT)
    ] = None
    resume: Annotated[
        str | None, Row("Go on with the run that this .ndjson report tells of.", Text("FILE"))
    ] = None
    baseline: Annotated[
        str | None, Row("File of findings that are known and do not fail the run.", Text("FILE"))
    ] = None
    update_baseline: Annotated[
        bool, Row("Write what was found into the baseline, and take out what is gone.", Switch())
    ] = False
    target: Annotated[
        str | None, Row("Take the settings of this table of targets.", Text("NAME"), own=True)
    ] = None
    targets: Annotated[
        tuple[tuple[str, Any], ...],
        Row("Settings of [fuzz] that hold for one target, by its name.", Table(), place="nowhere"),
    ] = ()
    operations: Annotated[
        tuple[tuple[str, Any], ...],
        Row("What holds for single operations, by their name or pattern.", Table(), place="nowhere"),
    ] = ()
    data: Annotated[
        str | None, Row("File with values of path parameters that exist, as YAML or JSON.", Text("FILE"))
    ] = None
    junit: Annotated[str | None, Row("Write a JUnit report to this file.", Text("FILE"))] = None
    report: Annotated[
        tuple[str, ...],
        Row(
            "Write a report, by its ending: .html .md .sarif .har .ndjson .xml; repeat for more.",
            Many(Text("FILE")),
        ),
    ] = ()
    format: Format = "text"


@dataclass(frozen=True, slots=True)
class MutateSettings(Settings):
    """Run a command that tests DOC once per way to break the contract, and print how many it sees."""

    section = "mutate"

    document: Annotated[
        str | None,
        Row("Document to serve: a path, a URL or the name of a shipped one.", _DOCUMENT, place="argument"),
    ] = None
    command: Annotated[
        tuple[str, ...],
        Row(
            "Command to run, after --; {url} in it is the URL of the mock.",
            Many(Text("COMMAND", "a text", r"[\s\S]*")),
            place="argument",
        ),
    ] = ()
    only: Annotated[
        tuple[str, ...],
        Row(
            "Way to try, or the beginning of its code; repeat for more.",
            Many(Text("CODE", "a code or its beginning, such as S5", r"[Ss]\d{0,3}")),
        ),
    ] = ()
    time_limit: Annotated[int, Row("Seconds that one run may take.", Whole(1, DAY, "SECONDS"))] = 300
    jobs: Annotated[int, Row("How many runs at once.", Whole(1, 64))] = 1
    min_score: Annotated[int, Row("Fail below this score, in per cent.", Whole(0, 100))] = 0
    format: Format = "text"


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


SECTIONS: tuple[type[Settings], ...] = (
    ServeSettings,
    WhySettings,
    ResourcesSettings,
    FuzzSettings,
    MutateSettings,
    TokenSettings,
    PersonasSettings,
    ShowSettings,
    ExportSettings,
    StatsSettings,
)


def table(section: type[Settings]) -> tuple[Setting, ...]:
    """The settings of a section in their order."""
    hints = get_type_hints(section, include_extras=True)
    return tuple(
        Setting(field.name, field.default, hints[field.name].__metadata__[0]) for field in fields(section)
    )


def address(host: str, port: int) -> str:
    """The URL of an HTTP server; an IPv6 address gets its brackets (RFC 3986 §3.2.2)."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
