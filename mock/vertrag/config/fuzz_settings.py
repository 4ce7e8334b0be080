"""The table of `vertrag fuzz`."""

from dataclasses import dataclass
from typing import Annotated, Any

from vertrag.config.kinds import Many, Switch, Table, Text, Whole
from vertrag.config.setting import Row, Settings
from vertrag.config.shared_settings import CHECK, COOKIE, DAY, DOCUMENT, HEADER, HOST, PAIR, SEED, URL, Format


@dataclass(frozen=True, slots=True)
class FuzzSettings(Settings):
    """Test an implementation against its OpenAPI document and print what breaks the contract."""

    section = "fuzz"

    document: Annotated[
        str | None,
        Row(
            "Document to test against: a path, a URL or the name of a shipped one.",
            DOCUMENT,
            place="argument",
        ),
    ] = None
    url: Annotated[str | None, Row("Base URL of the implementation.", URL)] = None
    header: Annotated[
        tuple[str, ...],
        Row("Header of every request; repeat for more.", Many(HEADER), secret=True),  # it may be a credential
    ] = ()
    other_header: Annotated[
        tuple[str, ...],
        Row(
            "Header of a second identity, to which the first one's rows are closed; repeat for more.",
            Many(HEADER),
            secret=True,
        ),
    ] = ()
    cookie: Annotated[
        tuple[str, ...], Row("Cookie of every request; repeat for more.", Many(COOKIE), secret=True)
    ] = ()
    query: Annotated[
        tuple[str, ...],
        Row(
            "Parameter in the query of every request, such as a key; repeat for more.",
            Many(PAIR),
            secret=True,
        ),
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
    seed: Annotated[int | None, Row("Seed of the examples; without it a new one each run.", SEED)] = None
    max_examples: Annotated[int, Row("Examples per operation and phase.", Whole(1, 1_000_000))] = 20
    max_time: Annotated[int | None, Row("Stop after so many seconds.", Whole(1, DAY, "SECONDS"))] = None
    workers: Annotated[int, Row("Processes that test at once.", Whole(1, 64))] = 1
    allow_host: Annotated[
        tuple[str, ...],
        Row("Host that may be tested besides this machine; repeat for more.", Many(HOST)),
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
        Row("Check not to make, by code, beginning of a code, or name; repeat for more.", Many(CHECK)),
    ] = ()
    since: Annotated[
        str | None, Row("Test only operations that differ from those of this older document.", DOCUMENT)
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
        str | None, Row("File with values that the server knows, by name, as YAML or JSON.", Text("FILE"))
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
