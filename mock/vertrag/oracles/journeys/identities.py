"""A walk with two identities: what one of them created is hidden from the other and closed to it.

1. Nothing is said where the other identity is nobody to the server, or where an operation asks for none.
2. Refusals are 401, 403 and 404; what else is no success says nothing either way.
3. Where a PUT makes rows, each identity may have one of its own under a name: then the first stays as it was.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.positions import NOWHERE, value_at, with_value
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.row_paths import Made, listings, path_values, putting
from vertrag.oracles.conversation.talk import NOTHING, Talk, typed
from vertrag.oracles.differences import differences
from vertrag.oracles.echoes import ANYBODYS
from vertrag.oracles.journeys.paging import whole_page
from vertrag.oracles.journeys.restoring import restoring
from vertrag.oracles.journeys.writing import GONE, changes, row_in
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import key_of, row_of, rows_of
from vertrag.oracles.seen import Seen

READ = Law(
    "VF901",
    "read_by_another_identity",
    "Another identity reads what it does not own",
    "401, 403 or 404 for what another created",
    0,
    306,
)
WRITTEN = Law(
    "VF902",
    "written_by_another_identity",
    "Another identity writes what it does not own",
    "401, 403 or 404 for what another created",
    0,
    306,
)
LISTED = Law(
    "VF903",
    "listed_to_another_identity",
    "A list shows another identity's rows",
    "only rows of who asks",
    0,
    306,
)
LAWS = (READ, WRITTEN, LISTED)

_BY_ROW = ("read", "patch", "replace", "delete")  # the gentle ones first: what is deleted cannot be read
_MOST = 4  # filters that are asked for what another has
_TRIES = 4  # bodies, for one that differs
_BY_NAME = ("read", "patch", "delete", "replace")  # a PUT may make a row of one's own under the same name


def kept_apart(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """What one identity creates, the other neither sees nor changes."""
    other = replace(talk, headers=talk.other, created=[])  # what it makes it deletes itself
    if not talk.other or not _is_known(other, resource):
        return
    made = talk.make(resource)
    if made is None:
        return
    for listed in listings(resource):
        yield from _listed(other, resource, listed, made)
    put = putting(resource)
    kinds = _BY_ROW if put is None else _BY_NAME
    before = _as_it_is(talk, resource, made) if put is not None else NOWHERE
    below = [deed for deed in resource.deeds if deed.kind == "create" and made.under]
    for deed in (*below, *(deed for kind in kinds for deed in resource.deeds if deed.kind == kind)):
        values = path_values(resource, deed.operation, made)
        if values is None or not is_secured(deed):
            continue
        body = _body_unlike(before, other, deed, values) if deed.operation.body else NOTHING
        answer = other.ask(deed.operation, values, body=body)
        is_own = deed is put and _is_untouched(before, _as_it_is(talk, resource, made))
        if answer is not None and answer.response.status < 300 and not is_own:
            law = READ if deed.kind == "read" else WRITTEN
            yield Breach(law, f"{answer.response.status} for {deed.operation.method} by another")
    yield from _named(other, resource, made)  # which may make a row of its own under the same name
    yield from _brought_back(talk, other, resource, made)
    other.tidy()


def _body_unlike(row: Any, other: Talk, deed: Deed, values: tuple[str, ...]) -> Any:
    """A body that tells something else than a row, where one is found: else nobody sees that it was put."""
    body = NOTHING
    for _ in range(_TRIES):
        body = other.body(deed.operation, values)
        if row is NOWHERE or any(differences(row_in(deed, body), row)):
            break
    return body


def _is_untouched(before: Any, after: Any) -> bool:
    """Whether a row is as it was, but for what moves by itself."""
    return isinstance(before, dict) and isinstance(after, dict) and not changes(before, after, ())


def _as_it_is(talk: Talk, resource: Resource, made: Made) -> Any:
    """The row as who made it reads it, apart from what is told; NOWHERE where it cannot be read."""
    read, before = resource.deed("read"), len(talk.chain)
    row = row_of(read, talk.ask(read.operation, made.values)) if read is not None else NOWHERE
    del talk.chain[before:]
    return row


def _brought_back(talk: Talk, other: Talk, resource: Resource, made: Made) -> Iterator[Breach]:
    """What is done to a row that its owner deleted: bringing it back is for the owner as well."""
    delete, restore = resource.deed("delete"), restoring(resource)
    gone = talk.ask(delete.operation, made.values) if delete and restore and is_secured(restore) else None
    if restore is None or gone is None or gone.response.status not in (200, 202, 204):
        return
    body = other.body(restore.operation, made.values) if restore.operation.body else NOTHING
    answer = other.ask(restore.operation, made.values, body=body)
    if answer is not None and answer.response.status < 300:
        yield Breach(WRITTEN, f"{answer.response.status} for {restore.operation.path} by another")


def is_secured(deed: Deed) -> bool:
    """Whether the document asks for credentials, and not only offers to take them."""
    security = deed.operation.security
    return bool(security) and {} not in security


def _is_known(other: Talk, resource: Resource) -> bool:
    """Whether the other identity opens anything: a stranger proves nothing."""
    top = next((each for each in other.grounds.resources.by_name.values() if "{}" not in each.form), resource)
    listed = next(listings(top), None)
    if listed is None or not is_secured(listed):
        return True
    answer = other.ask(listed.operation)
    return answer is not None and answer.response.status not in (401, 403)


def _listed(other: Talk, resource: Resource, listed: Deed, made: Made) -> Iterator[Breach]:
    values = path_values(resource, listed.operation, made)
    if values is None or not is_secured(listed):
        return
    for query in ({}, *_searches(listed, made)):
        answer: Seen | None = other.ask(listed.operation, values, {**whole_page(listed), **query})
        rows = rows_of(listed, answer) if answer is not None and answer.succeeded else None
        if any(key_of(resource, row) == made.values[-1] for row in rows or ()):
            yield Breach(LISTED, f"{made.values[-1]} of another in the list")
            return


def _named(other: Talk, resource: Resource, made: Made) -> Iterator[Breach]:
    """What is created for a row that another identity does not find: it may not name it in a body either."""
    variable = resource.key.variables[-1] if resource.key and resource.key.variables else ""
    read = resource.deed("read")
    if joined(variable) in {"", "name", *ANYBODYS} or read is None or not is_secured(read):
        return
    hidden, mine = other.ask(read.operation, made.values), other.make(resource)
    own = other.ask(read.operation, mine.values) if mine is not None else None
    if hidden is None or hidden.response.status not in GONE or own is None or not own.succeeded:
        return
    if mine is not None and mine.values[-1] == made.values[-1]:
        return  # the name is its own as well
    for create in _creations(other, resource, variable):
        first, body = (other.body(create.operation) for _ in range(2))
        place = (*(create.sent or ()), variable)
        value = value_at(body, place)
        if value is NOWHERE or not _is_done(other, create, first):
            continue
        if _is_done(other, create, with_value(body, place, typed(made.values[-1], value))):
            yield Breach(WRITTEN, f"{create.operation.label} takes the {variable} of another")


def _creations(other: Talk, resource: Resource, variable: str) -> Iterator[Deed]:
    """Creations of other resources, at the top and of somebody's own, whose key has another name."""
    for each in other.grounds.resources.by_name.values():
        is_its_key = each is resource or (each.key is not None and variable in each.key.variables)
        create = None if is_its_key else each.deed("create")
        is_secret = create is not None and create.operation.body is not None and is_secured(create)
        if create is not None and is_secret and "{" not in create.operation.path:
            yield create


def _is_done(other: Talk, create: Deed, body: Any) -> bool:
    answer = other.ask(create.operation, body=body)
    return answer is not None and answer.response.status < 300


def _searches(listed: Deed, made: Made) -> Iterator[dict[str, Any]]:
    """A search for a text of the row, and filters that it passes: who may not see it finds nothing."""
    words = (
        each for each in (made.row if isinstance(made.row, dict) else {}).values() if isinstance(each, str)
    )
    text = next((each for each in words if each.isalpha()), None)
    names = [each.parameter for each in listed.query.filters if each.relation == "text"]
    yield from ({name: text} for name in names[:1] if text is not None)
    equal = (each for each in listed.query.filters if each.relation == "equal")
    values = ((each.parameter, value_at(made.row, each.member)) for each in equal)
    told = ({name: value} for name, value in values if isinstance(value, str | int) and value != "")
    yield from islice(told, _MOST)
