"""Says beside a list what page of it this is, in the members and headers that the document has for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any
from urllib.parse import urlencode

from vertrag.contract.inference.positions import NOWHERE, Place, value_at, with_value
from vertrag.contract.inference.queries import Paging
from vertrag.contract.inference.totals import Fact, Meaning
from vertrag.serve.resources.selection import Page

Accepts = Callable[[Any], bool]
REMOVED: Any = object()
"""In place of a value: that the member is better left out."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What can be said about one page: `path` and `asked` are those of the request."""

    page: Page
    paging: Paging | None
    path: str
    asked: Mapping[str, Any]

    def candidates(self, meaning: Meaning) -> Iterator[Any]:
        """What a member or header of this meaning may say, the best first."""
        page, limit = self.page, self.page.limit or max(self.page.total, 1)
        number = page.offset // limit + (self.paging.first_page if self.paging else 1)
        before, first_offset = page.offset > 0, self.paging.first_offset if self.paging else 0
        if meaning == "links":
            yield self._links()
            return
        if meaning in ("next", "previous"):
            yield from self._way(
                page.offset + limit if meaning == "next" else page.offset - limit, number, meaning
            )
            return
        said: Mapping[Meaning, Any] = {
            "total": page.total,
            "pages": ceil(page.total / limit),
            "page": number,
            "limit": page.limit if page.limit is not None else page.total,
            "offset": page.offset + first_offset,
            "length": len(page.rows),
            "more": page.has_more,
            "last": not page.has_more,
            "first": not before,
            "before": before,
        }
        yield said[meaning]

    def _links(self) -> str:
        """The header Link (RFC 8288); empty where no page lies beside this one."""
        ways: tuple[tuple[Meaning, str], ...] = (("next", "next"), ("previous", "prev"))
        found = ((each, relation) for meaning, relation in ways for each in self.candidates(meaning))
        return ", ".join(f'<{way}>; rel="{relation}"' for way, relation in found if str(way).startswith("/"))

    def _way(self, offset: int, number: int, meaning: Meaning) -> Iterator[Any]:
        """How to ask for the page beside this one, else that there is none."""
        page, roles = self.page, self.paging.parameters if self.paging else {}
        is_there = page.has_more if meaning == "next" else page.offset > 0
        if not is_there or self.paging is None or not roles:
            yield from (None, REMOVED, "")
            return
        if "cursor" in roles and meaning == "next" and page.rows:
            yield page.rows[-1][0]
        changed: dict[str, Any] = {}
        if "page" in roles:
            changed[roles["page"]] = number + (1 if meaning == "next" else -1)
        elif "offset" in roles:
            changed[roles["offset"]] = max(offset, 0) + self.paging.first_offset
        elif "cursor" in roles and page.rows:
            changed[roles["cursor"]] = page.rows[-1][0]
        query = {name: value for name, value in {**self.asked, **changed}.items() if value is not None}
        yield f"{self.path}?{urlencode(query, doseq=True)}"
        yield from changed.values()
        yield from (str(value) for value in changed.values())
        yield REMOVED


def told(body: Any, facts: tuple[Fact, ...], telling: Telling, accepts: Accepts) -> Any:
    """The body with all facts that it can say and still satisfies its schema."""
    for fact in facts:
        if fact.header:
            continue
        for value in telling.candidates(fact.meaning):
            changed = _without(body, fact.place) if value is REMOVED else with_value(body, fact.place, value)
            if accepts(changed):
                body = changed
                break
    return body


def headers_told(facts: tuple[Fact, ...], telling: Telling) -> Iterator[tuple[str, str]]:
    """The headers that say something about the page."""
    for fact in facts:
        if fact.header:
            value = next(telling.candidates(fact.meaning))
            if value is not None and value is not REMOVED:
                yield fact.header.lower(), str(value).lower() if isinstance(value, bool) else str(value)


def _without(body: Any, place: Place) -> Any:
    above = value_at(body, place[:-1])
    if above is NOWHERE or not isinstance(above, dict):
        return body
    return with_value(body, place[:-1], {name: each for name, each in above.items() if name != place[-1]})
