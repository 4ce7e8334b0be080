"""Proactive content negotiation by the Accept header (RFC 9110 §12.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vertrag.contract.content.media import essence_of, is_json, is_xml, matches


@dataclass(frozen=True, slots=True)
class _Range:
    """One media range of an Accept header with its quality, from 0 to 1."""

    essence: str
    quality: float

    def covers(self, essence: str) -> bool:
        """Whether the media type is in the range."""
        return self.essence in ("*/*", essence) or (
            self.essence.endswith("/*") and essence.startswith(self.essence[:-1])
        )

    @property
    def precision(self) -> int:
        """How exactly the range names: the most precise one that covers a media type decides on it."""
        return 2 - self.essence.count("*")


def negotiated(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the client likes best, the first of equals; None where it takes none.

    Offered ranges such as `*/*` count as what they are: anything that the client names.
    """
    if not accept.strip():
        return offered[0] if offered else None
    ranges = _ranges(accept)
    liked = [(_quality(ranges, essence_of(media_type)), media_type) for media_type in offered]
    best = max((quality for quality, _ in liked), default=0)
    return next((media_type for quality, media_type in liked if quality == best > 0), None)


def named_in(accept: str, declared: str) -> str | None:
    """The media type in a declared range that the client names and likes best; None where it names none."""
    named = [each for each in _ranges(accept) if "*" not in each.essence and matches(declared, each.essence)]
    return max(named, key=lambda each: each.quality).essence if named else None


_WIDE = {"*/*": "application/json", "application/*": "application/json"}
_STAND_INS = _WIDE | {
    "text/*": "text/plain",
    "image/*": "image/png",
    "audio/*": "audio/mpeg",
    "video/*": "video/mp4",
    "application/*+json": "application/problem+json",
    "application/*+xml": "application/atom+xml",
}


def content_type_in(declared: str, accept: str) -> str:
    """The Content-Type of an answer: of a declared range what the client names in it, else a stand-in."""
    if "*" not in declared:
        return declared
    named = named_in(accept, declared) or ""
    if named and (declared not in _WIDE or is_json(named) or is_xml(named)):
        return named
    return _STAND_INS.get(declared) or declared.replace("*", "octet-stream")


def _quality(ranges: Sequence[_Range], essence: str) -> float:
    if "*" in essence:
        return max((each.quality for each in ranges if _overlap(each.essence, essence)), default=0)
    covering = [each for each in ranges if each.covers(essence)]
    return max(covering, key=lambda each: each.precision).quality if covering else 0


def _overlap(asked: str, offered: str) -> bool:
    """Whether some media type is in both ranges."""
    (asked_type, _, asked_name), (own_type, _, own_name) = asked.partition("/"), offered.partition("/")
    types = "*" in (asked_type, own_type) or asked_type == own_type
    return types and ("*" in (asked_name, own_name) or matches(offered, asked))


@lru_cache(maxsize=256)
def _ranges(accept: str) -> tuple[_Range, ...]:
    found = []
    for part in accept.split(","):
        essence, *parameters = (piece.strip() for piece in part.split(";"))
        if "/" in essence:
            found.append(_Range(essence.lower(), _weight(parameters)))
        elif essence == "*":  # written by some clients, and meant as everything
            found.append(_Range("*/*", _weight(parameters)))
    return tuple(found)


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 1.0
    return 1.0
