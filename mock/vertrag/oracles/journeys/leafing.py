"""A walk over lists whose pages lead on to each other: each row is on one of them, and they end."""

from collections.abc import Iterator, Sequence
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.row_paths import listing
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.journeys.paging import (
    COUNT,
    MISSING,
    OVERLAP,
    ROWS,
    Whole,
    ends_early,
    says_end,
    steps,
    token_of,
    whole,
)
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import MORE, key_of, rows_of, said
from vertrag.oracles.seen import Seen
from vertrag.oracles.spelling import as_json

ENDLESS = Law(
    "VF607", "pages_never_end", "The last page leads on", "no token on the last page, or an end after it", 2
)
LAWS = (ENDLESS,)

_BEYOND = 2  # empty pages after the last row, before there is no end


def _belied(listed: Deed, answer: Seen, found: Whole, page: Sequence[str]) -> Breach | None:
    """What a page says of the whole, and the whole does not: that nothing follows, or another total."""
    if early := ends_early(listed, answer, found.keys, page):
        return Breach(MORE, early)
    known = len(found.keys)
    # A mere `count` may be of the rows that are shown.
    is_total = not any(fact.place and joined(str(fact.place[-1])) == "count" for fact in listed.facts)
    wrong = next((each for each in said(listed, answer, "total") if each != known), None)
    if wrong is None or known not in found.totals or not is_total:
        return None
    return Breach(COUNT, f"{wrong} in total on a page of {len(page)}, {known} rows")


def pages_lead_on(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """The tokens that pages give lead to every row once, and to an end."""
    listed = listing(resource)
    parent = talk.above(listed.operation) if listed else None
    names: Any = listed.query.paging.parameters if listed and listed.query.paging else {}
    if listed is None or parent is None or not {"limit", "cursor"} <= names.keys():
        return
    found = whole(talk, resource, listed, parent)
    if found is None or len(found.keys) < ROWS or not found.is_all:
        return
    keys, size = found.keys, steps(found.keys)
    is_only_way = names.keys().isdisjoint(("offset", "page"))
    query: dict[str, Any] = {names["limit"]: size}
    turned: list[str] = []
    for _ in range(-(-len(keys) // size) + _BEYOND):
        answer = talk.ask(listed.operation, parent, query)
        rows = rows_of(listed, answer) if answer is not None and answer.succeeded else None
        if answer is None or rows is None:
            return
        page = [key for row in rows if (key := key_of(resource, row)) is not None]
        twice = next((key for key in page if key in turned), None)
        if twice is not None:
            yield Breach(OVERLAP, f"{twice} on two pages")
            return
        turned += page
        breach = _belied(listed, answer, found, page)
        if breach is not None:
            yield breach
            return
        token = token_of(listed, answer, names["cursor"])
        if token is None and names["cursor"] not in query and not (says_end(listed, answer) and is_only_way):
            return  # there may be another way to the next page
        if token is None:
            break
        query[names["cursor"]] = token
    else:
        yield Breach(ENDLESS, f"{as_json(token)} after all {len(turned)} rows and {_BEYOND} empty pages")
    missing = next((key for key in keys if key not in turned), None)
    if missing is not None:
        yield Breach(MISSING, f"{missing} is on none of the pages")
