"""Puts together what is served: the APIs of the settings, the one that steers them, and the application."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp

from vertrag.config import ServeSettings
from vertrag.errors import DocumentError
from vertrag.serve.app import build
from vertrag.serve.mounts import Mount
from vertrag.serve.own_handlers import sources
from vertrag.serve.running.preparation import control, prepare
from vertrag.serve.running.reloading import Reloading, Version
from vertrag.state.sessions import Sessions


def assemble(settings: ServeSettings, token_command: str) -> tuple[ASGIApp, list[Mount]]:
    """The application and the APIs of the documents; it follows its files where the settings say so."""
    version, mounts = _version(settings, token_command)
    if not settings.reload:
        return version.application, mounts

    readable = _readable(mounts)

    def again() -> Version:
        nonlocal readable
        changed, ours = _version(settings, token_command, mounts[0].sessions)
        for document in (mount.contract.document for mount in ours):
            for uri in document.unread.keys() & readable:
                raise DocumentError(document.unread[uri])
        readable = _readable(ours)
        return changed

    return Reloading(version, again), mounts


def _readable(mounts: Sequence[Mount]) -> frozenset[str]:
    """The files that documents were read from: one that cannot be read any more is a broken edit."""
    documents = [mount.contract.document for mount in mounts]
    return frozenset(uri for each in documents for uri in each.files if uri not in each.unread)


def _version(
    settings: ServeSettings, token_command: str, sessions: Sessions | None = None
) -> tuple[Version, list[Mount]]:
    mounts, authority = prepare(settings, sessions)
    everything = [*mounts, control(mounts, settings)]
    application = build(everything, authority, cors=settings.cors, token_command=token_command)
    return Version(application, tuple(_files(settings, mounts))), mounts


def _files(settings: ServeSettings, mounts: Sequence[Mount]) -> list[Path]:
    uris = [uri for mount in mounts for uri in mount.contract.document.files]
    named = [Path(settings.faults)] if settings.faults else []
    named += sources(Path(settings.handlers)) if settings.handlers else []
    return [*(Path(unquote(urlsplit(uri).path)) for uri in uris), *named]
