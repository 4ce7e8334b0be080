"""A walk over what is left to the server: what only it may set, and what it takes where nothing was sent.

1. Who refuses a member that is the server's own, or does not look at it, is right.
2. What another row has of the server's own is no proof where every row has the same.
"""

from collections.abc import Iterator
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource
from vertrag.contract.schema.shapes import Shape
from vertrag.oracles.conversation.material import json_type
from vertrag.oracles.conversation.row_paths import Made, listing
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.differences import same
from vertrag.oracles.journeys.paging import whole_page
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import row_of, rows_of
from vertrag.oracles.spelling import as_json

TAKEN = Law(
    "VF415",
    "read_only_is_taken",
    "A client sets what only the server may set",
    "a member that is readOnly stays the server's",
    1,
)
DEFAULT = Law(
    "VF416",
    "default_not_taken",
    "What was left out is not the default",
    "the default where nothing was sent",
    2,
)
LAWS = (TAKEN, DEFAULT)


def left_alone(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A creation that sends what it may not, and one that leaves out what has a default."""
    create, read = resource.deed("create"), resource.deed("read")
    shape = talk.grounds.outlines.sent(create.operation) if create is not None and create.sent == () else None
    if create is None or read is None or shape is None:
        return
    yield from _taken(talk, resource, (create, read), shape)
    yield from _defaults(talk, resource, (create, read), shape)


def _taken(talk: Talk, resource: Resource, deeds: tuple[Deed, Deed], shape: Shape) -> Iterator[Breach]:
    keys = {place[0] for place in (resource.key.places if resource.key else ()) if place}
    names = [name for name, each in (shape.members or {}).items() if each.is_read_only and name not in keys]
    made = talk.make(resource) if names and talk.make(resource) else None
    usual = row_of(deeds[1], talk.ask(deeds[1].operation, made.values)) if made else None
    other = _another(talk, resource, made) if made else None
    if made is None or not isinstance(usual, dict) or not isinstance(other, dict):
        return
    for name in names:
        value = other.get(name)
        if not isinstance(value, str | int | float) or same(value, usual.get(name)):
            continue
        row = _created(talk, resource, deeds, made.under, {name: value}, ())
        if same(value, row.get(name)):
            yield Breach(TAKEN, f"{name} is {as_json(value)} as it was sent")
            return


def _another(talk: Talk, resource: Resource, made: Made) -> Any:
    """The row that is listed first: of all, the server's own values in it are the oldest."""
    listed = listing(resource)
    answer = talk.at(resource, listed, made, whole_page(listed)) if listed else None
    rows = rows_of(listed, answer) if listed and answer and answer.succeeded else None
    return rows[0] if rows else None


def _defaults(talk: Talk, resource: Resource, deeds: tuple[Deed, Deed], shape: Shape) -> Iterator[Breach]:
    defaults = {
        name: each.default
        for name, each in (shape.members or {}).items()
        if isinstance(each.default, str | int | float) and not each.is_read_only
    }
    under = talk.above(deeds[0].operation) if defaults else None
    if under is None:
        return
    row = _created(talk, resource, deeds, under, {}, tuple(defaults))
    for name, default in defaults.items():
        if row.get(name) is not None and not same(default, row[name]):
            yield Breach(DEFAULT, f"{name} is {as_json(row[name])} where the default is {as_json(default)}")
            return


def _created(
    talk: Talk,
    resource: Resource,
    deeds: tuple[Deed, Deed],
    under: tuple[str, ...],
    more: dict[str, Any],
    less: tuple[str, ...],
) -> dict[str, Any]:
    """What is read of a new row with more, or less, in what was sent for it; nothing where it was refused."""
    create, read = deeds
    body, media_type = talk.body(create.operation, under), json_type(create.operation)
    if not isinstance(body, dict) or media_type is None:
        return {}
    sent = {name: value for name, value in body.items() if name not in less}
    if any(media_type.judge(sent)):
        return {}
    answer = talk.ask(create.operation, under, body={**sent, **more})
    done = answer is not None and answer.response.status < 300
    made = talk.made(resource, under, body, answer) if answer is not None and done else None
    row = row_of(read, talk.ask(read.operation, made.values)) if made else None
    return row if isinstance(row, dict) else {}
