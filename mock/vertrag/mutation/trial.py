"""One run of a command against a fresh mock."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

from vertrag.config import ServeSettings
from vertrag.errors import UsageError

URL = "{url}"
"""What stands in a command for the URL of the mock."""

_LAST_LINES = 20


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended: its exit code (None: it was stopped), its last lines, and how long it took."""

    exit_code: int | None
    said: str
    seconds: float


def attempt(settings: ServeSettings, command: Sequence[str], limit: float) -> Run:
    """Run the command against a mock of its own, for `limit` seconds at most."""
    from vertrag.serve.running.background import served

    with served(settings) as url:
        return run(command, url, limit)


def run(command: Sequence[str], url: str, limit: float) -> Run:
    """Run the command with a URL, in the words of it that ask for one and in `VERTRAG_URL`."""
    words = [word.replace(URL, url) for word in command]
    began = time.monotonic()
    with tempfile.TemporaryFile() as out:
        process = _started(words, {**os.environ, "VERTRAG_URL": url}, out)
        exit_code: int | None = None
        try:
            with suppress(subprocess.TimeoutExpired):
                exit_code = process.wait(limit)
        finally:
            _end(process)
        return Run(exit_code, _last_lines(out), time.monotonic() - began)


def _started(words: list[str], environ: dict[str, str], out: IO[bytes]) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603 - what to run is for the user to say
            words, env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    except OSError as error:
        raise UsageError(f"cannot run {words[0]}: {error.strerror}", hint="check the command") from error


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the command with all that it started; what is gone already is well."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _last_lines(out: IO[bytes]) -> str:
    out.seek(0)
    lines = out.read().decode("utf-8", "replace").splitlines()
    return "\n".join(lines[-_LAST_LINES:])
