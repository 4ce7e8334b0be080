"""Walks over what is read: reading changes nothing, HEAD is like GET, a list shows what there is."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import words_of
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.positions import NOWHERE, at_place, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.contract.reading.parameters import Parameter
from vertrag.contract.schema.shapes import ANYTHING
from vertrag.exchange import Response
from vertrag.oracles.conversation.recognition import is_itself, names_parent
from vertrag.oracles.conversation.row_paths import Made, goes_on, listing, listings, owner
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.differences import Difference, differences
from vertrag.oracles.journeys.paging import is_whole, says_more, whole_page
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import is_same_number, key_of, row_of, rows_of
from vertrag.oracles.seen import Seen

SAFE = Law("VF501", "reading_changes", "Reading changes data", "two reads give the same (RFC 9110 §9.2.1)", 1)
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
HEAD = Law(
    "VF508",
    "head_differs",
    "HEAD is answered otherwise than GET",
    "the status that GET has (RFC 9110 §9.3.2)",
    2,
)
PHANTOM = Law(
    "VF511",
    "head_of_nothing",
    "HEAD finds what GET does not",
    "404 or 410, as GET has it (RFC 9110 §9.3.2)",
    2,
)
LENGTH = Law(
    "VF512",
    "head_length_differs",
    "HEAD states another length than GET",
    "the Content-Length of GET, or none (RFC 9110 §8.6)",
    2,
)
ALLOWED = Law(
    "VF513",
    "options_leaves_out",
    "OPTIONS leaves out a method that the document has",
    "every method of the path in Allow (RFC 9110 §10.2.1)",
    2,
)
LAWS = (SAFE, ROW, LISTED, UNLISTED, STRANGER, HEAD, PHANTOM, LENGTH, ALLOWED)

_NO_HEAD = (405, 501)  # who does not know the method says so
_NO_METHODS = ("VERTRAG", "TRACE")  # nobody knows the first, and where a parser refuses it few know the other
_ALL_OF_IT = frozenset({"include", "with", "show", "all"})  # how switches begin that show more rows


def read_twice(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Reading and listing change nothing, and what is asked without content is said as it is."""
    read, listed = resource.deed("read"), listing(resource)
    made = talk.any_row(resource) if read or listed else None
    if made is None:
        return
    for deed in (read, listed):
        first = talk.at(resource, deed, made) if deed else None
        second = talk.at(resource, deed, made) if deed and first else None
        if first is None or second is None or first.response.status >= 300:
            continue
        if second.response.status in (404, 410):
            yield Breach(SAFE, f"{second.response.status} for what was there")
            return
        moved = () if goes_on(resource) else differences(_rows(first), _rows(second))
        for difference in islice(moved, 1):
            yield Breach(SAFE, str(difference))
            return
    if read is not None:
        yield from _without_content(talk, read, made)
        yield from _options(talk, read, made)


def _without_content(talk: Talk, read: Deed, made: Made) -> Iterator[Breach]:
    first = talk.ask(read.operation, made.values)
    if first is None or first.response.status != 200:
        return
    response = talk.post(talk.request(read.operation, made.values)._replace(method="HEAD"))
    if response is not None and response.status == 200:
        yield from _as_long(talk, read, made, response)
    if response is None or response.status in (200, *_NO_HEAD):
        return
    if response.status != 404 or _tells_methods_apart(talk, read, made):
        yield Breach(HEAD, f"{response.status} for HEAD, 200 for GET")


def _as_long(talk: Talk, read: Deed, made: Made, response: Response) -> Iterator[Breach]:
    """Whether HEAD states the length that GET has (RFC 9110 §8.6), where that is one from read to read."""
    request, told = talk.request(read.operation, made.values), len(talk.chain)
    lengths = {_length(answer) for _, answer in [*talk.chain[-2:-1], (request, talk.post(request))]}
    del talk.chain[told:]  # what is told ends with the request that broke the law
    stated = _length(response)
    if len(lengths) == 1 and stated is not None and None not in lengths and stated not in lengths:
        yield Breach(LENGTH, f"a Content-Length of {stated} for HEAD, of {lengths.pop()} for GET")


def _length(response: Response | None) -> str | None:
    headers = response.headers if response is not None else ()
    return next((text for name, text in headers if name == "content-length"), None)


def _tells_methods_apart(talk: Talk, read: Deed, made: Made) -> bool:
    """Whether a method that nobody knows is answered otherwise than a path that nobody knows."""
    request, told = talk.request(read.operation, made.values), len(talk.chain)
    for method in _NO_METHODS:
        response = talk.post(request._replace(method=method))
        del talk.chain[told:]  # what is told ends with the request that broke the law
        if response is not None and response.status != 400:
            return response.status in _NO_HEAD
    return False


def _options(talk: Talk, read: Deed, made: Made) -> Iterator[Breach]:
    """Whether Allow has what the document has; what answers a preflight speaks of scripts."""
    request = talk.request(read.operation, made.values)
    response = talk.post(request._replace(method="OPTIONS"))
    told = dict(response.headers).get("allow") if response and response.status < 300 else None
    described = talk.grounds.contract.paths.find(request.path)
    if (
        told is None
        or not described
        or "access-control-allow-methods" in dict(response.headers if response else ())
    ):
        return
    allowed = {each.strip().upper() for each in told.split(",")}
    missing = sorted(described[0][0].keys() - allowed - {"OPTIONS", "HEAD", "TRACE"})
    if missing and "GET" in allowed:
        yield Breach(ALLOWED, f"Allow: {told}, without {', '.join(missing)}")


def _rows(answer: Seen) -> Any:
    """What is compared: times and counters of the answer itself may move."""
    moving = ("time", "date", "now", "timestamp", "requestid", "took", "duration", "nonce", "uptime")
    body = answer.body
    if isinstance(body, dict):
        return {name: value for name, value in body.items() if name.lower().replace("_", "") not in moving}
    return body if isinstance(body, list) else NOWHERE


def listed_as_it_is(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A new row is in its lists, as its own page shows it, until it is deleted."""
    read, delete = resource.deed("read"), resource.deed("delete")
    lists = list(listings(resource))
    made = talk.make(resource) if lists else None
    if made is None:
        return
    known = {}
    for listed in lists:
        row = known[listed.operation.key] = found(talk, resource, listed, made)
        if row is NOWHERE and not _is_shown_to_who_asks(talk, resource, listed, made):
            yield Breach(LISTED, f"{made.values[-1]} is on no page")
        elif isinstance(row, dict) and not goes_on(resource):
            detail = talk.ask(read.operation, made.values) if read else None
            for difference in _contradictions(talk, listed, row, row_of(read, detail) if read else made.row):
                yield Breach(ROW, str(difference))
    if read and any(isinstance(row, dict) for row in known.values()) and not goes_on(resource):
        yield from _listed_after_a_change(talk, resource, read, made)
    gone = talk.ask(delete.operation, made.values) if delete else None
    if gone is not None and gone.response.status in (200, 204):
        yield from _head_of_nothing(talk, read, made) if read else ()
        for listed in lists:
            still = found(talk, resource, listed, made) if known[listed.operation.key] is not None else None
            if isinstance(still, dict):
                yield Breach(UNLISTED, f"{made.values[-1]} is still there")


def _contradictions(talk: Talk, listed: Deed, row: Any, detail: Any) -> list[Difference]:
    """The first member that two views show otherwise; a number as text is the same number.

    What the list has no word for, it has to call otherwise.
    """
    given = talk.grounds.outlines.given(listed.operation, success_of(listed.operation)) or ANYTHING
    shape = at_place(given, (*(listed.rows or ()), 0))
    found = (each for each in differences(row, detail) if not is_same_number(each.sent, each.came))
    return [each for each in found if at_place(shape, each.place).may_be(each.came)][:1]


def _listed_after_a_change(talk: Talk, resource: Resource, read: Deed, made: Made) -> Iterator[Breach]:
    change = resource.deed("patch") or resource.deed("replace")
    body = talk.body_for(made, resource, change.operation) if change else NOTHING
    answer = talk.ask(change.operation, made.values, body=body) if change else None
    if answer is None or answer.response.status >= 300:
        return
    for listed in listings(resource):
        row = found(talk, resource, listed, made)
        if isinstance(row, dict):
            detail = row_of(read, talk.ask(read.operation, made.values))
            for difference in _contradictions(talk, listed, row, detail):
                yield Breach(ROW, f"after a change {difference}")


def _head_of_nothing(talk: Talk, read: Deed, made: Made) -> Iterator[Breach]:
    answer = talk.ask(read.operation, made.values)
    if answer is not None and answer.response.status in (404, 410):
        response = talk.post(talk.request(read.operation, made.values)._replace(method="HEAD"))
        if response is not None and response.status < 300:
            yield Breach(PHANTOM, f"{response.status} for HEAD, {answer.response.status} for GET")


def under_its_own_parent(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A row of one parent is neither listed nor found under another."""
    create, read = resource.deed("create"), resource.deed("read")
    parent = owner(talk.grounds, create.operation) if create else None
    made = talk.make(resource) if parent else None
    other = talk.make(parent) if made and parent else None
    if made is None or parent is None or other is None or other.values == made.under:
        return
    lists = [each for each in listings(resource) if owner(talk.grounds, each.operation) is parent]
    reads = [read] if read is not None and len(made.values) > len(made.under) else []
    for deed in (*lists, *reads):
        row = _shown(talk, resource, deed, other, made)
        if row is not NOWHERE and _is_stranger(talk, (resource, parent), deed, other, made, row):
            where = "in the list of" if deed.rows is not None else "is read under"
            yield Breach(STRANGER, f"what was created under one parent {where} another")


def _is_stranger(
    talk: Talk, resources: tuple[Resource, Resource], deed: Deed, other: Made, made: Made, row: Any
) -> bool:
    """Whether what a parent shows is the row of another one: many count their rows for each parent anew."""
    resource, parent = resources
    if names_parent(parent, deed, made, row):
        return True
    twin = talk.make(resource)
    if twin is None or not is_itself(talk.grounds, resource, made, twin, deed, row):
        return False
    also = _shown(talk, resource, deed, other, twin)
    return is_itself(talk.grounds, resource, twin, made, deed, also)


def _shown(talk: Talk, resource: Resource, deed: Deed, parent: Made, made: Made) -> Any:
    """What a parent shows under the key of a row; NOWHERE where it shows nothing."""
    if deed.kind == "read":
        answer = talk.ask(deed.operation, (*parent.values, made.values[-1]))
        is_there = answer is not None and answer.response.status == 200
        return value_at(answer.body, deed.row or ()) if answer is not None and is_there else NOWHERE
    answer = talk.ask(deed.operation, parent.values, whole_page(deed))
    rows = rows_of(deed, answer) if answer is not None and answer.succeeded else None
    return next((row for row in rows or () if key_of(resource, row) == made.values[-1]), NOWHERE)


def _is_shown_to_who_asks(talk: Talk, resource: Resource, listed: Deed, made: Made) -> bool:
    """Whether the row is in the list for who wishes for all of it: `includeDisabled`, `showArchived`."""
    flags = {
        each.sent_as: True
        for each in listed.operation.parameters.get("query", ())
        if _ALL_OF_IT & set(words_of(each.name)[:1]) and _is_switch(each)
    }
    return bool(flags) and isinstance(found(talk, resource, listed, made, flags), dict)


def _is_switch(parameter: Parameter) -> bool:
    """Whether a parameter is a switch."""
    return isinstance(parameter.schema, Mapping) and parameter.schema.get("type") == "boolean"


def found(
    talk: Talk, resource: Resource, listed: Deed, made: Made, more: Mapping[str, Any] | None = None
) -> Any:
    """The row in its list; NOWHERE where the list is complete without it, None where that is not known."""
    own = _own_filters(listed, made)
    answer = talk.at(resource, listed, made, {**whole_page(listed), **own, **(more or {})})
    if answer is None or not answer.succeeded or answer.operation.judge(answer.response):
        return None
    rows = rows_of(listed, answer)
    if rows is None or any(key_of(resource, row) is None for row in rows):
        return None
    row = next((row for row in rows if key_of(resource, row) == made.values[-1]), NOWHERE)
    is_asked_for = all(each.parameter in own for each in listed.query.filters if each.is_required)
    is_all = is_whole(listed, rows, answer) and not says_more(listed, answer)
    return row if row is not NOWHERE or (is_asked_for and is_all) else None


def _own_filters(listed: Deed, made: Made) -> dict[str, Any]:
    """What a list that needs to be told whose rows it shall show has to be asked for to show this one."""
    own = {each.parameter: value_at(made.row, each.member) for each in listed.query.filters}
    if isinstance(made.sent, Mapping):
        own |= made.sent
    needed = [each.name for each in listed.operation.parameters.get("query", ()) if each.required]
    return {name: own[name] for name in needed if isinstance(own.get(name), str | int | float)}
