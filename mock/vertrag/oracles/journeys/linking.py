"""A walk along the Link headers of pages (RFC 8288): each leads to the next page, under the same query."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.positions import NOWHERE, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.row_paths import listing
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.journeys.paging import ROWS, keys_in, steps, whole
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import rows_of
from vertrag.oracles.seen import Seen

ASTRAY = Law(
    "VF609",
    "link_to_another_page",
    "A Link leads to another page than the next",
    "the page that follows, under the same query (RFC 8288)",
    2,
)
ABSENT = Law(
    "VF610",
    "link_missing",
    "A page that another follows has no Link to it",
    "the Link that the document describes",
    2,
)
LAWS = (ASTRAY, ABSENT)

_LINK = re.compile(r"<([^<>]*)>([^<>]*)")
_NEXT = re.compile(r'\brel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)', re.IGNORECASE)
_MOST = 12  # filters and orders under which a link is looked at
_DESCRIBED = re.compile(r"\bnext\b|nächste", re.IGNORECASE)


def links_lead_on(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """The Link of a page leads to the rows that come next; what chose the rows is said in it again."""
    listed = listing(resource)
    parent = talk.above(listed.operation) if listed else None
    names: Mapping[Any, str] = listed.query.paging.parameters if listed and listed.query.paging else {}
    if listed is None or parent is None or "limit" not in names or not _describes_links(listed):
        return
    found = whole(talk, resource, listed, parent)
    if found is None or len(found.keys) < ROWS or not found.is_all:
        return
    size = steps(found.keys)
    first = talk.ask(listed.operation, parent, {names["limit"]: size})
    page = keys_in(resource, listed, first)
    if first is None or page != found.keys[:size] or len(page) == len(found.keys):
        return  # of pages themselves other laws know
    link = _next(first)
    if link is None:
        if _speaks_of_the_next(listed):
            yield Breach(ABSENT, f"no Link after {size} of {len(found.keys)} rows")
        return
    following = keys_in(resource, listed, _followed(talk, listed, parent, link))
    again = next((key for key in following or () if key in page), None)
    if again is not None or following == []:
        yield Breach(ASTRAY, f"{again} again" if again is not None else "no row")
    else:
        yield from _kept(talk, listed, parent, first)


def _kept(talk: Talk, listed: Deed, parent: tuple[str, ...], first: Seen) -> Iterator[Breach]:
    """Whether links to numbered pages say again what chose their rows; a token may hold all that."""
    names: Mapping[Any, str] = listed.query.paging.parameters if listed.query.paging else {}
    numbers = {names[role] for role in ("page", "offset") if role in names}
    for name, value in islice(_choices(listed, first), _MOST):
        answer = talk.ask(listed.operation, parent, {names["limit"]: 1, name: value})
        link = _next(answer) if answer is not None else None
        asked = parse_qs(link.query, keep_blank_values=True) if link is not None else {}
        if numbers & asked.keys() and name not in asked:
            yield Breach(ASTRAY, f"{name} is left out of the link")
            return


def _choices(listed: Deed, first: Seen) -> Iterator[tuple[str, Any]]:
    """Filters with values that rows have, and an order; what is so by default no link needs to say."""
    rows = rows_of(listed, first) or ()
    known = {each.name: each.schema for each in listed.operation.parameters.get("query", ())}
    schemas = {name: schema for name, schema in known.items() if isinstance(schema, Mapping)}
    for each in listed.query.filters:
        values = (value_at(row, each.member) for row in rows if each.relation == "equal")
        fitting = (one for one in values if one is not NOWHERE and isinstance(one, str | int) and one != "")
        usual = schemas.get(each.parameter, {}).get("default")
        yield from ((each.parameter, value) for value in dict.fromkeys(fitting) if value != usual)
    by = (listed.query.sorting.by if listed.query.sorting else None) or ""
    orders = schemas.get(by, {}).get("enum") or ()
    yield from [(by, value) for value in orders if value != schemas[by].get("default")][-1:]


def _describes_links(listed: Deed) -> bool:
    return any(fact.meaning == "links" and fact.header for fact in listed.facts)


def _speaks_of_the_next(listed: Deed) -> bool:
    """Whether the document says of the header that it leads to the next page."""
    response = success_of(listed.operation)
    links = [each for each in (response.headers if response else ()) if each.sent_as == "link"]
    return any(_DESCRIBED.search(each.description) for each in links)


def _next(answer: Seen) -> SplitResult | None:
    """The target of the link to the next page, in whichever line of the header it stands."""
    text = ", ".join(value for name, value in answer.response.headers if name == "link")
    target = next((found[1] for found in _LINK.finditer(text) if _NEXT.search(found[2])), None)
    try:
        return urlsplit(target) if target is not None else None
    except ValueError:  # an unclosed bracket
        return SplitResult("", "", "", "", "")


def _followed(talk: Talk, listed: Deed, parent: tuple[str, ...], target: SplitResult) -> Seen | None:
    """What a link leads to; None where it leads out of the list."""
    request = talk.request(listed.operation, parent)
    if target.path and not target.path.rstrip("/").endswith(request.path.rstrip("/")):
        return None
    own = [pair for pair in talk.query if pair[0] not in parse_qs(target.query)]  # credentials
    return talk.say(request._replace(query="&".join(filter(None, (target.query, urlencode(own))))))
