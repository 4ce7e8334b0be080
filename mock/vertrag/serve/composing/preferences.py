"""What a client prefers to be answered: the Prefer header (RFC 7240) and its twins in the query.

Prefer: code=404, example=Missing     ?__code=404&__example=Missing
Prefer: dynamic=true, seed=7          ?__dynamic=true&__seed=7
Prefer: vertrag-status=503, vertrag-rate=0.1, vertrag-latency=uniform-200-800       (any word of a fault)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote_plus

from starlette.types import Scope

from vertrag.contract.reading.wire import query_pairs
from vertrag.faults.fault import Fault, from_texts

_PREFERENCE = re.compile(r"""([A-Za-z_-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]*)))?""")
_TROUBLE = "vertrag-"
_NAMES = ("code", "example", "dynamic", "seed")


@dataclass(frozen=True, slots=True)
class Preferences:
    """The preferences of one request; None where nothing is preferred."""

    code: str | None = None
    example: str | None = None
    dynamic: bool = False
    seed: int | None = None

    @property
    def applied(self) -> str:
        """What was taken into account, as the Preference-Applied header says it (RFC 7240 §3)."""
        parts = [
            f"{name}={getattr(self, name)}" for name in ("code", "example") if getattr(self, name) is not None
        ]
        parts += ["dynamic=true"] if self.dynamic else []
        parts += [f"seed={self.seed}"] if self.seed is not None else []
        return ", ".join(parts)


NONE = Preferences()


def preferences(scope: Scope) -> Preferences:
    """The preferences of a request; what is not understood is ignored, as RFC 7240 §2 wants it."""
    found: dict[str, str] = {}
    for name, text in chain(_in_header(scope), _in_query(scope)):
        if name in _NAMES:
            found.setdefault(name, text)  # the first of several counts (RFC 7240 §2)
    if not found:
        return NONE
    seed = found.get("seed", "")
    return Preferences(
        code=found.get("code"),
        example=found.get("example"),
        dynamic=found.get("dynamic", "false").lower() in ("", "true", "1"),
        seed=int(seed) if seed.isascii() and seed.isdecimal() and len(seed) < 19 else None,
    )


def trouble(scope: Scope) -> Fault | None:
    """The fault that a request asks for itself; ValueError where it asks for one that cannot be."""
    asked: dict[str, str] = {}
    for name, text in _in_header(scope):
        if name.startswith(_TROUBLE):
            asked.setdefault(name.removeprefix(_TROUBLE), text)
    return from_texts(asked) if asked else None


def _in_header(scope: Scope) -> Iterator[tuple[str, str]]:
    for name, text in scope["headers"]:
        if name == b"prefer":
            for match in _PREFERENCE.finditer(text.decode("latin-1")):
                yield match[1].lower(), match[2] if match[2] is not None else match[3] or ""


def _in_query(scope: Scope) -> Iterator[tuple[str, str]]:
    query = scope["query_string"]
    if b"__" in query:
        for name, texts in query_pairs(query.decode("latin-1")).items():
            if name.startswith("__"):
                yield name[2:], unquote_plus(texts[0])
