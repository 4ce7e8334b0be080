"""What a failure looks like on the terminal: one line of cause, one of what to do next, an exit code.

A program that was promised JSON gets it as an object on standard output as well.
"""

import errno
import json
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import click

from vertrag.errors import OurError, UsageError, VertragError

INTERRUPTED = 130  # what a shell reports for a program that SIGINT ended: 128 + 2

PIPE_CLOSED = 1  # as Click says it

_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
_LONGEST_WORD = 160  # characters; paths and URLs are words


@dataclass(slots=True)
class Reader:
    """Who reads what a command prints: people, or a program that was promised JSON."""

    wants_json: bool = False

    @classmethod
    def from_arguments(cls, arguments: Sequence[str]) -> "Reader":
        """As far as the command line tells, which may have a mistake that keeps it from being understood."""
        own = arguments[: arguments.index("--")] if "--" in arguments else arguments
        asked = ("--format", "json") in pairwise(own)
        return cls(asked or "--format=json" in own)


def exit_code_of(
    deed: Callable[[], int], environ: Mapping[str, str] = os.environ, reader: Reader | None = None
) -> int:
    """The exit code of a deed, after its failure, if any, was printed; VERTRAG_DEBUG adds our tracebacks."""
    try:
        return _code_or_error(deed, environ)
    except VertragError as error:
        if reader is not None and reader.wants_json:
            said = {"error": {"message": str(error), "hint": error.hint}, "exit_code": error.exit_code}
            click.echo(json.dumps(said, indent=2))
        return _print(error)


def _code_or_error(deed: Callable[[], int], environ: Mapping[str, str]) -> int:
    """The exit code of a deed; its failure, if any, as an error of ours."""
    try:
        return deed()
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        return _leave_pipe()
    except OSError as error:
        if error.filename is not None or error.errno not in _UNWRITABLE:
            raise _defect(error, environ) from error
        _leave_pipe()
        raise UsageError(
            f"cannot write the output: {error.strerror}", hint="check where it is sent to"
        ) from error
    except VertragError:
        raise
    except click.ClickException as error:
        raise _usage_error(error) from error
    except Exception as error:  # the last place that can turn a defect into a line to report
        raise _defect(error, environ) from error


def _defect(error: Exception, environ: Mapping[str, str]) -> OurError:
    if environ.get("VERTRAG_DEBUG"):
        traceback.print_exception(error)
    cause = " ".join(f"{type(error).__name__}: {error}".split())
    return OurError(
        f"a defect of vertrag: {cause}", hint="run it again with VERTRAG_DEBUG=1 and report the traceback"
    )


def _print(error: VertragError) -> int:
    click.echo(f"vertrag: {_readable(str(error))}", err=True)
    if error.hint:
        click.echo(f"  hint: {_readable(error.hint)}", err=True)
    return error.exit_code


def _readable(text: str) -> str:
    """The text on one line, control characters shown, words too long for a terminal cut in the middle."""
    shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    return re.sub(rf"\S{{{_LONGEST_WORD + 1},}}", lambda found: _cut(found[0]), shown)


def _cut(word: str) -> str:
    return f"{word[: _LONGEST_WORD // 2]}...{word[-_LONGEST_WORD // 2 :]}"


def _usage_error(error: click.ClickException) -> UsageError:
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "vertrag"
    # Click writes sentences; our causes are clauses after a colon.
    message = error.format_message().removesuffix(".")
    return UsageError(message[:1].lower() + message[1:], hint=f"see `{command} --help`")


def _leave_pipe() -> int:
    # The interpreter flushes once more when it exits; nobody reads that, and it must not complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
