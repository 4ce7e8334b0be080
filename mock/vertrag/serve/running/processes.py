"""Runs the mock until a signal comes: in this process, or in several that share one store."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from socket import socket
from typing import Any

from starlette.types import ASGIApp

from vertrag.config import ServeSettings
from vertrag.contract.undisturbed import undisturbed
from vertrag.serve.running.assembly import assemble


def run_here(application: ASGIApp, settings: ServeSettings, listener: socket, parser: str) -> None:
    """Serve in this process."""
    from uvicorn import Server

    with suppress(KeyboardInterrupt):  # uvicorn passes it on once it has shut down; Ctrl+C is how a mock ends
        Server(configured(application, settings, parser)).run(sockets=[listener])


def run_workers(settings: ServeSettings, token_command: str, listener: socket, parser: str) -> None:
    """Serve in as many processes as the settings say; one that dies is replaced."""
    from uvicorn.supervisors import Multiprocess

    made_there = partial(worker, settings, token_command)
    with suppress(KeyboardInterrupt):
        Multiprocess(configured(made_there, settings, parser, factory=True), [listener]).run()


def parser_for(methods: Iterable[str]) -> str:
    """The HTTP parser that reads these methods: the fast one refuses those that nobody registered."""
    from httptools import HttpParserInvalidMethodError, HttpRequestParser

    try:
        for method in sorted(set(methods)):
            HttpRequestParser(object()).feed_data(f"{method} / HTTP/1.1\r\n".encode())
    except HttpParserInvalidMethodError:
        return "h11"
    return "httptools"


def worker(settings: ServeSettings, token_command: str) -> ASGIApp:
    """The application of one of several processes."""
    set_up_logging(settings.log_level)
    with undisturbed(to_stay=True):
        application, _ = assemble(settings, token_command)
    return application


def set_up_logging(level: str) -> None:
    """Say on standard error what is at least of that level."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=level.upper())
    # Connexion logs every refusal as a warning of its own; ours are answers, not events.
    logging.getLogger("connexion").setLevel(logging.ERROR)


def configured(application: Any, settings: ServeSettings, parser: str, *, factory: bool = False) -> Any:
    """How uvicorn serves an application, or what a factory makes."""
    from uvicorn import Config

    return Config(
        application,
        factory=factory,
        interface="asgi3",
        # Workers do not answer their supervisor before they have compiled the documents.
        timeout_worker_healthcheck=60,
        # Seconds that answers under way have to end: one that hangs on purpose would keep the mock alive.
        timeout_graceful_shutdown=1,
        http=parser,
        workers=settings.workers,
        log_config=None,
        log_level=settings.log_level,
        access_log=settings.log_level in ("info", "debug"),
        lifespan="off",
        proxy_headers=False,
        server_header=False,
    )
