"""The tables of the commands that explain instead of serving: `vertrag why` and `vertrag resources`."""

from dataclasses import dataclass
from typing import Annotated

from vertrag.config.kinds import Many, Text
from vertrag.config.setting import Row, Settings
from vertrag.config.shared_settings import (
    DOCUMENT,
    HEADER,
    TARGET,
    Corrections,
    Credentials,
    Format,
    Handlers,
    InvalidStatus,
    Key,
    Profiles,
    RemoteRefs,
    Seed,
)


@dataclass(frozen=True, slots=True)
class WhySettings(Settings):
    """Explain step by step how the mock would answer a request, without a server."""

    section = "why"

    method: Annotated[
        str | None, Row("Method of the request.", Text("METHOD", "a method", r"[A-Za-z]+"), place="argument")
    ] = None
    target: Annotated[str | None, Row("URL of the request, or its path.", TARGET, place="argument")] = None
    documents: Annotated[
        tuple[str, ...],
        Row("Documents to serve: paths, URLs or names of shipped ones.", Many(DOCUMENT), place="argument"),
    ] = ()
    header: Annotated[
        tuple[str, ...], Row("Header of the request; repeat for more.", Many(HEADER), secret=True)
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
        Row("Documents to read: paths, URLs or names of shipped ones.", Many(DOCUMENT), place="argument"),
    ] = ()
    format: Format = "text"
    corrections: Corrections = ()
