"""What a fuzz run was asked to do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class FuzzOptions:
    """One run, as asked for: nothing here was checked yet.

    `document` is a path, an http(s) URL or the name of a shipped document. `headers` are "NAME:VALUE".
    `max_time` is in seconds and only ever shortens a run. Without `seed` one is drawn and reported. `strict`
    lets gaps of the document fail the run; `invariants` holds what must be true across the answers.
    """

    document: str
    url: str | None = None
    headers: tuple[str, ...] = ()
    seed: int | None = None
    max_examples: int = 50
    max_time: int | None = None
    # CPython 3.11 loses whole operations when two threads build strategies at once; see the documentation.
    workers: int = 1
    allow_hosts: tuple[str, ...] = ()
    allow_writes: bool = False
    strict: bool = False
    invariants: bool = False
    data: Path | None = None
    junit: Path | None = None
    reports: tuple[Path, ...] = ()
    format: Literal["text", "json"] = "text"
