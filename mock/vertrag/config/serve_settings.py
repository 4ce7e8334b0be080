"""The table of `vertrag serve`."""

from dataclasses import dataclass
from typing import Annotated, get_args

from vertrag.config.kinds import Choice, Many, Switch, Text, Whole
from vertrag.config.setting import Row, Settings
from vertrag.config.shared_settings import (
    DAY,
    DOCUMENT,
    LONGEST_LIFETIME,
    WAY,
    Corrections,
    Credentials,
    Customers,
    Handlers,
    Host,
    InvalidStatus,
    Isolation,
    Key,
    LogLevel,
    Port,
    Profiles,
    RemoteRefs,
    Seed,
)


@dataclass(frozen=True, slots=True)
class ServeSettings(Settings):
    """Serve OpenAPI documents as a mock backend; without DOC the three that come with vertrag."""

    section = "serve"

    documents: Annotated[
        tuple[str, ...],
        Row("Documents to serve: paths, URLs or names of shipped ones.", Many(DOCUMENT), place="argument"),
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
        Row("Way to break the contract on purpose, see `vertrag sabotages`; repeat for more.", Many(WAY)),
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
