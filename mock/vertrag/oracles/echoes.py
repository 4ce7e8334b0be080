"""Laws on one row: it is the one that was asked for, under its parent, with the values that were sent."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import joined, singular, words_of
from vertrag.contract.inference.positions import NOWHERE, Place, at_place, shown, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.sites import VARIABLE, form_of
from vertrag.contract.loading.pointers import escape
from vertrag.contract.schema.shapes import Shape
from vertrag.oracles.differences import Difference, differences, is_noted, spoken
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.seen import Seen
from vertrag.oracles.spelling import as_json

_PRESCRIBING = frozenset({"pattern", "enum", "const"})
"""What a schema of a Location may say of its text."""

IDENTITY = Law(
    "VF301", "another_row", "Another row comes than was asked for", "the id of the path in the answer", 0
)
PARENT = Law(
    "VF302", "another_parent", "A row names another parent", "the parent of the path in the answer", 1
)
SENT = Law("VF303", "sent_values_lost", "What was sent does not come back", "the values that were sent", 1)
PLACE = Law(
    "VF304",
    "location_wrong",
    "The Location does not lead to what was created",
    "a Location that a declared operation reads, with the id of what was created",
    2,
    120,
)
WAY = Law(
    "VF305",
    "link_to_another_row",
    "A row's link to itself leads to another",
    "a link with the id of the row that it is in",
    1,
)
KEY_HEADERS = ("idempotency-key", "x-idempotency-key", "idempotencykey")
LAWS = (IDENTITY, PARENT, SENT, PLACE, WAY)
_ANOTHER = frozenset(
    {"copy", "clone", "fork", "forks", "duplicate", "split", "merge", "convert", "reply", "forward", "renew"}
)
"""What is done to a row and answers with another one."""
ANYBODYS = frozenset({"id", "index", "key", "slug", "code", "uuid", "guid", "number"})
"""Names of keys that say nothing of whose they are: what `/classes/{index}/levels` lists has one too."""
_GIVEN = ("id", "number")  # how keys end that the server gives
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
_WHOLE = re.compile(r"-?[0-9]{1,18}")


def echoes(grounds: Grounds, exchange: Seen) -> Iterator[Breach]:
    """Every law that an answer with one row breaks."""
    part = grounds.part(exchange.operation)
    if part is None or not exchange.succeeded:
        return
    resource, deed = part
    row = value_at(exchange.body, deed.row) if deed.row is not None else NOWHERE
    for place in _places(exchange, deed):
        each = value_at(exchange.body, place)
        if isinstance(each, dict):
            yield from _ids(grounds, part, exchange, place)
            yield from _ways(grounds, resource, exchange, place)
    if deed.kind in ("create", "replace") and isinstance(row, dict) and not _is_repeatable(exchange):
        yield from _lost(grounds, part, exchange, row)
    if deed.kind == "create":
        yield from _location(grounds, resource, exchange, row)


def _places(exchange: Seen, deed: Deed) -> Iterator[Place]:
    """Where the rows of an answer stand, or its one row."""
    rows = value_at(exchange.body, deed.rows) if deed.rows is not None else NOWHERE
    if isinstance(rows, list):
        yield from ((*(deed.rows or ()), index) for index in range(len(rows)))
    elif deed.row is not None and not _is_first_of_several(exchange, deed.row):
        yield deed.row


def _is_first_of_several(exchange: Seen, place: Place) -> bool:
    """Whether a row stands in a list with others: which of them was asked for, nobody says."""
    around = value_at(exchange.body, place[:-1]) if place[-1:] == (0,) else None
    return isinstance(around, list) and len(around) > 1


def _lost(
    grounds: Grounds, part: tuple[Resource, Deed], exchange: Seen, row: dict[str, Any]
) -> Iterator[Breach]:
    """What was sent and comes back otherwise; the key is for the server to give, or said by the path."""
    resource, deed = part
    sent = value_at(exchange.reading.body, deed.sent) if deed.sent is not None else NOWHERE
    if not isinstance(sent, dict):
        return
    own = resource.key.places if resource.key else ()
    whole = grounds.outlines.sent(exchange.operation)
    shape = at_place(whole, deed.sent or ()) if whole else None
    for difference in differences(spoken(_writable(sent, shape)), row):
        place = (*(deed.row or ()), *difference.place)
        is_ours = difference.place not in own and not _is_misshapen(exchange, difference.place)
        key = value_at(row, own[-1]) if own and own[-1] is not None else NOWHERE
        is_ours = is_ours and not _is_filled(exchange, difference, key)
        # What readers are shown as an object, such as the row that a key names, is no scalar in any answer.
        is_ours = is_ours and not _is_shown_whole(resource.row, difference)
        if is_ours and exchange.may_hold(place, difference.sent):
            yield Breach(SENT, str(difference))


def _is_shown_whole(row: Shape, difference: Difference) -> bool:
    return at_place(row, difference.place).is_structure and not isinstance(difference.sent, dict | list)


def _is_filled(exchange: Seen, difference: Difference, key: Any) -> bool:
    """Whether a server fills what was empty, counts, says what the path says, or where the row lies."""
    came = difference.came
    steps = {step for text in exchange.values.values() for step in (unquote(text), *unquote(text).split("/"))}
    if difference.sent == "" or (isinstance(came, str) and came in steps) or is_noted(difference):
        return True
    if is_of_the_path(exchange, difference):
        return True
    is_way = isinstance(came, str) and "/" in came and isinstance(key, str | int)
    return is_way and str(key) in map(unquote, _path_of(came).split("/"))


def is_of_the_path(exchange: Seen, difference: Difference) -> bool:
    """Whether a row says of what it hangs on what the path says, and not what was sent besides."""
    return len(difference.place) == 1 and exchange.is_in_path(str(difference.place[0]), difference.came)


def _writable(sent: Any, shape: Shape | None) -> Any:
    """What was sent without the members that only the server may set (OAS 3.0 §4.7.24.1, `readOnly`)."""
    if not isinstance(sent, dict) or shape is None:
        return sent
    return {name: value for name, value in sent.items() if not shape.member(name).is_read_only}


def _ids(grounds: Grounds, part: tuple[Resource, Deed], exchange: Seen, at: Place) -> Iterator[Breach]:
    resource, deed = part
    row = value_at(exchange.body, at)
    own = resource.key.variables if resource.key and not _names_what_is_above(resource, deed) else ()
    for variable, text in exchange.values.items():
        wanted = unquote(text)
        if variable in own and not (_is_it(deed) and (variable != own[-1] or _shows_its_key(deed))):
            continue
        if variable in own and resource.key:
            place = resource.key.places[own.index(variable)]
            value = value_at(row, place) if place is not None else NOWHERE
            if place is None or not contradicts(value, wanted) or _is_misshapen(exchange, place):
                continue
            is_an_id = joined(str(place[-1])) == "id" and joined(variable).endswith("id")
            if not is_an_id and exchange.is_in_path(str(place[-1]), value):
                continue  # it says what another variable of the path is called
            own_id = int(wanted) if isinstance(value, int) else wanted
            is_sure = not _may_be_called_otherwise(grounds, resource, place)
            if is_sure and exchange.may_hold((*at, *place), own_id):
                yield Breach(
                    IDENTITY, f"{shown(place)} is {as_json(value)} where {variable} is {as_json(wanted)}"
                )
            continue
        name = next((each for each in row if joined(each) == joined(variable)), None)
        value = NOWHERE if name is None else row[name]
        if name is None or joined(variable) in ANYBODYS or not contradicts(value, wanted):
            continue
        if _is_said_by_body(exchange, deed, name, value):
            continue
        parent_id = int(wanted) if isinstance(value, int) else wanted
        if exchange.may_hold((*at, name), parent_id):
            yield Breach(PARENT, f"{variable} is {as_json(value)} under {as_json(wanted)}")


def _is_said_by_body(exchange: Seen, deed: Deed, name: str, value: Any) -> bool:
    """Whether who sent a row said of it what the path contradicts: which of the two counts is not told."""
    body = exchange.reading.body
    rows = body if isinstance(body, list) else [value_at(body, deed.sent or ())]
    return any(value_at(row, (name,)) == value for row in rows)


def _names_what_is_above(resource: Resource, deed: Deed) -> bool:
    """Whether the collection follows the last variable, which may be called as the key of the rows is."""
    form = form_of(deed.operation.path)
    if deed.rows is not None and not (form and form[-1].endswith(VARIABLE)):
        return True  # of all rows of a list no one can be named
    steps = form[::-1].index(VARIABLE) if VARIABLE in form else 0
    thing = singular(joined(resource.form[-1]))
    return steps > 0 and any(singular(joined(step)) == thing for step in form[-steps:])


def _ways(grounds: Grounds, resource: Resource, exchange: Seen, at: Place) -> Iterator[Breach]:
    """Links to the row itself that name another key, where they are paths of the resource."""
    row = value_at(exchange.body, at)
    place = resource.key.places[-1] if resource.key and resource.key.places else None
    if place is None or not _is_named_by_path(resource, place):
        return
    if _may_be_called_otherwise(grounds, resource, place):
        return
    key = value_at(row, place)
    for way in resource.ways:
        link = value_at(row, way)
        path = unquote(_path_of(link)) if isinstance(link, str) else ""
        found = grounds.contract.paths.find(path.removeprefix(grounds.contract.document.base_path))
        is_own = any(form_of(each.path) == resource.item for known, _ in found for each in known.values())
        named = path.rstrip("/").rpartition("/")[2]
        if any(str(key) == text for _, values in found for text in list(values.values())[-1:]):
            continue  # what follows the key in the last step is none of it: `7.json`
        before, _, after = str(link).rpartition(named) if named else (link, "", "")
        right = f"{before}{quote(str(key), safe='')}{after}"
        if is_own and contradicts(key, named) and exchange.may_hold((*at, *way), right):
            yield Breach(WAY, f"{shown(way)} is {as_json(link)} in the row {as_json(key)}")


def _is_named_by_path(resource: Resource, place: Place) -> bool:
    """Whether the variable of the path ends as the key does: a `guid` may be none of the `stationId`."""
    name, variables = joined(str(place[-1])), resource.key.variables if resource.key else ()
    return name == "id" or (bool(variables) and joined(variables[-1]).endswith(name))


def _path_of(link: str) -> str:
    path = link.partition("://")[2].partition("/")[2] if "://" in link else link.lstrip("/")
    return "/" + path.partition("?")[0].partition("#")[0]


def _is_it(deed: Deed) -> bool:
    """Whether the row of an answer is that of the path; below it also lies what it refers to, or makes."""
    if deed.kind != "act":
        return True
    step = deed.operation.path.rstrip("/").rpartition("/")[2]
    return not deed.operation.is_safe and _ANOTHER.isdisjoint(words_of(step))


def _shows_its_key(deed: Deed) -> bool:
    """Whether a member of the answer is the key for sure; what is not declared is like other rows."""
    return deed.key is not None or deed.schema is not None


def _may_be_called_otherwise(grounds: Grounds, resource: Resource, place: Place) -> bool:
    """Whether clients may change the name that a row is known by: its old path may lead there still."""
    name = str(place[-1])
    if joined(name).endswith(_GIVEN):
        return False
    for deed in resource.deeds:
        shape = grounds.outlines.sent(deed.operation) if deed.kind in ("replace", "patch") else None
        if deed.kind == "patch" and shape and (shape.is_array or not shape.members):
            return True  # a list of operations, or whatever it is: nothing is said of what it may change
        members = (at_place(shape, (*(deed.sent or ()), *place[:-1])).members or {}) if shape else {}
        if name in members and not members[name].is_read_only:
            return True
    return False


def _is_misshapen(exchange: Seen, place: Place) -> bool:
    """Whether a value of a row breaks its schema as well: then that says what is wrong with it."""
    end = "".join(f"/{escape(str(step))}" for step in place)
    broken = exchange.operation.judge(exchange.response) if end else ()
    return any(each.location == "body" and each.pointer.endswith(end) for each in broken)


def _is_repeatable(exchange: Seen) -> bool:
    """Whether the answer may be that to an earlier request with the same key."""
    return any(name in KEY_HEADERS for name, _ in exchange.request.headers)


def contradicts(value: Any, wanted: str) -> bool:
    """Whether a member says another id than the path; a number can say none that is no whole number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    if isinstance(value, int):
        return _WHOLE.fullmatch(wanted) is not None and value != int(wanted)
    if _NUMBER.fullmatch(value) and _NUMBER.fullmatch(wanted) and "." in wanted:
        return Decimal(value) != Decimal(wanted)  # a number has more than one spelling
    return value.casefold() != wanted.casefold()


def _is_prescribed(exchange: Seen) -> bool:
    """Whether the document says what a Location looks like, be it a path of it or not."""
    declared = exchange.operation.declared(exchange.response.status)
    schemas = (each.schema for each in declared.headers if each.sent_as == "location") if declared else ()
    return any(isinstance(each, Mapping) and not _PRESCRIBING.isdisjoint(each) for each in schemas)


def _location(grounds: Grounds, resource: Resource, exchange: Seen, row: Any) -> Iterator[Breach]:
    location = exchange.header("location")
    if exchange.response.status != 201 or not location:
        return
    path = _path_of(location)
    base = grounds.contract.document.base_path
    found = grounds.contract.paths.find(path.removeprefix(base))
    readable = resource.deed("read") is not None and not _is_prescribed(exchange)
    if not found and "/" in location and readable:
        yield Breach(PLACE, f"{location} is no path of the document")
    place = resource.key.places[-1] if resource.key and resource.key.places else None
    value = value_at(row, place) if place is not None else NOWHERE
    is_other = contradicts(value, unquote(path.rstrip("/").rpartition("/")[2]))
    if is_other and any(values for _, values in found) and not _is_misshapen(exchange, place or ()):
        yield Breach(PLACE, f"{location} for the id {as_json(value)}")
