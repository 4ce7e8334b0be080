"""Starts the mock: loads the documents, binds the port, says what is served, and serves."""

import errno
import os
import shlex
import shutil
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from vertrag.config import ServeSettings, address
from vertrag.errors import UsageError
from vertrag.serve.running.assembly import assemble
from vertrag.serve.running.processes import parser_for, run_here, run_workers, set_up_logging
from vertrag.serve.showing.banner import banner
from vertrag.state.address import MEMORY

BACKLOG = 2048  # connections, as uvicorn has it


def ready(settings: ServeSettings) -> Callable[[], None]:
    """Make all that is served, bind the port and say what is there; what is returned serves until a signal.

    Raises `VertragError` where that cannot even begin.
    """
    if settings.workers > 1 and settings.store == MEMORY:
        raise UsageError(
            f"{settings.workers} workers cannot share what is in the memory of one",
            hint="keep the state outside of them: --store sqlite:///FILE or --store postgresql://…",
        )
    command = token_command()
    application, mounts = assemble(settings, command)
    listener = listen(settings.host, settings.port)
    origin = address(settings.host, listener.getsockname()[1])
    set_up_logging(settings.log_level)
    print(banner(mounts, origin, settings.auth, command, color=sys.stdout.isatty()), flush=True)  # noqa: T201 - the first screen
    parser = parser_for(each.method for mount in mounts for each in mount.contract.operations)
    if settings.workers > 1:
        return partial(run_workers, settings, command, listener, parser)
    return partial(run_here, application, settings, listener, parser)


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; `UsageError` where somebody else has it or it is not ours."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as unless_bound:
            listener = unless_bound.enter_context(socket.socket(family, kind, protocol))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
            listener.listen(BACKLOG)  # who comes before the workers are up waits for them
            unless_bound.pop_all()
    except (OSError, UnicodeError) as error:
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        hint = (
            "choose another with --port, or --port 0 for a free one" if taken else "check --host and --port"
        )
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot listen on {host}:{port}: {reason}", hint=hint) from error
    return listener


def token_command() -> str:
    """How the person who started us can call `vertrag token` in their shell."""
    if shutil.which("vertrag"):
        return "vertrag token"
    here = Path(sys.argv[0])
    if here.name == "vertrag":
        return f"{shlex.quote(_short(here))} token"
    return f"{shlex.quote(_short(Path(sys.executable)))} -m vertrag token"


def _short(path: Path) -> str:
    """The path from here where that is below, else in full."""
    return os.path.relpath(path) if path.absolute().is_relative_to(Path.cwd()) else str(path.absolute())
