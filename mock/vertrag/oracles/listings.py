"""Laws on one list: its length, its filters, its order, and what it says of itself."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.positions import NOWHERE, Place, at_place, shown, value_at
from vertrag.contract.inference.queries import Filter, PageRole, Relation
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.sites import VARIABLE, form_of
from vertrag.contract.schema.shapes import ANYTHING, Shape
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.orders import ORDER, is_number, order
from vertrag.oracles.seen import Seen
from vertrag.oracles.spelling import as_json

LIMIT = Law("VF201", "limit_exceeded", "A page is longer than was asked", "no more rows than the limit", 1)
FILTER = Law(
    "VF202", "filter_unsound", "A filter lets through what does not match", "every row matches the filter", 1
)
ECHO = Law("VF204", "paging_echo_wrong", "A list echoes another page", "the paging that was asked for", 2)
TOTAL = Law(
    "VF205", "total_impossible", "A total cannot be true", "a total that agrees with the rows and the page", 2
)
TWICE = Law("VF206", "row_twice", "A row stands twice on a page", "each row once", 2)
MORE = Law(
    "VF207",
    "more_is_wrong",
    "A list says wrongly whether more follows",
    "more follows as long as the total, or the next page, has more",
    2,
)
LAWS = (LIMIT, FILTER, ORDER, ECHO, TOTAL, TWICE, MORE)
_ROLES: tuple[PageRole, ...] = ("offset", "page", "limit")
_TOO_MANY = 2**31  # more than the numbers of many servers hold
_EVERYTHING = frozenset({"", "all", "any", "*"})


def listings(grounds: Grounds, exchange: Seen) -> Iterator[Breach]:
    """Every law that a list breaks; nothing is said of answers that are no list."""
    part = grounds.part(exchange.operation)
    rows = rows_of(part[1], exchange) if part else None
    if part is None or rows is None or not exchange.succeeded:
        return
    resource, deed = part
    arguments = exchange.reading.arguments
    yield from _length(deed, rows, arguments)
    yield from _filters(deed, rows, exchange)
    yield from order(grounds, deed, rows, arguments)
    yield from _facts(deed, rows, exchange)
    yield from _more(deed, rows, exchange)
    yield from _twice(grounds, resource, deed, rows)


def rows_of(deed: Deed, exchange: Seen) -> list[Any] | None:
    """The rows of a list; None where the answer is none."""
    if deed.kind not in ("list", "search") or deed.rows is None:
        return None
    rows = value_at(exchange.body, deed.rows)
    return rows if isinstance(rows, list) else None


def row_of(deed: Deed, answer: Seen | None) -> Any:
    """The row of an answer that keeps the contract: what does not is told by other laws."""
    if answer is None or answer.response.status >= 300 or deed.row is None:
        return NOWHERE
    return NOWHERE if answer.operation.judge(answer.response) else value_at(answer.body, deed.row)


def key_of(resource: Resource, row: Any) -> str | None:
    """What tells a row from the others, as text; None where rows do not show it."""
    place = resource.key.places[-1] if resource.key and resource.key.places else None
    value = value_at(row, place) if place is not None else NOWHERE
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def said(deed: Deed, exchange: Seen, meaning: str) -> list[int]:
    """The numbers of one meaning that a list says of itself, in its body and in its headers."""
    values = _told(deed, exchange, meaning)
    texts = [str(value) for value in values if isinstance(value, str | int) and not isinstance(value, bool)]
    return [int(text) for text in texts if text.isascii() and text.isdigit()]


def _told(deed: Deed, exchange: Seen, meaning: str) -> Iterator[Any]:
    for fact in deed.facts:
        if fact.meaning == meaning:
            header = exchange.header(fact.header.lower()) if fact.header else None
            yield header if fact.header else value_at(exchange.body, fact.place)


def _length(deed: Deed, rows: Sequence[Any], arguments: Mapping[str, Any]) -> Iterator[Breach]:
    limit = _paging(deed, "limit", arguments)
    if limit is not None and len(rows) > limit > 0:  # 0 is no limit to many servers
        yield Breach(LIMIT, f"{len(rows)} rows for a limit of {limit}")


def _paging(deed: Deed, role: Any, arguments: Mapping[str, Any]) -> int | None:
    paging = deed.query.paging
    value = arguments.get(paging.parameters.get(role, "")) if paging else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _filters(deed: Deed, rows: Sequence[Any], exchange: Seen) -> Iterator[Breach]:
    arguments = exchange.reading.arguments
    for each in deed.query.filters:
        wanted = arguments.get(each.parameter)
        if each.relation == "text" or not asks(wanted):
            continue
        shown_values = [value for row in rows if (value := value_at(row, each.member)) is not NOWHERE]
        wrong = [value for value in shown_values if not matches(each, wanted, value)]
        if wrong and (len(wrong) < len(rows) or _may_be_empty(deed, exchange)):
            yield Breach(
                FILTER,
                f"{shown(each.member)} is {as_json(wrong[0])} where {each.parameter} is {as_json(wanted)}",
            )


def _may_be_empty(deed: Deed, exchange: Seen) -> bool:
    """Whether a list may have no rows: one that may not shows some, though none is what was asked for."""
    return exchange.may_hold(deed.rows or (), [])


def asks(wanted: Any) -> bool:
    """Whether a filter asks for anything: to many servers nothing, and `all`, ask for all."""
    choices = wanted if isinstance(wanted, list) else [wanted]
    return any(each is not None and str(each).lower() not in _EVERYTHING for each in choices)


def matches(each: Filter, wanted: Any, value: Any) -> bool:
    """Whether a row's value satisfies a filter; where that is not sure, it does."""
    if each.relation == "equal":
        choices = wanted if isinstance(wanted, list) else str(wanted).split(",")
        # A list may be shown as one text, with commas.
        values = value if isinstance(value, list) else [value, *str(value).split(",")]
        return any(_are_alike(one, other) for one in values for other in (*choices, wanted))
    if each.relation == "not":
        return not _are_alike(value, wanted)
    if type(value) is not type(wanted) and not (is_number(value) and is_number(wanted)):
        return True
    # A bound of another precision, a day against an instant, says nothing about the day itself.
    if isinstance(value, str) and value[: len(wanted)] == wanted[: len(value)]:
        return True
    numbers = (_number(value), _number(wanted))
    orders = [(value, wanted), *([] if None in numbers else [numbers])]
    return any(_is_in_bounds(each.relation, *order) for order in orders)


def _is_in_bounds(relation: Relation, value: Any, wanted: Any) -> bool:
    compared = {"at least": value >= wanted, "more than": value > wanted, "at most": value <= wanted}
    return bool(compared.get(relation, True))


def _are_alike(one: Any, other: Any) -> bool:
    return _folded(one) == _folded(other) or is_same_number(one, other)


def is_same_number(one: Any, other: Any) -> bool:
    """Whether a number is written as a number here and as a text there: 364.1 and "364.10"."""
    if isinstance(one, str) == isinstance(other, str):
        return is_number(one) and is_number(other) and bool(one == other)
    numbers = [_number(each) for each in (one, other)]
    return None not in numbers and numbers[0] == numbers[1]


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value)) if isinstance(value, str) or is_number(value) else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _folded(value: Any) -> str:
    return str(value).strip().casefold()


def _facts(deed: Deed, rows: Sequence[Any], exchange: Seen) -> Iterator[Breach]:
    arguments = exchange.reading.arguments
    limit = _paging(deed, "limit", arguments)
    if limit is not None:  # a server may give shorter pages, and say so
        limit = min([limit, *said(deed, exchange, "limit")])
    offset = _offset(deed, arguments, limit)
    totals = said(deed, exchange, "total")
    is_past = rows and offset and all(total <= offset for total in totals)
    if is_past and not _may_be_empty(deed, exchange):
        return  # there is no such page, and another had to be shown
    # A token leads where it leads, whatever number is sent beside it.
    roles = ("limit",) if _has_a_token(deed, arguments) else _ROLES
    asked = {role: _paging(deed, role, arguments) for role in roles}
    for role in _idle(deed, arguments):
        asked.pop(role, None)
    # A server may mend what no page has: then it says which it took.
    least = {"limit": 1, "page": 1, "offset": _first_offset(deed)}
    names = deed.query.paging.parameters.values() if deed.query.paging else ()
    is_odd = any(isinstance(arguments.get(name), float) for name in names)  # a part of a row or of a page
    if not is_odd and all(each is None or least[role] <= each < _TOO_MANY for role, each in asked.items()):
        yield from _echoed(deed, exchange, asked)
    for total in totals:
        if total < len(rows) + max(offset or 0, 0) * bool(rows):
            yield Breach(TOTAL, f"{total} in total, with {len(rows)} rows after {offset or 0}")
        elif (
            limit is not None
            and offset is not None
            and offset >= 0
            and 0 < len(rows) < limit
            and total != offset + len(rows)
        ):
            yield Breach(TOTAL, f"{total} in total, though the last page ends at {offset + len(rows)}")


def _offset(deed: Deed, arguments: Mapping[str, Any], limit: int | None) -> int | None:
    """How many rows come before those of the answer, on pages of a limit; None where no number says that."""
    paging = deed.query.paging
    if _has_a_token(deed, arguments):
        return None
    offset, page, idle = _skipped(deed, arguments), _paging(deed, "page", arguments), _idle(deed, arguments)
    if len(idle) > 1:
        return None
    if page is None or paging is None or "page" in idle:
        return offset or 0
    return (page - paging.first_page) * limit if limit is not None else None


def _idle(deed: Deed, arguments: Mapping[str, Any]) -> tuple[PageRole, ...]:
    """What says nothing of an offset and a number of a page: the one that is as usual, else which counts."""
    offset, page = _skipped(deed, arguments), _paging(deed, "page", arguments)
    if offset is None or page is None or (not offset and page == _first_page(deed)):
        return ()
    usual: tuple[PageRole, ...] = (
        ("page",) if page == _first_page(deed) else ("offset",) if not offset else ()
    )
    return usual or ("offset", "page")


def _skipped(deed: Deed, arguments: Mapping[str, Any]) -> int | None:
    """How many rows an offset leaves out."""
    offset = _paging(deed, "offset", arguments)
    return None if offset is None else offset - _first_offset(deed)


def _first_offset(deed: Deed) -> int:
    return deed.query.paging.first_offset if deed.query.paging else 0


def _first_page(deed: Deed) -> int:
    return deed.query.paging.first_page if deed.query.paging else 1


def _has_a_token(deed: Deed, arguments: Mapping[str, Any]) -> bool:
    names: Mapping[Any, str] = deed.query.paging.parameters if deed.query.paging else {}
    return names.get("cursor") in arguments or names.get("back") in arguments


def _echoed(deed: Deed, exchange: Seen, asked: Mapping[PageRole, int | None]) -> Iterator[Breach]:
    for role, number in asked.items():
        for echoed in said(deed, exchange, role) if number is not None else ():
            # A server may give shorter pages than were asked for, and say so.
            if number is not None and (echoed > number or (echoed != number and role != "limit")):
                yield Breach(ECHO, f"{role} {echoed} for {role} {number}")


def _more(deed: Deed, rows: Sequence[Any], exchange: Seen) -> Iterator[Breach]:
    """Whether more follows, as a list says it, beside its total; nobody knows where a cursor stands."""
    paging, arguments = deed.query.paging, exchange.reading.arguments
    names: Mapping[Any, str] = paging.parameters if paging else {}
    if not rows or any(names.get(role) in arguments for role in ("page", "cursor")):
        return
    end = max(_skipped(deed, arguments) or 0, 0) + len(rows)
    for total in said(deed, exchange, "total"):
        if any(each is not (total > end) for each in follows(deed, exchange)):
            said_so = "more follows" if total <= end else "nothing follows"
            yield Breach(MORE, f"{said_so} after {end} of {total} rows")


def follows(deed: Deed, exchange: Seen) -> list[bool]:
    """What a list says of whether more follows."""
    told = [*_told(deed, exchange, "more"), *(not each for each in _told(deed, exchange, "last"))]
    return [each for each in told if isinstance(each, bool)]


def _twice(grounds: Grounds, resource: Resource, deed: Deed, rows: Sequence[Any]) -> Iterator[Breach]:
    """A row that stands there again: the same as a whole, or under a key that only the server gives.

    A key out of a few values is none: several rows may be of one kind.
    """
    if _key_shape(grounds, resource, deed).choices:
        return
    by_key: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        if (key := key_of(resource, row)) is not None:
            by_key[key].append(row)
    for key, found in by_key.items():
        is_whole = any(row in found[:index] for index, row in enumerate(found))
        if len(found) > 1 and (is_whole or _is_key_of_server(grounds, resource, deed)):
            yield Breach(TWICE, f"{key} more than once")
            return


def _is_key_of_server(grounds: Grounds, resource: Resource, deed: Deed) -> bool:
    """Whether only the server gives the keys of this list, each once: a slug may be a client's."""
    place = (resource.key.places[-1] if resource.key else None) or ()
    is_of_many = resource.item.count(VARIABLE) > 1 and form_of(deed.operation.path) != resource.form
    if is_of_many:
        return False  # each parent may have a row of its own under one key
    if _key_shape(grounds, resource, deed).is_read_only:
        return True
    return not any(
        _is_sent(at_place(grounds.outlines.sent(each.operation) or ANYTHING, each.sent), place)
        for each in resource.deeds
        if each.sent is not None
    )


def _key_shape(grounds: Grounds, resource: Resource, deed: Deed) -> Shape:
    """What a list says of the keys of its rows."""
    given = grounds.outlines.given(deed.operation, success_of(deed.operation)) or ANYTHING
    place = resource.key.places[-1] if resource.key and resource.key.places else None
    return at_place(given, (*(deed.rows or ()), 0, *(place or ())))


def _is_sent(shape: Shape, place: Place) -> bool:
    """Whether a client may send a member; where a schema leaves that open, it may."""
    for step in place:
        if step not in (shape.members or {}):
            return not shape.members or shape.others is not None
        shape = shape.member(str(step))
    return not shape.is_read_only
