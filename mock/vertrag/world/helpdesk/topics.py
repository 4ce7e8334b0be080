"""What customers write about: topics with their weights, and the German phrases for each way to write."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from vertrag.world.census.places import Energy
from vertrag.world.draws import Draw, Weights
from vertrag.world.fixtures import table
from vertrag.world.helpdesk.service import Channel, Priority

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
class Phrase:
    """A text with slots, the reply and subject that go with it, and whether the agent may ask back.

    `when` is what it takes for granted: the name of a circumstance, maybe after "not".
    """

    text: str
    reply: str | None = None
    subject: str | None = None
    ask: bool = True
    private: bool = False
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A reason to write.

    `phase` is "new" for the weeks after joining, "settled" for later, "leaving" for the last thing a
    customer wants, None for new and settled. `replies` are by name; the first suits what names none.
    `notes` are what agents write down while they work on it, `rounds` which way to come back suits it,
    `instead` other texts, each with the circumstance in which they stand for the topic's own.
    """

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
    replies: dict[str, str]
    ask: str | None
    answer: str | None
    resolution: str | None
    notes: tuple[str, ...]
    rounds: str
    instead: tuple[Mapping[str, str], ...]
    _phrases: dict[Channel, tuple[Phrase, ...]]

    def phrases(self, channel: Channel, *, business: bool) -> tuple[Phrase, ...]:
        """What customers say through a channel; some of it only people, none of it only companies."""
        texts = self._phrases.get(channel, ())
        return tuple(text for text in texts if not text.private) if business else texts

    def reply(self, name: str | None) -> str:
        """The reply of that name."""
        return next(iter(self.replies.values())) if name is None else self.replies[name]


@cache
def topics() -> dict[str, Topic]:
    """All topics by code."""
    return {row["code"]: _read(row) for row in table("topics.yaml")}


def _read(row: dict[str, Any]) -> Topic:
    texts = {kind: tuple(Phrase(**text) for text in row.get(kind, ())) for kind in set(_KINDS.values())}
    texts["visits"] = tuple(text for text in texts["calls"] if not _SPOKEN_OF.search(text.text))
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
        replies=row.get("replies", {}),
        ask=row.get("ask"),
        answer=row.get("answer"),
        resolution=row.get("resolution"),
        notes=tuple(row.get("notes", ())),
        rounds=row.get("rounds", "told"),
        instead=tuple(row.get("instead", ())),
        _phrases={channel: texts[kind] for channel, kind in _KINDS.items() if channel in channels},
    )


MOVING: Final = "relocation"
"""The topic of somebody who moves."""
_OFTENER = {"new": 30, "leaving": 4}  # measured: with these the shares come out
_MOVERS_OFTENER = 90  # the same for those who may move in that share


@cache
def topic_weights(phase: str, *, electricity: bool, business: bool, moving: bool = False) -> Weights[Topic]:
    """The topics of a customer by phase, by whether they have electricity, are a company, may move just now.

    Who is leaving may still want what settled customers want. What only few can want, they want the more
    often, so that it has its share of all tickets.
    """
    phases = {None, phase} | ({"settled"} if phase == "leaving" else set())
    oftener = _OFTENER | {MOVING: _MOVERS_OFTENER}
    return Weights(
        (topic, topic.weight * oftener.get(topic.code, oftener.get(topic.phase or "", 1)))
        for topic in topics().values()
        if topic.phase in phases
        and (moving or topic.code != MOVING)
        and (electricity or topic.energy != "electricity")
        and not (business and topic.private)
    )


@cache
def channel_weights(code: str, *, at_work: bool, business: bool) -> Weights[Channel]:
    """The channels through which a topic comes, by whether the service is at work."""
    shares: dict[Channel, int] = table("service.yaml")["channels"]["open" if at_work else "closed"]
    topic = topics()[code]
    return Weights(
        (channel, share) for channel, share in shares.items() if topic.phrases(channel, business=business)
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


@cache
def tag_teams() -> dict[str, str]:
    """The team that works on tickets with a tag, for every tag in order."""
    teams: dict[str, str] = {}
    for topic in topics().values():
        teams.setdefault(topic.tag, topic.team)
    return teams
