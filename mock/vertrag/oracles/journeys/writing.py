"""Walks over what is written: it can be read again, changed where it is named, and is gone when deleted."""

from collections.abc import Iterable, Iterator
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.positions import NOWHERE, at_place, value_at, with_value
from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import Operation
from vertrag.oracles.conversation.material import json_type, write_only
from vertrag.oracles.conversation.portions import beside, least, named
from vertrag.oracles.conversation.row_paths import Made, goes_on, listing, listings, making, owner
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.differences import differences, is_noted, spoken, vanished
from vertrag.oracles.echoes import SENT, is_of_the_path
from vertrag.oracles.journeys.paging import is_whole, whole_page
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import key_of, row_of, rows_of
from vertrag.oracles.seen import Seen
from vertrag.oracles.spelling import as_json

LOST = Law(
    "VF401", "created_not_found", "What was created is not there", "what was created can be read", 0, 122
)
OTHER = Law(
    "VF402", "created_reads_otherwise", "What was created reads otherwise", "the values that were sent", 1
)
UNWRITTEN = Law("VF403", "update_lost", "An update does not last", "the values that were written", 0)
MERGE = Law(
    "VF407",
    "merge_patch_keeps_null",
    "A null in a merge patch does not remove",
    "the member is gone or null (RFC 7396 §2)",
    2,
    119,
)
BESIDE = Law(
    "VF408",
    "patch_changes_the_rest",
    "PATCH changes what it does not name",
    "all other members as they were",
    1,
    119,
)
ALIVE = Law(
    "VF410", "deleted_is_there", "What was deleted is there", "404 or 410 for what was deleted", 0, 113
)
SIDE = Law(
    "VF411", "delete_takes_others", "A deletion takes another row along", "every other row is there", 0
)
SAME = Law("VF412", "two_creations_one_id", "Two creations have one id", "an id of its own for each row", 0)
TWIN = Law("VF413", "one_creation_two_rows", "One creation makes more than one row", "one row for each", 1)
BELOW = Law(
    "VF414",
    "there_below_what_is_gone",
    "Something is below a row that is gone",
    "404 or 410, as the document says, below what was deleted",
    2,
    113,
)
REFUSED = Law(
    "VF423",
    "gone_is_refused_otherwise",
    "What is gone is refused with another status",
    "404 or 410, as the document says, for what was deleted",
    2,
    113,
)
LAWS = (LOST, OTHER, UNWRITTEN, MERGE, BESIDE, ALIVE, SIDE, SAME, TWIN, BELOW, REFUSED)

GONE = (404, 410)
_MEMBERS = 4  # of an object, each patched alone
_MOVING = ("updated", "modified", "changed", "version", "revision", "etag", "last")
KNOWS_GONE = frozenset(map(str, GONE))
_BAD_REQUEST = 400  # where nothing is wrong with it
_UNLIKELY = (401, 403, 405, 409, 422)  # for what is gone, unless the document says so


def created_is_read(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """What was created is there, with the values that were sent, under an id of its own."""
    read = resource.deed("read")
    made = talk.make(resource) if read else None
    if made is None or read is None:
        return
    answer = talk.ask(read.operation, made.values)
    if answer is not None and answer.response.status in GONE:
        yield Breach(LOST, f"{answer.response.status} for what was created")
        return
    row, sent = row_of(read, answer), row_in(making(resource), made.sent)
    for source in (sent,) if goes_on(resource) else (sent, made.row):
        for difference in unlike(without_key(resource, source), read, answer)[:1]:
            yield Breach(OTHER, difference)
            return
    for lacking in list(missing(talk, resource, read, sent, row))[:1]:
        yield Breach(OTHER, lacking)
    yield from _once(talk, resource, made)


def _once(talk: Talk, resource: Resource, made: Made) -> Iterator[Breach]:
    before = count(talk, resource, made)
    other = talk.make(resource)
    after = count(talk, resource, made) if before is not None else None
    is_of_many = isinstance(made.sent, list)  # each of which may make a row
    sent = next(iter(made.sent), None) if is_of_many else row_in(making(resource), made.sent)
    is_given = made.values[-1:] == (_key_sent(resource, sent),)
    if other is not None and other.values == made.values and not is_given:
        yield Breach(SAME, f"{other.values[-1]} twice")
    if before is not None and after is not None and after > before + 1 and not is_of_many:
        yield Breach(TWIN, f"{after} rows after one creation, {before} before")


def row_in(deed: Deed | None, body: Any) -> Any:
    """The row in a body that was sent, which may have more around it."""
    return value_at(body, deed.sent or ()) if deed is not None else NOWHERE


def _key_sent(resource: Resource, sent: Any) -> str | None:
    """The key that a client gave a row itself, as rows or as the path have it: two are its own doing."""
    place = resource.key.places[-1] if resource.key and resource.key.places else None
    values = [value_at(sent, place) if place is not None else NOWHERE]
    variables = set(map(joined, resource.key.variables[-1:] if resource.key else ()))
    values += [value for name, value in _members(sent) if joined(name) in variables]
    return next((str(value) for value in values if isinstance(value, str | int)), None)


def _members(sent: Any) -> Iterable[tuple[str, Any]]:
    return sent.items() if isinstance(sent, dict) else ()


def missing(talk: Talk, resource: Resource, read: Deed, sent: Any, row: Any) -> Iterator[str]:
    """Members that were sent with something in them, that an answer can show, and that it does not show."""
    outlines = talk.grounds.outlines
    shape = outlines.given(read.operation, success_of(read.operation))
    shown = at_place(shape, read.row).members if shape is not None and read.row is not None else None
    hidden = set(write_only(talk.grounds, resource))
    if not isinstance(sent, dict) or not isinstance(row, dict):
        return
    for name, value in sent.items():
        if value and name in (shown or {}) and name not in row and name not in hidden:
            yield f"{name} is missing where {as_json(value)} was sent"


def changed_in_part(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """PATCH stores what it names, leaves the rest, and in a merge patch null removes."""
    read, patch = resource.deed("read"), resource.deed("patch")
    made = talk.make(resource) if read and patch else None
    body = talk.body_for(made, resource, patch.operation) if patch and made else None
    if made is None or read is None or patch is None or not isinstance(body, dict):
        return
    media_type = json_type(patch.operation)
    _turn_switches(talk, patch, made, body)
    before = row_of(read, talk.ask(read.operation, made.values))
    part = least(media_type, body, patch.sent or (), resource.key.places if resource.key else ())
    if part is NOWHERE or not isinstance(before, dict):
        return
    answer = talk.ask(patch.operation, made.values, body=part)
    if answer is None or answer.response.status >= 300:
        return
    later = talk.ask(read.operation, made.values)
    yield from _kept(without_key(resource, row_in(patch, part)), (read, later), (patch, answer))
    after = row_of(read, later)
    merges = media_type is not None and media_type.name.startswith("application/merge-patch")
    rest = beside(before, set(named(row_in(patch, part), merges=merges)))
    for change in changes(rest, after, dict.fromkeys(named(made.sent)))[:1]:
        yield Breach(BESIDE, change)
    whole = talk.ask(patch.operation, made.values, body=body)
    if whole is not None and whole.response.status < 300:
        told = talk.ask(read.operation, made.values)
        for each in unlike(without_key(resource, row_in(patch, body)), read, told)[:1]:
            yield Breach(UNWRITTEN, each)
        for more in _added(before, row_in(patch, body), row_of(read, told)) if merges else ():
            yield Breach(UNWRITTEN, more)
    if merges:
        yield from _merged_within(talk, patch, read, made, row_in(patch, body))
        yield from _nulled(talk, patch, read, made, body)


def _merged_within(talk: Talk, patch: Deed, read: Deed, made: Made, sent: Any) -> Iterator[Breach]:
    """Whether what a merge patch does not name within an object stays (RFC 7396 §2)."""
    whole, parts = next(_folders(patch, sent), (NOWHERE, []))
    for part in parts[:_MEMBERS]:
        talk.ask(patch.operation, made.values, body=whole)  # a row may have none yet
        before = row_of(read, talk.ask(read.operation, made.values))
        answer = talk.ask(patch.operation, made.values, body=part)
        if answer is None or answer.response.status >= 300 or not isinstance(before, dict):
            continue
        after = row_of(read, talk.ask(read.operation, made.values))
        ((folder, told),) = row_in(patch, part).items()
        rest = {name: value for name, value in _members(before.get(folder)) if name not in told}
        for change in changes({folder: rest}, after, rest)[:1]:
            yield Breach(BESIDE, change)
            return


def _folders(patch: Deed, sent: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Patches of each object with several members: of all of it, and of one member each."""
    media_type = json_type(patch.operation)
    for name, value in sent.items() if isinstance(sent, dict) else ():
        told = value.items() if isinstance(value, dict) else ()
        wholes = (value, *({inner: each} for inner, each in told if each is not None))
        whole, *parts = (with_value({}, patch.sent or (), {name: each}) for each in wholes)
        fitting = [part for part in parts if _accepts(media_type, part)]
        if len(fitting) > 1 and _accepts(media_type, whole):
            yield whole, fitting


def _turn_switches(talk: Talk, patch: Deed, made: Made, body: Any) -> None:
    """Turn every switch of a row on that is off: who resets what is not named sets it to off."""
    sent, shown = row_in(patch, body), made.row if isinstance(made.row, dict) else {}
    off = {name: True for name in sent if shown.get(name) is False} if isinstance(sent, dict) else {}
    media_type = json_type(patch.operation)
    for part in (off, {**sent, **off}) if off else ():
        whole = with_value(body, patch.sent or (), part)
        if media_type is not None and not any(media_type.judge(whole)):
            talk.ask(patch.operation, made.values, body=whole)
            return


def _kept(sent: Any, later: tuple[Deed, Seen | None], at_once: tuple[Deed, Seen]) -> Iterator[Breach]:
    """Whether what was named is read later, and shown at once."""
    lost = unlike(sent, *later)
    for each in lost[:1]:
        yield Breach(UNWRITTEN, each)
    for each in unlike(sent, *at_once)[: not lost]:
        yield Breach(SENT, each)


def _added(before: Any, sent: Any, after: Any) -> Iterator[str]:
    """The lists that a merge patch was added to, where it replaces them (RFC 7396 §2)."""
    for name, values in sent.items() if isinstance(sent, dict) and isinstance(after, dict) else ():
        old, new = before.get(name), after.get(name)
        are_lists = all(isinstance(each, list) and each for each in (old, values, new))
        if are_lists and len(new) > len(values) and old in (new[: len(old)], new[-len(old) :]):
            yield f"{name} is {as_json(new)} where {as_json(values)} was sent"


def _nulled(talk: Talk, patch: Deed, read: Deed, made: Made, body: dict[str, Any]) -> Iterator[Breach]:
    media_type = json_type(patch.operation)
    name = next((key for key in body if _accepts(media_type, {key: None})), None)
    filled = {name: body[name]} if name and body[name] is not None else None
    if name is None or filled is None:
        return
    talk.ask(patch.operation, made.values, body=filled)
    answer = talk.ask(patch.operation, made.values, body={name: None})
    row = row_of(read, talk.ask(read.operation, made.values))
    done = answer is not None and answer.response.status < 300
    if done and isinstance(row, dict) and row.get(name) is not None:
        yield Breach(MERGE, f"{name} is {as_json(row[name])}")


def deleted_is_gone(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """What was deleted cannot be read, and nothing else goes with it."""
    delete, read = resource.deed("delete"), resource.deed("read")
    made = talk.make(resource) if delete and read else None
    other = talk.twin(resource, made) if made else None
    if made is None or other is None or delete is None or read is None:
        return
    before = count(talk, resource, made)
    answer = talk.ask(delete.operation, made.values)
    if answer is None or answer.response.status not in (200, 204):
        return
    after = count(talk, resource, made)
    if before is not None and after is not None and after < before - 1:
        yield Breach(SIDE, f"{before - after} rows less after one deletion")
    gone = talk.ask(read.operation, made.values)
    later = talk.ask(read.operation, made.values) if gone and gone.response.status >= 400 else gone
    if later is not None and later.response.status < 300:
        yield Breach(ALIVE, f"{later.response.status} for what was deleted")
    if later is not None and _is_refused_otherwise(read.operation, later.response.status):
        yield Breach(REFUSED, f"{later.response.status} for what was deleted")
    if later is not None and later.response.status in GONE:
        yield from _below(talk, resource, made)
    talk.ask(delete.operation, made.values)  # whatever comes, it is no server error
    if later is not None and later.response.status in GONE:
        yield from _written_into_nothing(talk, resource, read, made)
    beside = talk.ask(read.operation, other.values)
    if beside is not None and beside.response.status in GONE and other.values != made.values:
        yield Breach(SIDE, f"{beside.response.status} for another row")


def _is_refused_otherwise(operation: Operation, status: int) -> bool:
    """Whether a status is none for what is gone: it finds a fault where none is, or nobody spoke of it."""
    is_unspoken = status in _UNLIKELY and operation.declared(status) is None
    return bool(KNOWS_GONE & operation.responses.keys()) and (status == _BAD_REQUEST or is_unspoken)


def _written_into_nothing(talk: Talk, resource: Resource, read: Deed, made: Made) -> Iterator[Breach]:
    """A write to what is gone that is said to be done, and leaves nothing."""
    for deed in resource.deeds:
        if deed.kind not in ("replace", "patch"):
            continue
        answer = talk.ask(deed.operation, made.values, body=talk.body_for(made, resource, deed.operation))
        if answer is not None and answer.response.status in (200, 204):
            after = talk.ask(read.operation, made.values)
            if after is not None and after.response.status in GONE:
                yield Breach(UNWRITTEN, f"{answer.response.status} for a row that is not there")


def _below(talk: Talk, resource: Resource, made: Made) -> Iterator[Breach]:
    """What lists of other rows say that hang on one that is gone."""
    for operation in lists_below(talk, resource):
        answer = talk.ask(operation, made.values)
        if answer is not None and answer.response.status < 300:
            yield Breach(BELOW, f"{answer.response.status} for {operation.path}")


def lists_below(talk: Talk, resource: Resource) -> Iterator[Operation]:
    """The lists that hang on a row of a resource, where the document says what comes if there is none."""
    for child in talk.grounds.resources.by_name.values():
        for listed in listings(child):
            operation = listed.operation
            if owner(talk.grounds, operation) is resource and KNOWS_GONE & operation.responses.keys():
                yield operation


def unlike(sent: Any, deed: Deed, answer: Seen | None) -> list[str]:
    """Where a row that comes contradicts what was sent, although its schema takes that."""
    if answer is None:
        return []
    found = differences(spoken(sent), row_of(deed, answer))
    held = [each for each in found if answer.may_hold((*(deed.row or ()), *each.place), each.sent)]
    return [str(each) for each in held if not is_noted(each) and not is_of_the_path(answer, each)]


def without_key(resource: Resource, row: Any) -> Any:
    """What is left to compare: a server may give ids of its own."""
    own = {place[0] for place in (resource.key.places if resource.key else ()) if place}
    return (
        {name: value for name, value in row.items() if name not in own} if isinstance(row, dict) else NOWHERE
    )


def changes(before: Any, after: Any, sent: Any) -> list[str]:
    """What is otherwise than before, and what of that which was sent is no more there."""
    changed = [str(each) for each in differences(_stable(before), after)]
    return changed + list(vanished(before, after, sent if isinstance(sent, dict) else {}))


def _stable(row: Any) -> Any:
    """The members that a write to others leaves: no counters, no times of the last change."""
    if not isinstance(row, dict):
        return NOWHERE
    return {
        name: _stable(value) if isinstance(value, dict) else value
        for name, value in row.items()
        if name.lower().endswith("name") or not any(word in name.lower() for word in _MOVING)
    }


def count(talk: Talk, resource: Resource, made: Made) -> int | None:
    """How many rows there are; None where that is not known."""
    keys = keys_of(talk, resource, made)
    return len(keys) if keys is not None else None


def keys_of(talk: Talk, resource: Resource, made: Made) -> set[str | None] | None:
    """The keys of all rows; None where they are not known."""
    listed = listing(resource)
    answer = talk.at(resource, listed, made, whole_page(listed)) if listed else None
    rows = rows_of(listed, answer) if listed and answer and answer.succeeded else None
    if listed is None or rows is None or not is_whole(listed, rows, answer):
        return None
    return {key_of(resource, row) for row in rows}


def _accepts(media_type: Any, body: Any) -> bool:
    return media_type is not None and not any(media_type.judge(body))
