"""Runs the command whose output is a token.

1. Nothing that the command is, prints or complains of is ever shown: each of them may hold a secret.
2. It ends: after a minute, or when it prints more than any token, it is ended with all that it started.
"""

import os
import signal
from contextlib import suppress
from subprocess import DEVNULL, PIPE, Popen
from threading import Timer

from vertrag.errors import UsageError
from vertrag.fuzz.identity.token import Fetch, Token, token_of

_PATIENCE = 60.0  # seconds; logging in over a network may take some
_MOST = 65_536  # bytes; servers refuse headers long before
_HINT = "run it by hand: it must print the token and nothing else"


def by_command(command: str, patience: float = _PATIENCE) -> Fetch:
    """Gets tokens from a command of the shell."""

    def fetch() -> Token:
        code, output = _run(command, patience)
        if code:
            raise UsageError(f"the token command failed {_reason(code, patience)}", hint=_HINT)
        token = token_of(output.decode("ascii", "replace").strip())
        if token is None:
            raise UsageError("the token command printed no token", hint=_HINT)
        return token

    return fetch


def _run(command: str, patience: float) -> tuple[int, bytes]:
    # The shell is what the user writes commands for; the session of its own lets all of it be ended.
    with Popen(  # noqa: S602
        command, shell=True, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True
    ) as process:
        timer = Timer(patience, _end, [process])
        timer.start()
        try:
            assert process.stdout is not None  # noqa: S101 - it was asked for
            output = process.stdout.read(_MOST)
            if len(output) == _MOST:
                _end(process)
            return process.wait(), output
        except BaseException:
            _end(process)
            raise
        finally:
            timer.cancel()


def _end(process: Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _reason(code: int, patience: float) -> str:
    if code == -signal.SIGKILL:
        return f"(it took more than {patience:g} seconds, printed too much, or was killed)"
    return f"(exit code {code})"
