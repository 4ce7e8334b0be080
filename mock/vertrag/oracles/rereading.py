"""Walks over what is read: reading changes nothing, tags tell changes, a list shows what there is."""

from collections.abc import Iterator
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import NOWHERE
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.differences import differences
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import key_of, row_of, rows_of
from vertrag.oracles.seen import Seen
from vertrag.oracles.talk import Made, Talk

SAFE = Law("VF501", "reading_changes", "Reading changes data", "two reads give the same (RFC 9110 §9.2.1)", 1)
TAG = Law(
    "VF502",
    "etag_ignored",
    "A tag that matches gives the whole again",
    "304 for a tag that matches (RFC 9110 §13.1.2)",
    3,
)
STALE = Law(
    "VF503",
    "etag_stays",
    "The tag stays though the row changed",
    "another ETag for another state (RFC 9110 §8.8.3)",
    1,
)
ROW = Law(
    "VF504", "list_differs", "A list shows a row otherwise than its own page", "the same values in both", 1
)
LISTED = Law("VF505", "created_not_listed", "What was created is not listed", "the new row in the list", 1)
UNLISTED = Law(
    "VF506", "deleted_is_listed", "What was deleted is still listed", "a list without the row", 1, 113
)
STRANGER = Law(
    "VF507",
    "row_of_another_parent",
    "A list shows rows of another parent",
    "only rows of the parent in the path",
    0,
)
LAWS = (SAFE, TAG, STALE, ROW, LISTED, UNLISTED, STRANGER)

_LARGEST = 50  # rows: a page on which a new row must be, if the list is that short


def read_twice(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Reading and listing change nothing, and a tag tells whether something changed."""
    read, listed = resource.deed("read"), resource.deed("list")
    made = talk.any_row(resource) if read or listed else None
    if made is None:
        return
    for deed, values in ((read, made.values), (listed, made.values[:-1])):
        first = talk.ask(deed.operation, values) if deed else None
        second = talk.ask(deed.operation, values) if deed and first else None
        if first is None or second is None or first.response.status >= 300:
            continue
        for difference in list(differences(_rows(first), _rows(second)))[:1]:
            yield Breach(SAFE, str(difference))
            return
    if read is not None:
        yield from _tags(talk, resource, read, made)


def _rows(answer: Seen) -> Any:
    """What is compared: times and counters of the answer itself may move."""
    moving = ("time", "date", "now", "timestamp", "requestid", "took", "duration", "nonce", "uptime")
    body = answer.body
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name.lower().replace("_", "") not in moving}
    return body if isinstance(body, list) else NOWHERE


def _tags(talk: Talk, resource: Resource, read: Deed, made: Made) -> Iterator[Breach]:
    first = talk.ask(read.operation, made.values)
    tag = first.header("etag") if first and first.response.status == 200 else None
    if first is None or tag is None:
        return
    again = talk.ask(read.operation, made.values, headers=(("if-none-match", tag),))
    declared = "304" in read.operation.responses  # who does not say 304 need not know conditions
    if declared and again is not None and again.response.status == 200 and again.header("etag") == tag:
        yield Breach(TAG, "200 with the same tag")
    change = resource.deed("replace", "patch")
    if change is None or not talk.may(change.operation) or made.sent is None:
        return
    written = talk.ask(change.operation, made.values, body=talk.body(change.operation, made.values))
    after = talk.ask(read.operation, made.values) if written and written.response.status < 300 else None
    if after is not None and after.header("etag") == tag and after.body != first.body:
        yield Breach(STALE, f"{tag} before and after")


def listed_as_it_is(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A new row is in its list, as its own page shows it, under its own parent, until it is deleted."""
    listed, read, delete = resource.deed("list"), resource.deed("read"), resource.deed("delete")
    made = talk.make(resource) if listed else None
    if made is None or listed is None:
        return
    row = found(talk, resource, listed, made)
    if row is NOWHERE:
        yield Breach(LISTED, f"{made.values[-1]} is on no page")
    elif row is not None:
        detail = talk.ask(read.operation, made.values) if read else None
        for difference in list(differences(row, row_of(read, detail) if read else made.row))[:1]:
            yield Breach(ROW, str(difference))
    if delete is None or row is None:
        return
    gone = talk.ask(delete.operation, made.values)
    if gone is not None and gone.response.status in (200, 204):
        still = found(talk, resource, listed, made)
        if isinstance(still, dict):
            yield Breach(UNLISTED, f"{made.values[-1]} is still there")


def under_its_own_parent(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A row of one parent is neither listed nor found under another."""
    listed, read = resource.deed("list"), resource.deed("read")
    parent = talk.grounds.resources.by_name.get(resource.parent or "")
    made = talk.make(resource) if parent else None
    other = talk.make(parent) if made and parent else None
    if made is None or other is None or other.values == made.values[:-1]:
        return
    if listed is not None:
        row = found(talk, resource, listed, Made((*other.values, made.values[-1]), None, None))
        if isinstance(row, dict):
            yield Breach(STRANGER, f"{made.values[-1]} in the list of another parent")
    if read is not None:
        answer = talk.ask(read.operation, (*other.values, made.values[-1]))
        if answer is not None and answer.response.status == 200:
            yield Breach(STRANGER, f"200 for {made.values[-1]} under another parent")


def found(talk: Talk, resource: Resource, listed: Deed, made: Made) -> Any:
    """The row in its list; NOWHERE where the list is complete without it, None where that is not known."""
    paging = listed.query.paging
    limit = paging.parameters.get("limit") if paging else None
    size = _LARGEST if limit else 0
    answer = talk.ask(listed.operation, made.values[:-1], {limit: size} if limit else {})
    if answer is None or not answer.succeeded or answer.operation.judge(answer.response):
        return None
    rows = rows_of(listed, answer)
    if rows is None or any(key_of(resource, row) is None for row in rows):
        return None
    row = next((row for row in rows if key_of(resource, row) == made.values[-1]), NOWHERE)
    complete = (not paging and len(rows) < _LARGEST) or (limit and len(rows) < size)
    return row if row is not NOWHERE or complete else None
