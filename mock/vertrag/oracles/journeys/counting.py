"""A walk over numbers that a row tells of what hangs on it: they count what is there."""

from collections.abc import Iterator
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import NOWHERE, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.tallies import tallies
from vertrag.oracles.conversation.row_paths import Made, listing, owner
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.journeys.paging import is_whole, whole_page
from vertrag.oracles.journeys.writing import row_in
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import row_of, rows_of

STALE = Law(
    "VF419",
    "count_of_rows_below_stays",
    "A row tells another number of rows below it than there are",
    "as many as are listed below it",
    2,
)
LAWS = (STALE,)


def rows_below_are_counted(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A row is created below a new one, which then counts it, as the list does."""
    create, listed = resource.deed("create"), listing(resource)
    parent = owner(talk.grounds, create.operation) if create else None
    read = parent.deed("read") if parent else None
    above = talk.make(parent) if parent and read and listed and tallies(parent, resource) else None
    if create is None or listed is None or parent is None or read is None or above is None:
        return
    before = row_of(read, talk.ask(read.operation, above.values))
    body = talk.body(create.operation, above.values) if create.operation.body else NOTHING
    answer = talk.ask(create.operation, above.values, body=body)
    made = (
        talk.made(resource, above.values, body, answer) if answer and answer.response.status < 300 else None
    )
    number = _listed(talk, resource, listed, made) if made is not None else None
    after = row_of(read, talk.ask(read.operation, above.values))
    sent = row_in(parent.deed("create"), above.sent)
    for name in _told(parent, resource, sent) if number else ():
        was, told = (row.get(name) if isinstance(row, dict) else None for row in (before, after))
        if type(told) is int and was == told != number:  # what moves at all may be on its way
            yield Breach(STALE, f"{name} is {told}, {number} listed")


def _told(parent: Resource, child: Resource, sent: Any) -> list[str]:
    """The numbers of rows below it that a row tells, and that nobody sent."""
    return [name for name in tallies(parent, child) if value_at(sent, (name,)) is NOWHERE]


def _listed(talk: Talk, resource: Resource, listed: Deed, made: Made) -> int | None:
    """How many rows a list shows beside the new one; None where that is not known."""
    answer = talk.at(resource, listed, made, whole_page(listed))
    rows: Any = rows_of(listed, answer) if answer is not None and answer.succeeded else None
    return len(rows) if rows is not None and is_whole(listed, rows, answer) else None
