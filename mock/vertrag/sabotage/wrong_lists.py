"""Ways to get lists wrong: pages, filters, order, and what a list says of itself."""

import re
from collections.abc import Callable
from typing import Any

from vertrag.contract.inference.positions import value_at
from vertrag.contract.inference.totals import Meaning
from vertrag.exchange import Request, Response
from vertrag.sabotage.answering import header, is_success, put, value_of, with_headers, with_value
from vertrag.sabotage.asking import query_value, with_query, without_query
from vertrag.sabotage.needs import LISTS
from vertrag.sabotage.terrain import Terrain
from vertrag.sabotage.way import Need, Scene, Way

Rows = list[Any]


def _pages(terrain: Terrain, *roles: str) -> bool:
    return any(
        role in deed.query.paging.parameters
        for deed in terrain.deeds("list", "search")
        if deed.query.paging is not None
        for role in roles
    )


_LIMITED = Need("a list with a size of pages", lambda terrain: _pages(terrain, "limit"))
_PAGED = Need("a list with pages", lambda terrain: _pages(terrain, "page", "offset", "cursor"))
_COUNTED = Need("a list with numbered pages or an offset", lambda terrain: _pages(terrain, "page", "offset"))
_FILTERED = Need(
    "a list with a filter",
    lambda terrain: any(deed.query.filters for deed in terrain.deeds("list", "search")),
)
_SORTED = Need(
    "a list that can be sorted",
    lambda terrain: any(deed.query.sorting for deed in terrain.deeds("list", "search")),
)


def _says(*meanings: Meaning) -> Need:
    def says(terrain: Terrain) -> bool:
        facts = (fact for deed in terrain.deeds("list", "search") for fact in deed.facts)
        return any(fact.meaning in meanings for fact in facts)

    return Need(f"a list that says its {' or '.join(meanings)}", says)


def _paging(scene: Scene, *roles: str) -> list[str]:
    """The names of the parameters with these roles."""
    deed = scene.deed
    paging = deed.query.paging if deed is not None else None
    found = {**paging.parameters} if paging is not None else {}
    return [name for role, name in found.items() if role in roles]


def _filters(scene: Scene) -> list[str]:
    deed = scene.deed
    return [each.parameter for each in deed.query.filters] if deed is not None else []


def _sorting(scene: Scene) -> list[str]:
    deed = scene.deed
    sorting = deed.query.sorting if deed is not None else None
    return [name for name in (sorting.by, sorting.direction) if name] if sorting else []


Again = Callable[[Scene, Response], Request | None]


def _once_valid(bend: Callable[[Scene], Request]) -> Again:
    """A way that bends what a list is asked for; what is refused, or asks for none of it, is let alone."""

    def again(scene: Scene, answer: Response) -> Request | None:
        bent = bend(scene) if is_success(answer) else scene.request
        return bent if bent != scene.request else None

    return again


def _ignores(names: Callable[[Scene], list[str]]) -> Again:
    return _once_valid(lambda scene: without_query(scene.request, names(scene)))


def _moved(step: int) -> Again:
    def bend(scene: Scene) -> Request:
        for name in _paging(scene, "page", "offset"):
            sent = query_value(scene.request, name)
            if sent is not None and re.fullmatch("[0-9]{1,18}", sent) and int(sent) + step > 0:
                return with_query(scene.request, name, str(int(sent) + step))
        return scene.request

    return _once_valid(bend)


def _rows(bend: Callable[[Scene, Rows], Rows]) -> Callable[[Scene, Response], Response]:
    """A way that bends the rows of a list which has some."""

    def answer(scene: Scene, answer: Response) -> Response:
        deed = scene.deed
        if deed is None or deed.rows is None or not is_success(answer):
            return answer
        value = value_of(answer)
        rows = value_at(value, deed.rows)
        if not isinstance(rows, list) or not rows:
            return answer
        return with_value(answer, put(value, deed.rows, bend(scene, rows)))

    return answer


def _facts(
    *meanings: Meaning,
) -> Callable[[Callable[[Any, int], Any]], Callable[[Scene, Response], Response]]:
    """Makes a way of what bends a fact, which sees it and the number of rows."""

    def with_bend(bend: Callable[[Any, int], Any]) -> Callable[[Scene, Response], Response]:
        def answer(scene: Scene, answer: Response) -> Response:
            deed = scene.deed
            if deed is None or deed.rows is None or not is_success(answer):
                return answer
            return _bent_facts(
                answer, deed.rows, [each for each in deed.facts if each.meaning in meanings], bend
            )

        return answer

    return with_bend


def _bent_facts(answer: Response, rows: Any, facts: Any, bend: Callable[[Any, int], Any]) -> Response:
    value = value_of(answer)
    shown = value_at(value, rows)
    count = len(shown) if isinstance(shown, list) else 0
    for fact in facts:
        if fact.header and header(answer, fact.header.lower()).isdecimal():
            said = bend(int(header(answer, fact.header.lower())), count)
            answer = with_headers(answer, **{fact.header.lower(): str(said)})
        elif not fact.header and isinstance(value_at(value, fact.place), bool | int):
            value = put(value, fact.place, bend(value_at(value, fact.place), count))
            answer = with_value(answer, value)
    return answer


def _was_filtered(scene: Scene) -> bool:
    return any(query_value(scene.request, name) is not None for name in _filters(scene))


def _was_sorted(scene: Scene) -> bool:
    return any(query_value(scene.request, name) is not None for name in _sorting(scene))


def _other_text(scene: Scene, rows: Rows) -> Rows:
    """The rows with one text of each changed; not of the key, nor of what has few values."""
    key = scene.resource.key if scene.resource else None
    known = {place[0] for place in (key.places if key else ()) if place}
    return [_changed(row, known) if isinstance(row, dict) else row for row in rows]


def _changed(row: dict[str, Any], known: set[Any]) -> dict[str, Any]:
    for name, text in row.items():
        if name not in known and isinstance(text, str):
            return {**row, name: text[:-1] if len(text) > 1 else text * 2}
    return row


WAYS = (
    Way(
        "S401",
        "the size of a page is ignored",
        "Pages have the size that they have anyhow.",
        None,
        _LIMITED,
        again=_ignores(lambda scene: _paging(scene, "limit")),
    ),
    Way(
        "S402",
        "pages have one row too many",
        "Every list has its last row twice.",
        None,
        LISTS,
        answer=_rows(lambda _, rows: [*rows, rows[-1]]),
    ),
    Way(
        "S403",
        "a row falls between pages",
        "An offset counts one too many, a page is the one after it.",
        None,
        _COUNTED,
        again=_moved(1),
    ),
    Way(
        "S404",
        "pages overlap",
        "An offset counts one too few, a page is the one before it.",
        None,
        _COUNTED,
        again=_moved(-1),
    ),
    Way(
        "S405",
        "every page is the first",
        "Page, offset and cursor are ignored.",
        None,
        _PAGED,
        again=_ignores(lambda scene: _paging(scene, "page", "offset", "cursor")),
    ),
    Way(
        "S406",
        "lists lack their last row",
        "The last row of every page is left out.",
        None,
        LISTS,
        answer=_rows(lambda _, rows: rows[:-1]),
    ),
    Way(
        "S407",
        "the total is that of the page",
        "The total of a list is the number of rows on the page.",
        None,
        _says("total"),
        answer=_facts("total")(lambda _, count: count),
    ),
    Way(
        "S408",
        "the total counts one too many",
        "The total of a list is one more than there are rows.",
        None,
        _says("total"),
        answer=_facts("total")(lambda said, _: said + 1),
    ),
    Way(
        "S409",
        "there is never more",
        "Every page says that it is the last one.",
        None,
        _says("more", "last"),
        answer=lambda scene, answer: _facts("last")(lambda *_: True)(
            scene, _facts("more")(lambda *_: False)(scene, answer)
        ),
    ),
    Way(
        "S410",
        "filters are ignored",
        "A list has all rows, whatever was asked for.",
        None,
        _FILTERED,
        again=_ignores(_filters),
    ),
    Way(
        "S411",
        "filters lose a row",
        "A filtered list lacks its first row.",
        None,
        _FILTERED,
        answer=_rows(lambda scene, rows: rows[1:] if _was_filtered(scene) else rows),
    ),
    Way(
        "S412",
        "the order is ignored",
        "A list comes in its usual order, whatever was asked for.",
        None,
        _SORTED,
        again=_ignores(_sorting),
    ),
    Way(
        "S413",
        "the order is turned round",
        "A list that was asked for in an order comes in the opposite one.",
        None,
        _SORTED,
        answer=_rows(lambda scene, rows: rows[::-1] if _was_sorted(scene) else rows),
        pardon="no document says which way an order goes unless its parameter does",
    ),
    Way(
        "S414",
        "every second list is turned round",
        "Without a wish for an order rows come now in one, now in the other.",
        None,
        LISTS,
        answer=_rows(lambda scene, rows: rows[::-1] if scene.number % 2 and not _was_sorted(scene) else rows),
    ),
    Way(
        "S415",
        "lists show other rows than details",
        "A text of every row in a list lacks its last letter.",
        None,
        LISTS,
        answer=_rows(_other_text),
    ),
)
