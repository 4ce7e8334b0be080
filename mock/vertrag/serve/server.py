"""Starts the mock: loads the documents, binds the port, says what is served, and serves."""

import errno
import logging
import os
import shlex
import shutil
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from vertrag.config import ServeSettings, address
from vertrag.contract.document import Document, load
from vertrag.contract.operations import compile_contract
from vertrag.contract.sources import shipped_names
from vertrag.credentials import AnyCredential, Authority, load_key
from vertrag.errors import UsageError
from vertrag.serve.banner import banner
from vertrag.serve.mounts import Mount
from vertrag.serve.sessions import Sessions


def run(settings: ServeSettings) -> None:
    """Serve until a signal comes; raises `VertragError` where that cannot even begin."""
    from uvicorn import Config, Server

    from vertrag.serve.app import build

    mounts, authority = prepare(settings)
    command = token_command()
    application = build(mounts, authority, cors=settings.cors, token_command=command)
    listener = listen(settings.host, settings.port)
    origin = address(settings.host, listener.getsockname()[1])
    _set_up_logging(settings.log_level)
    print(banner(mounts, origin, settings.auth, command, color=sys.stdout.isatty()), flush=True)  # noqa: T201 - the first screen
    config = Config(
        application,
        log_config=None,
        log_level=settings.log_level,
        access_log=settings.log_level in ("info", "debug"),
        lifespan="off",
        proxy_headers=False,
        server_header=False,
    )
    with suppress(KeyboardInterrupt):  # uvicorn passes it on once it has shut down; Ctrl+C is how a mock ends
        Server(config).run(sockets=[listener])


def prepare(settings: ServeSettings) -> tuple[list[Mount], Authority]:
    """The APIs that the settings name, and the authority that verifies their credentials."""
    documents = [
        load(where, allow_remote_refs=settings.allow_remote_refs)
        for where in settings.documents or shipped_names()
    ]
    kind = AnyCredential if settings.auth == "any" else Authority
    authority = kind(load_key(settings.key))
    return mount(documents, settings, authority), authority


def mount(documents: Sequence[Document], settings: ServeSettings, authority: Authority) -> list[Mount]:
    """The documents compiled, each with what answers for it."""
    from vertrag.vendors import vendor_of
    from vertrag.world.supplier import Supplier

    sessions = Sessions(
        Supplier(seed=settings.seed, customers=settings.customers),
        strict=settings.isolation == "strict",
        lifetime=settings.session_lifetime,
    )
    mounts = []
    for document in documents:
        vendor = vendor_of(document.tree)
        mounts.append(
            Mount(
                compile_contract(document),
                handlers=vendor.handlers(authority) if vendor else {},
                error_body=vendor.error_body if vendor else None,
                require_auth=settings.auth != "off",
                seed=settings.seed,
                sessions=sessions,
            )
        )
    return mounts


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; `UsageError` where somebody else has it or it is not ours."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as unless_bound:
            listener = unless_bound.enter_context(socket.socket(family, kind, protocol))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
            unless_bound.pop_all()
    except (OSError, UnicodeError) as error:
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        hint = (
            "choose another with --port, or --port 0 for a free one" if taken else "check --host and --port"
        )
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot listen on {host}:{port}: {reason}", hint=hint) from error
    return listener


def _set_up_logging(level: str) -> None:
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=level.upper())
    # Connexion logs every refusal as a warning of its own; ours are answers, not events.
    logging.getLogger("connexion").setLevel(logging.ERROR)


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
