"""What the query parameters of a list mean: pages, order, and which rows it is about."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from vertrag.contract.inference.naming import joined, singular, words_of
from vertrag.contract.inference.positions import Place
from vertrag.contract.reading.parameters import Parameter
from vertrag.contract.schema.shapes import ANYTHING, Shape

Relation = Literal["equal", "at least", "at most", "more than", "less than", "not", "contains", "text"]
PageRole = Literal["limit", "page", "offset", "cursor", "back"]

LIMITS = (
    *("limit", "perpage", "pagesize", "pagelimit", "size", "take", "top", "maxresults", "maxitems", "rows"),
    *(
        "itemsperpage",
        "resultsperpage",
        "maxentries",
        "count",
        "first",
        "max",
        "num",
        "length",
        "maxpagesize",
    ),
)
_PAGES = ("page", "pagenumber", "pageno", "pageindex", "currentpage", "pagenum", "p")
_COUNTS = ("skip",)  # of rows; other offsets may be the position of a row
_OFFSETS = ("offset", *_COUNTS, "pageoffset", "startat", "startindex", "start", "from", "startposition")
_CURSORS = (
    *("cursor", "pagecursor", "pagetoken", "nexttoken", "startingafter", "after", "pageafter", "continue"),
    *("continuationtoken", "marker", "nextcursor", "nextpagetoken", "next", "starttoken", "startkey"),
)
_BACKWARDS = ("endingbefore", "before", "pagebefore", "prevcursor", "previouscursor")
_SORTS = ("sort", "sortby", "orderby", "ordering", "sortfield", "sortkey", "sortcolumn", "orderfield")
_DIRECTIONS = (
    "order",
    "direction",
    "sortorder",
    "sortdir",
    "sortdirection",
    "orderdirection",
    "dir",
    "orderdir",
)
_TEXTS = ("q", "search", "query", "searchtext", "searchterm", "keyword", "keywords", "term", "filtertext")
_BEFORE: Mapping[str, Relation] = {
    **dict.fromkeys(("min", "from", "start", "after", "since", "gte", "minimum"), "at least"),
    **dict.fromkeys(("max", "to", "end", "until", "before", "lte", "maximum"), "at most"),
    **dict.fromkeys(("gt",), "more than"),
    **dict.fromkeys(("lt",), "less than"),
    **dict.fromkeys(("not", "exclude", "ne"), "not"),
}
_OF_THE_RECORD = frozenset({"created", "updated", "modified", "changed", "deleted", "inserted", "registered"})
_FOLDERS = ("filter", "filters", "where")
ASCENDING = frozenset({"asc", "desc", "ascending", "descending"})
_NUMBERS = frozenset({"integer", "number"})
_TELLING = frozenset({"format", "pattern", "enum"})  # of a schema: what they allow can be made up
_INCLUDES = re.compile(r"\b(?:whether|if|when)\b.{0,40}\b(?:include|show|embed|add|expand)", re.IGNORECASE)
_WRITES = re.compile(
    r"\b(?:en|de)?cod(?:e|ed|ing)\b.{0,60}\b(?:response|answer|output|results?)\b", re.IGNORECASE
)
_NOTHING = ("none", "null")  # as defaults: who asks for none of them has all of them


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter that keeps the rows whose member stands in a relation to it; `text` looks everywhere.

    Where it `is_required`, it says whose rows are asked for; `unless` is its default that asks for nothing.
    """

    parameter: str
    relation: Relation
    member: Place
    reason: str
    is_required: bool = False
    unless: str | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """The parameters that choose a page, by what they mean.

    Pages are counted from `first_page`; `first_offset` is the offset that leaves out no row.
    """

    parameters: Mapping[PageRole, str] = field(default_factory=dict)
    first_page: int = 1
    first_offset: int = 0
    default_limit: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sorting:
    """The parameter that names members to sort by, and the one that says in which direction."""

    by: str | None
    direction: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Query:
    """All that the parameters of a list mean; what means nothing to the rows is left out."""

    paging: Paging | None = None
    filters: tuple[Filter, ...] = ()
    sorting: Sorting | None = None


NO_QUERY = Query()


def query_of(parameters: Sequence[Parameter], row: Shape, shape_of: Callable[[Any], Shape]) -> Query:
    """What the query parameters mean for rows of a shape; `shape_of` reads the parameters' schemas."""
    shapes = {each.name: ANYTHING if each.schema is None else shape_of(each.schema) for each in parameters}
    paging = _paging(parameters, shapes)
    taken = set(paging.parameters.values()) if paging else set()
    sorting = _sorting([each for each in parameters if each.name not in taken])
    taken |= {name for name in (sorting.by, sorting.direction) if name} if sorting else set()
    rest = [each for each in parameters if each.name not in taken and not _is_about_more(each)]
    comparable = _Comparable(row)
    read = ((each, _filter(each.name, comparable, shapes[each.name])) for each in rest)
    filters = tuple(_as_declared(found, each) for each, found in read if found is not None)
    return Query(paging, filters, sorting)


def takes_token(parameter: Parameter, beside: Sequence[Parameter] = ()) -> bool:
    """Whether only a text that an earlier page gave can stand in a parameter, whatever its schema allows.

    A mere token is one of a page where the parameters beside it say how long a page is.
    """
    schema = parameter.schema if isinstance(parameter.schema, Mapping) else {}
    is_any_text = schema.get("type") == "string" and schema.keys().isdisjoint(_TELLING)
    name, has_pages = _plain(parameter.name), any(_plain(each.name) in LIMITS for each in beside)
    return is_any_text and (name in (*_CURSORS, *_BACKWARDS) or (name == "token" and has_pages))


_ROLES: tuple[tuple[PageRole, tuple[str, ...], bool], ...] = (
    ("limit", LIMITS, True),
    ("page", _PAGES, True),
    ("offset", _OFFSETS, True),
    ("cursor", _CURSORS, False),
    ("back", _BACKWARDS, False),
)
_MOMENTS = frozenset({"from", "start", "after", "next"})  # what these mean alone, without the size of a page


def _paging(parameters: Sequence[Parameter], shapes: Mapping[str, Shape]) -> Paging | None:
    found: dict[PageRole, Parameter] = {}
    for role, names, is_number in _ROLES:
        fit = [each for each in parameters if _takes(shapes[each.name], number=is_number)]
        by_name = {_plain(each.name): each for each in fit}
        chosen = next((by_name[name] for name in names if name in by_name), None)
        if chosen is not None:
            found[role] = chosen
    if "limit" not in found and all(_plain(each.name) in _MOMENTS for each in found.values()):
        return None
    if found.keys() <= {"back"}:
        return None
    names_by_role = {role: each.name for role, each in found.items()}
    said = ", ".join(f"{name} is the {_SAID[role]}" for role, name in names_by_role.items())
    return Paging(
        names_by_role,
        _first_page(found.get("page")),
        _first_offset(found.get("offset")),
        _default(found.get("limit")),
        said,
    )


_SAID: Mapping[PageRole, str] = {
    "limit": "size of a page",
    "page": "number of the page",
    "offset": "number of rows to skip",
    "cursor": "row or token after which the page begins",
    "back": "row before which the page ends",
}


def _first_page(parameter: Parameter | None) -> int:
    schema = parameter.schema if parameter and isinstance(parameter.schema, Mapping) else {}
    stated = schema.get("default", schema.get("minimum", 1))
    return 0 if stated == 0 and not isinstance(stated, bool) else 1


def _first_offset(parameter: Parameter | None) -> int:
    """1 where rows are counted from 1, as the default says, or the minimum where there is no default."""
    schema = parameter.schema if parameter and isinstance(parameter.schema, Mapping) else {}
    is_count = parameter is None or _plain(parameter.name) in _COUNTS
    stated = schema.get("default", schema.get("minimum", 0))
    return 1 if stated == 1 and not isinstance(stated, bool) and not is_count else 0


def _default(parameter: Parameter | None) -> int | None:
    default = parameter.default if parameter else None
    return default if isinstance(default, int) and not isinstance(default, bool) and default > 0 else None


def _takes(shape: Shape, *, number: bool) -> bool:
    return not shape.types or bool(shape.types & (_NUMBERS if number else {"string"}))


def _sorting(parameters: Sequence[Parameter]) -> Sorting | None:
    by_name = {_plain(each.name): each for each in parameters}
    by = next((by_name[name] for name in _SORTS if name in by_name), None)
    direction = next((by_name[name] for name in _DIRECTIONS if name in by_name), None)
    if by is not None and direction is None and _is_direction(by):
        by, direction = None, by
    if by is None and direction is not None and not _is_direction(direction):
        by, direction = (direction, None) if _plain(direction.name) == "order" else (None, None)
    if by is None and direction is None:
        return None
    said = [f"{by.name} names what to sort by"] if by else []
    said += [f"{direction.name} is its direction"] if direction else []
    return Sorting(by.name if by else None, direction.name if direction else None, ", ".join(said))


def _is_direction(parameter: Parameter) -> bool:
    schema = parameter.schema if isinstance(parameter.schema, Mapping) else {}
    values = schema.get("enum") or ()
    return bool(values) and all(str(value).lower() in ASCENDING for value in values)


class _Comparable:
    """The members of a row that can be compared, by what a parameter may call them; looked for once."""

    def __init__(self, row: Shape) -> None:
        self.row = row
        self._known: dict[bool, dict[str, Place]] = {}

    def members(self, *, is_switch: bool) -> Mapping[str, Place]:
        """Those that a parameter can be compared with: a switch only with switches."""
        if is_switch not in self._known:
            self._known[is_switch] = dict(_scalar_places(self.row, is_switch=is_switch))
        return self._known[is_switch]


def _filter(name: str, comparable: _Comparable, asked: Shape) -> Filter | None:
    members = comparable.members(is_switch=asked.types == {"boolean"})
    for reading, relation in _readings(name):
        place = members.get(reading)
        if place is not None:
            said = "has the name of" if relation == "equal" else f"asks for {relation}"
            return Filter(name, relation, place, f"{name} {said} {'.'.join(map(str, place))}")
    several = _list_of(name, asked, comparable.row)
    if several is not None:
        return Filter(name, "equal", (several,), f"{name} is one of {several}, which take the same values")
    moment = _the_moment(comparable.row) if _plain(name) in _BEFORE and asked.is_moment else None
    if moment is not None:
        said = f"{name} bounds {moment}, the one moment of a row"
        return Filter(name, _BEFORE[_plain(name)], (moment,), said)
    if _plain(name) in _TEXTS and not asked.is_structure:
        return Filter(name, "text", (), f"{name} searches all texts of a row")
    return None


def _list_of(name: str, asked: Shape, row: Shape) -> str | None:
    """The member that is a list of what a parameter asks for: `?plug=` of `plugs`, out of the same values."""
    members = row.members or {} if len(asked.choices) > 1 else {}
    for member in members:
        if singular(joined(member)) == _plain(name):  # shapes are read last, and of most nobody does
            items = members[member].items
            return member if items is not None and items.choices == asked.choices else None
    return None


def _is_about_more(parameter: Parameter) -> bool:
    """Whether a flag says what else is shown, or how, and of no rows: "whether to include the balance"."""
    schema = parameter.schema if isinstance(parameter.schema, Mapping) else {}
    said = parameter.description
    return schema.get("type") == "boolean" and bool(_INCLUDES.search(said) or _WRITES.search(said))


def _as_declared(found: Filter, parameter: Parameter) -> Filter:
    unless = parameter.default if parameter.default in _NOTHING else None
    return replace(found, is_required=parameter.required, unless=unless)


def _the_moment(row: Shape) -> str | None:
    """The one member that says when a row was: what the server notes of its own making is none."""
    moments = [
        name
        for name, shape in (row.members or {}).items()
        if shape.is_moment and not shape.is_read_only and _OF_THE_RECORD.isdisjoint(words_of(name))
    ]
    return moments[0] if len(moments) == 1 else None


def _readings(name: str) -> Iterator[tuple[str, Relation]]:
    """What a name may say: the member that it has in mind, and the relation."""
    pieces = [piece for piece in re.split(r"[^0-9A-Za-zÀ-ž]+|(?<=[a-z0-9])(?=[A-Z])", name) if piece]
    words = [piece.lower() for piece in pieces]
    if len(words) > 1 and words[0] in _FOLDERS:
        words = words[1:]
    yield "".join(words), "equal"
    if len(words) > 1:
        if words[-1] in _BEFORE:
            yield from _moments("".join(words[:-1]), _BEFORE[words[-1]])
        if words[0] in _BEFORE:
            yield from _moments("".join(words[1:]), _BEFORE[words[0]])
        if words[-1] in ("in", "eq", "is"):
            yield "".join(words[:-1]), "equal"
        if words[-1] in ("contains", "like", "ilike", "icontains"):
            yield "".join(words[:-1]), "contains"
    if len(words) == 1 and words[0].endswith("s") and len(words[0]) > 3:
        yield words[0][:-1], "equal"


def _moments(member: str, relation: Relation) -> Iterator[tuple[str, Relation]]:
    yield member, relation
    yield f"{member}at", relation  # created_after speaks of created_at
    yield f"{member}date", relation
    yield f"{member}on", relation


_VAGUE = frozenset(
    {"id", "name", "type", "status", "state", "code", "value", "title", "key", "label", "kind"}
)
"""Names that many things have: `?name=` asks for the name of the row and of nothing in it."""


def _scalar_places(row: Shape, *, is_switch: bool) -> Iterator[tuple[str, Place]]:
    """The members that can be compared, one level down as well: `owner.login` is also ownerlogin.

    A telling name that only one thing in the row has stands for itself: `address.postcode` is also postcode.
    What a switch has the name of and what is none is not equal to it: `?labels=true` asks to be shown labels.
    """
    nested: list[tuple[str, Place]] = []
    for name, shape in (row.members or {}).items():
        if shape.is_object or shape.members:
            members = (shape.members or {}).items()
            nested += _within(name, [each for each, of in members if _is_comparable(of, is_switch=is_switch)])
    inner = [_plain(str(place[-1])) for _, place in nested]
    telling = {name for name, times in Counter(inner).items() if times == 1 and name not in _VAGUE}
    yield from ((name, place) for name, (_, place) in zip(inner, nested, strict=True) if name in telling)
    yield from nested
    yield from (
        (_plain(name), (name,))
        for name, shape in (row.members or {}).items()
        if _is_comparable(shape, is_switch=is_switch)
    )


def _within(name: str, members: Sequence[str]) -> Iterator[tuple[str, Place]]:
    """The members of a member, with its own name before theirs: `user.username` has it already."""
    yield from ((f"{_plain(name)}{_plain(each)}", (name, each)) for each in members)
    yield from ((_plain(each), (name, each)) for each in members if _plain(each).startswith(_plain(name)))


def _is_comparable(member: Shape, *, is_switch: bool) -> bool:
    return not member.is_object and not (is_switch and member.types and "boolean" not in member.types)


def _plain(name: str) -> str:
    return joined(name) or name
