"""A walk over the moments that a server notes of a row: it was not changed before it was made."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from vertrag.contract.inference.moments import CHANGED, MADE, places
from vertrag.contract.inference.positions import NOWHERE, Place, shown, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.row_paths import making
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.journeys.writing import row_in
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import row_of
from vertrag.oracles.spelling import as_json

DATES = Law(
    "VF422",
    "changed_before_made",
    "A row was changed before it was made",
    "a last change that is no earlier than the making of the row",
    2,
)
LAWS = (DATES,)
_BEGINNING = 1970
"""A year up to this one says that there was no such moment: the zero of many clocks."""


def changed_after_made(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A row that was just created was last changed when it was made, or later."""
    read = resource.deed("read")
    made = talk.make(resource) if read else None
    if made is None or read is None:
        return
    row = row_of(read, talk.ask(read.operation, made.values))
    sent = row_in(making(resource), made.sent)
    if not isinstance(row, Mapping):
        return
    made_at, changed_at = (_noted(row, sent, names) for names in (MADE, CHANGED))
    if made_at is None or changed_at is None:
        return
    (first, began), (second, ended) = made_at, changed_at
    if began - ended > max(_blur(began), _blur(ended)):
        yield Breach(
            DATES,
            f"{shown(second)} is {as_json(value_at(row, second))},"
            f" {shown(first)} is {as_json(value_at(row, first))}",
        )


def _noted(row: Mapping[str, Any], sent: Any, names: frozenset[str]) -> tuple[Place, datetime] | None:
    """The one moment of these names that the server noted itself: what was sent is the client's doing."""
    found = [
        (place, moment)
        for place in places(row, names)
        if value_at(sent, place) is NOWHERE and (moment := _moment(value_at(row, place))) is not None
    ]
    return found[0] if len(found) == 1 else None


def _moment(value: Any) -> datetime | None:
    """An instant with its offset from UTC; None for what is none, a mere day as well."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value.upper() else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo and moment.year > _BEGINNING else None


def _blur(moment: datetime) -> timedelta:
    """How exact a moment is: to the day, to the minute or, as clocks of one server differ, to the second."""
    if not (moment.hour or moment.minute or moment.second or moment.microsecond):
        return timedelta(days=1)
    return timedelta(seconds=1) if moment.second or moment.microsecond else timedelta(minutes=1)
