"""The tags of a session: those of the world, below the teams that work on them, and those that were made."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from vertrag.errors import Refused
from vertrag.exchange import GONE
from vertrag.vendors.desk import Desk
from vertrag.world.helpdesk.topics import tag_teams

TAGS = "tag"
"""Kind of the tags that were made, by id."""
_TEAMS = 101  # a team's number is its place among the teams above this
_FIRST_MADE = 1001


@dataclass(frozen=True, slots=True)
class KnownTag:
    """A tag; `parent` is the id of the tag above it."""

    id: int
    name: str
    parent: int | None
    reference: str = "ticket"
    type: str = "skill"
    visibility: str = "public"
    color: str = "grey"
    sla: int | None = None


@cache
def _told() -> tuple[KnownTag, ...]:
    """The tags of every world, then the teams above them."""
    teams = list(dict.fromkeys(tag_teams().values()))
    parents = {team: _TEAMS + place for place, team in enumerate(teams)}
    tags = [KnownTag(number, tag, parents[team]) for number, (tag, team) in enumerate(tag_teams().items(), 1)]
    return (*tags, *(KnownTag(number, team, None, color="blue") for team, number in parents.items()))


@cache
def _told_by_name() -> Mapping[str, KnownTag]:
    return {tag.name: tag for tag in _told()}


def known_tags(desk: Desk) -> list[KnownTag]:
    """All tags by id."""
    return [*_told(), *_made(desk)]


def tags_by_name(desk: Desk) -> Mapping[str, KnownTag]:
    """All tags by name."""
    made = {tag.name: tag for tag in _made(desk)}
    return {**_told_by_name(), **made} if made else _told_by_name()


def _made(desk: Desk) -> list[KnownTag]:
    rows = desk.state.items(TAGS) if desk.is_touched else ()
    return [KnownTag(int(key), **row) for key, row in rows if row is not GONE]


def names_of(desk: Desk, ids: list[int]) -> list[str]:
    """The names of tags; `Refused` (404) for an id that no tag has."""
    known = {tag.id: tag.name for tag in known_tags(desk)}
    for number in ids:
        if number not in known:
            raise Refused(404, f"There is no tag {number}.")
    return [known[number] for number in dict.fromkeys(ids)]


def make_tag(desk: Desk, facts: dict[str, Any]) -> KnownTag:
    """A new tag; `Refused` where its name is taken (409) or its parent is unknown (404)."""
    tags = known_tags(desk)
    if facts["name"] in {tag.name for tag in tags}:
        raise Refused(409, f"There is a tag {facts['name']} already.")
    if facts["parent"] is not None and facts["parent"] not in {tag.id for tag in tags}:
        raise Refused(404, f"There is no tag {facts['parent']}.")
    number = desk.state.next_number(TAGS, _FIRST_MADE)
    desk.state.put(TAGS, str(number), facts)
    return KnownTag(number, **facts)


def tag_named(desk: Desk, name: str) -> KnownTag:
    """The tag with that name, made if there is none."""
    known = tags_by_name(desk).get(name)
    if known is not None:
        return known
    facts = {"name": name, "parent": None, "reference": "ticket", "type": "other"}
    return make_tag(desk, facts | {"visibility": "public", "color": "grey", "sla": None})
