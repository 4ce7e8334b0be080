"""What customers write about: topics with their weights, and the German phrases for each way to write."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from vertrag.world.draws import Draw, Weights
from vertrag.world.fixtures import table
from vertrag.world.places import Energy
from vertrag.world.service import Channel, Priority

_SPOKEN_OF = re.compile("ruf|telefon|gespräch", re.IGNORECASE)  # nobody at the counter is called back
_KINDS: dict[Channel, str] = {
    "email": "letters",
    "portal": "letters",
    "letter": "letters",
    "chat": "chats",
    "phone": "calls",
    "walkIn": "visits",
    "system": "system",
}


@dataclass(frozen=True, slots=True)
class Phrases:
    """Texts with slots; some are only for people, none only for companies."""

    people: tuple[str, ...]
    companies: tuple[str, ...]

    def of(self, *, business: bool) -> tuple[str, ...]:
        """The texts that suit a customer."""
        return self.companies if business else self.people


@dataclass(frozen=True, slots=True)
class Topic:
    """A reason to write. `phase` is "new" for the weeks after joining, "settled" for later, None for both."""

    code: str
    name: str
    weight: int
    tag: str
    team: str
    priority: Priority
    phase: str | None
    energy: Energy | None
    private: bool
    has_contract: bool
    subjects: tuple[str, ...]
    summary: str
    replies: tuple[str, ...]
    ask: str | None
    answer: str | None
    phrases: dict[Channel, Phrases]


@cache
def topics() -> dict[str, Topic]:
    """All topics by code."""
    return {row["code"]: _read(row) for row in table("topics.yaml")}


def _read(row: dict[str, Any]) -> Topic:
    texts = {kind: _phrases(row.get(kind, ())) for kind in ("letters", "chats", "calls", "system")}
    texts["visits"] = _phrases(text for text in row.get("calls", ()) if not _SPOKEN_OF.search(str(text)))
    channels = row.get("channels", tuple(_KINDS))
    return Topic(
        code=row["code"],
        name=row["name"],
        weight=row["weight"],
        tag=row["tag"],
        team=row["team"],
        priority=row["priority"],
        phase=row.get("phase"),
        energy=row.get("energy"),
        private=row.get("audience") == "private",
        has_contract=row.get("contract", True),
        subjects=tuple(row["subjects"]),
        summary=row["summary"],
        replies=tuple(row.get("replies", ())),
        ask=row.get("ask"),
        answer=row.get("answer"),
        phrases={channel: texts[kind] for channel, kind in _KINDS.items() if channel in channels},
    )


def _phrases(rows: Iterable[str | dict[str, str]]) -> Phrases:
    kept = tuple(rows)
    people = tuple(row if isinstance(row, str) else row["private"] for row in kept)
    return Phrases(people, tuple(row for row in kept if isinstance(row, str)))


@cache
def topic_weights(*, new: bool, electricity: bool, business: bool) -> Weights[Topic]:
    """The topics of a customer, by whether they just joined, have electricity, are a company."""
    phase = "new" if new else "settled"
    return Weights(
        (topic, topic.weight)
        for topic in topics().values()
        if topic.phase in {None, phase}
        and (electricity or topic.energy != "electricity")
        and not (business and topic.private)
    )


@cache
def channel_weights(code: str, *, at_work: bool, business: bool) -> Weights[Channel]:
    """The channels through which a topic comes, by whether the service is at work."""
    shares: dict[Channel, int] = table("service.yaml")["channels"]["open" if at_work else "closed"]
    phrases = topics()[code].phrases
    return Weights(
        (channel, shares.get(channel, 0)) for channel in phrases if phrases[channel].of(business=business)
    )


@cache
def _sub_channels() -> dict[Channel, Weights[str]]:
    return {
        channel: Weights(shares.items()) for channel, shares in table("service.yaml")["sub_channels"].items()
    }


def draw_sub_channel(draw: Draw, channel: Channel) -> str | None:
    """Through which app or page somebody came, for the channels that tell."""
    shares = _sub_channels()
    return draw.weighted("sub channel", shares[channel]) if channel in shares else None


@cache
def tag_names() -> tuple[str, ...]:
    """Every tag that a ticket can carry, each once, in the order of the topics."""
    return tuple(dict.fromkeys(topic.tag for topic in topics().values()))
