"""What a fuzz run was asked to do."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from vertrag.config import FuzzSettings
from vertrag.errors import UsageError
from vertrag.fuzz.asking.data_file import filled_in
from vertrag.fuzz.choosing.choices import NO_CHOICES, Choices, choices_of
from vertrag.fuzz.identity.grant import Grant, grant_of
from vertrag.fuzz.identity.token import Token


@dataclass(frozen=True, slots=True)
class FuzzOptions:
    """One run, as asked for: nothing here was checked yet.

    `document` is a path, an http(s) URL or the name of a shipped document. `headers` are "NAME:VALUE",
    `query` "NAME=VALUE".
    `max_time` is in seconds and only ever shortens a run. Without `seed` one is drawn and reported. `strict`
    lets gaps of the document fail the run; `invariants` holds what must be true across the answers. `workers`
    are processes. `only` are labels of operations, none for all. `walks_alone` leaves out the engine, and of
    walks those that know none of the laws in `codes`, where there are some. `since` is an older document,
    whose operations are left out where they are the same, and `resume` the record of a run whose finished
    ones are.
    `baseline` has the findings that are known. `other_headers` are those of a second identity,
    `allow_untested` patterns of operations that may stay untested, `rate_limit` a count such as "100/s".
    `token_command` prints a bearer token and `grant` is exchanged for one; `first_token` is at hand already.
    """

    document: str
    url: str | None = None
    headers: tuple[str, ...] = ()
    other_headers: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    token_command: str | None = None
    grant: Grant | None = None
    first_token: Token | None = None
    allow_untested: tuple[str, ...] = ()
    rate_limit: str | None = None
    seed: int | None = None
    max_examples: int = 20
    max_time: int | None = None
    workers: int = 1
    allow_hosts: tuple[str, ...] = ()
    allow_writes: bool = False
    strict: bool = False
    invariants: bool = False
    data: Path | None = None
    only: tuple[str, ...] = ()
    walks_alone: bool = False
    codes: tuple[str, ...] = ()
    since: str | None = None
    resume: Path | None = None
    choices: Choices = NO_CHOICES
    baseline: Path | None = None
    update_baseline: bool = False
    junit: Path | None = None
    reports: tuple[Path, ...] = ()
    format: Literal["text", "json"] = "text"

    @property
    def records(self) -> bool:
        """Whether any report wants every exchange."""
        return any(path.suffix in (".har", ".ndjson") for path in self.reports)


def from_settings(settings: FuzzSettings, environ: Mapping[str, str] = os.environ) -> FuzzOptions:
    """The run that settings ask for; `${NAME}` in a credential is that variable: no file has to hold one."""
    if settings.document is None:
        raise UsageError("no document to test against", hint="name one: vertrag fuzz DOC --url URL")
    return FuzzOptions(
        document=settings.document,
        url=settings.url,
        headers=tuple(filled_in(header, environ) for header in (*settings.header, *_cookies(settings))),
        other_headers=tuple(filled_in(header, environ) for header in settings.other_header),
        query=tuple(filled_in(pair, environ) for pair in settings.query),
        token_command=settings.token_command,
        grant=grant_of(settings.oauth, lambda text: filled_in(text, environ)),
        allow_untested=settings.allow_untested,
        rate_limit=settings.rate_limit,
        seed=settings.seed,
        max_examples=settings.max_examples,
        max_time=settings.max_time,
        workers=settings.workers,
        allow_hosts=settings.allow_host,
        allow_writes=settings.allow_writes,
        strict=settings.strict,
        invariants=settings.invariants,
        data=_path(settings.data),
        since=settings.since,
        resume=_path(settings.resume),
        choices=choices_of(settings.operations, settings.ignore),
        baseline=_path(settings.baseline),
        update_baseline=settings.update_baseline,
        junit=_path(settings.junit),
        reports=tuple(Path(each) for each in settings.report),
        format=settings.format,
    )


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None


def _cookies(settings: FuzzSettings) -> tuple[str, ...]:
    """The header of all cookies (RFC 6265 §4.2.1)."""
    return (f"Cookie: {'; '.join(settings.cookie)}",) if settings.cookie else ()
