"""Takes over changed files while the mock runs: the documents, what they refer to, handlers, faults.

Laws
1. State stays: sessions outlive every version of the files.
2. A version that cannot be served changes nothing but the log; the last good one goes on.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from vertrag.errors import VertragError

log = logging.getLogger("vertrag.reload")

PAUSE: Final = 0.5  # seconds between two looks at the files

Stamp = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Version:
    """An application, and the files that it was made of."""

    application: ASGIApp
    files: tuple[Path, ...]


class Reloading:
    """Serves the last good version; looks at its files when a request comes, now and then."""

    def __init__(
        self, first: Version, make: Callable[[], Version], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._application = first.application
        self._make = make
        self._now = now
        self._stamps = _stamps(first.files)
        self._next_look = now() + PAUSE

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve by the newest version."""
        if self._now() >= self._next_look:
            self._look()
        return self._application(scope, receive, send)

    def _look(self) -> None:
        stamps = _stamps(self._stamps)
        if stamps != self._stamps:
            changed = [path.name for path, stamp in stamps.items() if stamp != self._stamps[path]]
            self._stamps = stamps
            self._take_over(", ".join(changed))
        self._next_look = self._now() + PAUSE

    def _take_over(self, changed: str) -> None:
        try:
            version = self._make()
        except VertragError as error:
            log.error("%s: %s; the last good version goes on", changed, error)
        except Exception:
            log.exception("%s cannot be served; the last good version goes on", changed)
        else:
            self._application = version.application
            # What changed while it was read has its old stamp, and is read again at the next look.
            self._stamps = _stamps(version.files) | {
                path: stamp for path, stamp in self._stamps.items() if path in version.files
            }
            log.warning("%s: taken over", changed)


def _stamps(files: Iterable[Path]) -> dict[Path, Stamp]:
    return {path: _stamp(path) for path in files}


def _stamp(path: Path) -> Stamp:
    """What changes when a file does; None for one that is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
