"""Walks over lists: pages follow each other, filters keep what matches, orders order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import words_of
from vertrag.contract.inference.positions import NOWHERE, value_at
from vertrag.contract.inference.queries import ASCENDING, Filter, Sorting
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.contrasts import NUMBERS, SWITCH, contrast
from vertrag.oracles.conversation.row_paths import listing
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import MORE, follows, key_of, matches, rows_of, said
from vertrag.oracles.orders import is_number
from vertrag.oracles.seen import Seen
from vertrag.oracles.spelling import as_json

OVERLAP = Law("VF601", "pages_overlap", "Two pages share a row", "each row on one page", 1)
MISSING = Law("VF602", "pages_incomplete", "A row is on no page", "every row on one page", 1)
COUNT = Law(
    "VF603", "total_differs", "The total is not the number of rows", "as many rows as the total says", 2
)
DROPS = Law("VF604", "filter_drops", "A filter drops what matches", "every row that matches the filter", 1)
UNSORTED = Law("VF605", "sort_drops", "An order changes which rows come", "the same rows in another order", 2)
APART = Law(
    "VF606", "sorted_page_by_page", "Pages are sorted each for itself", "pages of one sorted whole", 2
)
LAWS = (OVERLAP, MISSING, COUNT, DROPS, UNSORTED, APART)

ROWS = 3  # rows that a list needs before pages of one can be told from each other
_PAGES = 12  # pages that a walk turns at most
_SHORTEST = 2  # rows of a page: of one row each, who counts pages is not told from who counts rows
WHOLE = 50  # rows that one page may show as the whole
_WISHES = 8  # values that one filter is asked for
_BOUNDS = frozenset({"min", "max", "minimum", "maximum", "gte", "lte"})
_LED_ON = 2  # pages that are turned under a filter, and values of it that they are turned for
_CREATED = 4  # rows that are created for a list that is too short


def pages_follow(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Pages are disjoint, complete, and as many as the total says."""
    listed = listing(resource)
    parent = talk.above(listed.operation) if listed else None
    paging = listed.query.paging if listed else None
    if listed is None or paging is None or parent is None or "limit" not in paging.parameters:
        return
    if not {"offset", "page"} & paging.parameters.keys():
        return
    found = whole(talk, resource, listed, parent)
    if found is None or len(found.keys) < ROWS:
        return
    for total in found.totals if found.is_all else ():
        if total != len(found.keys):
            yield Breach(COUNT, f"{total} in total, {len(found.keys)} rows")
    yield from _turned(talk, resource, listed, parent, found.keys)


def _turned(
    talk: Talk, resource: Resource, listed: Deed, parent: tuple[str, ...], keys: Sequence[str]
) -> Iterator[Breach]:
    """Whether all pages together have the rows of the whole."""
    turned: list[str] = []
    size = steps(keys)
    for index in range(-(-len(keys) // size)):
        query = {**dict.fromkeys(whole_page(listed), size), **turn(listed, index, size)}
        answer = talk.ask(listed.operation, parent, query)
        page = keys_in(resource, listed, answer)
        if answer is None or page is None:
            return
        twice = next((key for key in page if key in turned), None)
        if twice is not None:
            yield Breach(OVERLAP, f"{twice} on page {index + 1} and before")
            return
        turned += page
        if early := ends_early(listed, answer, keys, page):
            yield Breach(MORE, early)
            return
    missing = next((key for key in keys if key not in turned), None)
    if missing is not None:
        yield Breach(MISSING, f"{missing} is on none of {len(turned)} pages")


def steps(keys: Sequence[str]) -> int:
    """How long a page is when a walk turns all of them."""
    return max(_SHORTEST, -(-len(keys) // _PAGES))


def ends_early(listed: Deed, answer: Seen, keys: Sequence[str], page: Sequence[str]) -> str:
    """What a page says wrongly: that nothing follows, while rows do that were seen before."""
    if not page or page[-1] not in keys or all(follows(listed, answer)):
        return ""
    later = keys[keys.index(page[-1]) + 1 :]
    return f"nothing follows after {page[-1]}, and {later[0]} does" if later else ""


def turn(listed: Deed, index: int, size: int) -> dict[str, Any]:
    """What asks for the page with an index, the first being 0, by its number or its offset."""
    paging = listed.query.paging
    if paging is None:
        return {}
    names = paging.parameters
    if "offset" in names:
        return {names["offset"]: paging.first_offset + index * size}
    return {names["page"]: paging.first_page + index} if "page" in names else {}


def token_of(listed: Deed, answer: Seen, name: str) -> str | None:
    """What leads to the next page, by itself or within a link."""
    for fact in listed.facts:
        if fact.meaning != "next" or fact.header:
            continue
        value = value_at(answer.body, fact.place)
        if value is NOWHERE or value is None or value == "":
            continue
        within = parse_qs(urlsplit(value).query).get(name) if isinstance(value, str) else None
        return within[0] if within else str(value)
    return None


@dataclass(frozen=True, slots=True)
class Whole:
    """One long page: the keys of its rows, what it says of the total, and whether it has all rows."""

    keys: list[str]
    totals: list[int]
    is_all: bool


def whole(talk: Talk, resource: Resource, listed: Deed, parent: tuple[str, ...]) -> Whole | None:
    """All rows on one long page; rows are created if need be."""
    for _ in range(_CREATED):
        answer = talk.ask(listed.operation, parent, whole_page(listed))
        rows = rows_of(listed, answer) if answer is not None and answer.succeeded else None
        if answer is None or rows is None:
            return None
        if len(rows) >= ROWS or talk.make(resource) is None:
            keys = [key for row in rows if (key := key_of(resource, row)) is not None]
            is_all = is_whole(listed, rows, answer)
            return Whole(keys, said(listed, answer, "total"), is_all) if len(keys) == len(rows) else None
    return None


def keys_in(resource: Resource, listed: Deed, answer: Seen | None) -> list[str] | None:
    """The keys of the rows of a list; None where the answer is none."""
    rows = rows_of(listed, answer) if answer is not None and answer.succeeded else None
    return [key for row in rows if (key := key_of(resource, row)) is not None] if rows is not None else None


def says_end(listed: Deed, answer: Seen) -> bool:
    """Whether a page says that none follows: its token is there, and null."""
    return any(
        value_at(answer.body, fact.place) is None
        for fact in listed.facts
        if fact.meaning == "next" and not fact.header
    )


def filters_keep(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A filter with the value of a row gives that row; the laws on lists look at what else it gives."""
    listed = listing(resource)
    parent = talk.above(listed.operation) if listed else None
    if listed is None or parent is None or not listed.query.filters:
        return
    for _ in range(2):
        talk.make(resource)
    for each in listed.query.filters:
        if each.relation == "equal":
            contrast(talk, resource, each.member, SWITCH)
    answer = talk.ask(listed.operation, parent, whole_page(listed))
    rows = rows_of(listed, answer) if answer is not None and answer.succeeded else None
    for each in listed.query.filters if rows else ():
        for wanted in _wishes(listed, each, rows or ()):
            filtered = talk.ask(listed.operation, parent, {**whole_page(listed), each.parameter: wanted})
            got = keys_in(resource, listed, filtered)
            matching = [key_of(resource, row) for row in rows or () if _has_to_come(each, wanted, row)]
            expected = [key for key in matching if key is not None]  # of others nobody can say which came
            is_all = got is not None and is_whole(listed, got, filtered)
            lost = [key for key in expected if key not in (got or ())] if is_all else []
            if lost:
                yield Breach(DROPS, f"{lost[0]} does not come for {each.parameter} {as_json(wanted)}")
                break
        for wanted in _wishes(listed, each, rows or ())[:_LED_ON]:
            _lead_on(talk, listed, parent, {each.parameter: wanted})


def _lead_on(talk: Talk, listed: Deed, parent: tuple[str, ...], kept: Mapping[str, Any]) -> None:
    """Turn the first pages under a filter: the laws on lists look at whether it still holds there."""
    names: Mapping[Any, str] = listed.query.paging.parameters if listed.query.paging else {}
    query = {**kept, **({names["limit"]: 1} if "limit" in names else {})}
    for index in range(1, _LED_ON + 1):
        answer = talk.ask(listed.operation, parent, query)
        if answer is None or not answer.succeeded or not rows_of(listed, answer):
            return
        token = token_of(listed, answer, names["cursor"]) if "cursor" in names else None
        turned = turn(listed, index, 1)
        if token is None and not turned:
            return
        query |= {names["cursor"]: token} if token is not None else turned


def _has_to_come(each: Filter, wanted: Any, row: Any) -> bool:
    """Whether a filter has to give a row: a bound may leave out what lies on it, unless it is called one."""
    value = value_at(row, each.member)
    if each.relation == "equal":
        return matches(each, wanted, value)
    if not is_number(value) or not is_number(wanted) or each.relation not in ("at least", "at most"):
        return False
    is_beyond = value > wanted if each.relation == "at least" else value < wanted
    return bool(is_beyond) or (value == wanted and not _BOUNDS.isdisjoint(words_of(each.parameter)))


def _wishes(listed: Deed, each: Filter, rows: Sequence[Any]) -> list[Any]:
    """What to ask a filter for: values that rows have, and every value that it declares."""
    had = [_plain(value_at(row, each.member)) for row in rows]
    parameters = {one.name: one for one in listed.operation.parameters.get("query", ())}
    schema = parameters[each.parameter].schema if each.parameter in parameters else None
    declared = schema.get("enum") or () if isinstance(schema, Mapping) else ()
    wishes = dict.fromkeys(value for value in (*had, *declared) if value is not None)
    plain = [value for value in wishes if isinstance(value, str | int | float)][:_WISHES]
    takes_several = isinstance(schema, Mapping) and schema.get("type") == "array"
    return [plain[:2], *plain] if takes_several and len(plain) > 1 else plain


def orders_order(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Every declared order gives the same rows, whatever the page; the laws on lists look at the order."""
    listed = listing(resource)
    parent = talk.above(listed.operation) if listed else None
    sorting = listed.query.sorting if listed else None
    if listed is None or parent is None or sorting is None or sorting.by is None:
        return
    talk.make(resource)
    for member in dict.fromkeys(value.lstrip("+-") for value in _orders(listed, sorting.by)):
        contrast(talk, resource, (member,), NUMBERS)
    talk.make_alike(resource)
    unsorted = talk.ask(listed.operation, parent, whole_page(listed))
    plain = keys_in(resource, listed, unsorted)
    is_all = plain is not None and is_whole(listed, plain, unsorted) and not says_more(listed, unsorted)
    ways: list[dict[str, str]] = [{sorting.by: value} for value in _orders(listed, sorting.by)]
    plainly = [way for way in ways if not way[sorting.by].startswith(("+", "-"))]
    ways += [{**way, **turned} for way in plainly for turned in _directions(listed, sorting)]
    for way in ways if is_all else ():
        got = _rows(talk, listed, parent, {**whole_page(listed), **way})
        value = " ".join(way.values())
        if got is None:
            continue
        if {key_of(resource, row) for row in got} != set(plain or ()):
            yield Breach(UNSORTED, f"{len(got)} rows for {sorting.by} {value}, {len(plain or ())} without")
        elif "limit" in (listed.query.paging.parameters if listed.query.paging else ()):
            yield from _first_of_all(talk, listed, parent, way, got)


def _first_of_all(
    talk: Talk, listed: Deed, parent: tuple[str, ...], way: Mapping[str, str], whole: Sequence[Any]
) -> Iterator[Breach]:
    """What stands on a page of one is the first of the whole, though another row may be equal to it."""
    short = _rows(talk, listed, parent, {**dict.fromkeys(whole_page(listed), 1), **way})
    member = (next(iter(way.values())).lstrip("+-"),)
    one, other = (value_at(rows[0], member) if rows else NOWHERE for rows in (short, whole))
    if NOWHERE not in (one, other) and one != other:
        yield Breach(APART, f"{as_json(one)} is the first of one, {as_json(other)} the first of all")


def _directions(listed: Deed, sorting: Sorting) -> list[dict[str, str]]:
    """What turns an order round: the directions that the document lets a list be asked for."""
    name = sorting.direction
    values = _orders(listed, name) if name is not None else []
    return [{name: value} for value in values if name is not None and value.lower() in ASCENDING]


def _orders(listed: Deed, by: str) -> list[str]:
    parameter = next((each for each in listed.operation.parameters.get("query", ()) if each.name == by), None)
    schema = parameter.schema if parameter and isinstance(parameter.schema, Mapping) else {}
    return [value for value in schema.get("enum") or () if isinstance(value, str)]


def _rows(talk: Talk, listed: Deed, parent: tuple[str, ...], query: Mapping[str, Any]) -> list[Any] | None:
    answer = talk.ask(listed.operation, parent, query)
    return rows_of(listed, answer) if answer is not None and answer.succeeded else None


def whole_page(listed: Deed) -> dict[str, Any]:
    """The query for the longest page that a walk asks for."""
    paging = listed.query.paging
    return {paging.parameters["limit"]: page_size(listed)} if paging and "limit" in paging.parameters else {}


def page_size(listed: Deed) -> int:
    """How many rows the longest page has that the document allows and a walk asks for."""
    name = listed.query.paging.parameters.get("limit") if listed.query.paging else None
    parameters = listed.operation.parameters.get("query", ())
    schema = next((each.schema for each in parameters if each.name == name), None)
    most = schema.get("maximum") if isinstance(schema, Mapping) else None
    return min(WHOLE, most) if isinstance(most, int) and most > 0 else WHOLE


def is_whole(listed: Deed, rows: Sequence[Any], answer: Seen | None) -> bool:
    """Whether the longest page has every row that there is; a server may give shorter ones, and say so."""
    paging = listed.query.paging
    given = said(listed, answer, "limit") if answer is not None else []
    return len(rows) < min([page_size(listed), *given]) and (paging is None or "limit" in paging.parameters)


def says_more(listed: Deed, answer: Seen | None) -> bool:
    """Whether a page says of itself that there are more rows than it shows."""
    rows = rows_of(listed, answer) if answer is not None else None
    if answer is None or rows is None:
        return False
    return any(total > len(rows) for total in said(listed, answer, "total"))


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float) and value is not NOWHERE and value != "" else None
