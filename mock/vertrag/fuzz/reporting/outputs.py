"""Writes the reports of a run to files; the ending of a name says which one.

`.html` is a page, `.md` a summary, `.sarif` a log for code hosts, `.har` every exchange, `.ndjson` every
event as it happens, `.xml` JUnit. A folder gets a script and a test for each finding.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TextIO

from vertrag.errors import UsageError
from vertrag.fuzz.events import Event, RequestsSent, RunFinished
from vertrag.fuzz.reporting.digest import digest
from vertrag.fuzz.reporting.har import har
from vertrag.fuzz.reporting.junit import write_junit
from vertrag.fuzz.reporting.page.webpage import webpage
from vertrag.fuzz.reporting.recording import line
from vertrag.fuzz.reporting.sarif import sarif
from vertrag.fuzz.reporting.transcript import Traffic

Write = Callable[[Path, RunFinished], None]

_LONGEST_NAME = 120
"""Of a file's name, in characters: file systems take 255 bytes, and paths of operations may be longer."""


def _text(compose: Callable[[RunFinished], str]) -> Write:
    def write(path: Path, finished: RunFinished) -> None:
        path.write_text(compose(finished), encoding="utf-8", errors="backslashreplace")

    return write


_AT_THE_END: Mapping[str, Write] = {
    ".html": _text(webpage),
    ".md": _text(digest),
    ".sarif": _text(lambda finished: json.dumps(sarif(finished), indent=2) + "\n"),
    ".xml": write_junit,
}
_WHILE_IT_RUNS = ".ndjson"
_EXCHANGES = ".har"
ENDINGS = (*_AT_THE_END, _WHILE_IT_RUNS, _EXCHANGES)


def require_known(paths: tuple[Path, ...]) -> None:
    """Raises UsageError for a file whose ending says nothing, or that cannot be written."""
    for path in paths:
        if path.is_dir() and not path.suffix:
            continue
        if path.suffix not in ENDINGS:
            hint = f"one of {', '.join(ENDINGS)}"
            raise UsageError(f"{path} has no ending that says what to write", hint=hint)
        require_writable(path, "--report")


def require_writable(path: Path, flag: str) -> None:
    """Raises UsageError, naming the flag, before anything is sent; the file is left as it was."""
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} for {flag}", hint="create it first")
    existed = path.exists()
    try:
        path.open("ab").close()
    except OSError as error:
        reason = f"cannot write {path}: {error.strerror}"
        raise UsageError(reason, hint=f"{flag} names a file to write") from error
    if not existed:
        path.unlink()


def require_other(paths: tuple[Path, ...], read: Sequence[Path]) -> None:
    """Raises UsageError for a report in the place of a record that is read."""
    for path in paths:
        if path.resolve() in [each.resolve() for each in read]:
            raise UsageError(f"{path} is read, and would be overwritten", hint="write to another file")


class Outputs:
    """The reports of one run, written as its events come; before the first, files are left as they were."""

    def __init__(self, paths: tuple[Path, ...], cleanup: ExitStack) -> None:
        self._last = [path for path in paths if path.suffix in _AT_THE_END]
        self._logs = [path for path in paths if path.suffix == _EXCHANGES]
        self._traffic: list[Traffic] = []
        self._folders = [path for path in paths if path.is_dir()]
        self._records = [path for path in paths if path.suffix == _WHILE_IT_RUNS]
        self._cleanup = cleanup

    def hear(self, event: Event) -> None:
        """Write what is to be written now."""
        for stream in self._streams:
            stream.write(line(event) + "\n")
            stream.flush()
        if isinstance(event, RequestsSent) and self._logs:
            self._traffic.extend(event.traffic)
        if isinstance(event, RunFinished):
            for path in self._last:
                _AT_THE_END[path.suffix](path, event)
            for folder in self._folders:
                write_reproducers(folder, event)
            for path in self._logs:
                path.write_text(json.dumps(har(self._traffic), indent=1) + "\n", encoding="utf-8")

    @cached_property
    def _streams(self) -> list[TextIO]:
        return [self._cleanup.enter_context(path.open("w", encoding="utf-8")) for path in self._records]


def write_reproducers(folder: Path, finished: RunFinished) -> None:
    """A script and a test for each finding, named after its check and operation."""
    for finding in finished.fresh:
        what = re.sub(r"\W+", "_", f"{finding.code}_{finding.operation}", flags=re.ASCII).strip("_").lower()
        name = f"{what[:_LONGEST_NAME]}_{finding.fingerprint[:4]}"
        for file, text in ((f"{name}.sh", finding.script), (f"test_{name}.py", finding.test)):
            if text:
                (folder / file).write_text(text, encoding="utf-8", errors="backslashreplace")
