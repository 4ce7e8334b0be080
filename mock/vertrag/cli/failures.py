"""What a failure looks like on the terminal: one line of cause, one of what to do next, an exit code."""

import errno
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping

import click

from vertrag.errors import OurError, UsageError, VertragError

INTERRUPTED = 130  # what a shell reports for a program that SIGINT ended: 128 + 2

PIPE_CLOSED = 1  # as Click says it

_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
_LONGEST_WORD = 160  # characters; paths and URLs are words


def exit_code_of(deed: Callable[[], int], environ: Mapping[str, str] = os.environ) -> int:
    """The exit code of a deed, after its failure, if any, was printed; VERTRAG_DEBUG adds our tracebacks."""
    try:
        return deed()
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        return _leave_pipe()
    except OSError as error:
        if error.filename is not None or error.errno not in _UNWRITABLE:
            return _defect(error, environ)
        _leave_pipe()
        return _print(
            UsageError(f"cannot write the output: {error.strerror}", hint="check where it is sent to")
        )
    except VertragError as error:
        return _print(error)
    except click.ClickException as error:
        return _print(_usage_error(error))
    except Exception as error:  # noqa: BLE001 - the last place that can turn a defect into a line to report
        return _defect(error, environ)


def _defect(error: Exception, environ: Mapping[str, str]) -> int:
    if environ.get("VERTRAG_DEBUG"):
        traceback.print_exception(error)
    return _print(_our_error(error))


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


def _our_error(error: Exception) -> OurError:
    cause = " ".join(f"{type(error).__name__}: {error}".split())
    return OurError(
        f"a defect of vertrag: {cause}", hint="run it again with VERTRAG_DEBUG=1 and report the traceback"
    )


def _leave_pipe() -> int:
    # The interpreter flushes once more when it exits; nobody reads that, and it must not complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
