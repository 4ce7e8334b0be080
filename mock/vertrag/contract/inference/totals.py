"""What a list says of itself beside its rows: how many there are, which page this is, whether more follow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.positions import Place, shown
from vertrag.contract.reading.parameters import Parameter
from vertrag.contract.schema.shapes import Shape

Meaning = Literal[
    "total",
    "pages",
    "page",
    "limit",
    "offset",
    "length",
    "more",
    "last",
    "first",
    "before",
    "next",
    "previous",
    "links",
]

_MEANINGS: Mapping[Meaning, tuple[str, ...]] = {
    "total": (
        *("total", "totalcount", "totalitems", "totalelements", "totalresults", "totalrecords", "totalrows"),
        *(
            "totalhits",
            "recordcount",
            "resultcount",
            "resultscount",
            "itemcount",
            "totalsize",
            "totalentries",
        ),
        *("found", "xtotal", "xtotalcount", "xtotalitems", "paginationtotal", "xpaginationtotal"),
        *("xpaginationtotalcount", "odatacount", "totalnumber", "numfound", "gesamt", "anzahl"),
    ),
    "pages": ("totalpages", "pagecount", "numpages", "pages", "lastpage", "xtotalpages", "pagestotal"),
    "page": ("page", "currentpage", "pagenumber", "pageno", "pageindex", "xpage"),
    "limit": ("limit", "perpage", "pagesize", "size", "itemsperpage", "resultsperpage", "xperpage"),
    "offset": ("offset", "skip", "startindex", "startat"),
    "length": ("numberofelements", "returned", "length", "returnedcount", "pageitems"),
    "more": ("hasmore", "hasnext", "hasnextpage", "more", "moreavailable", "hasmoreitems", "istruncated"),
    "last": ("last", "islast", "islastpage"),
    "first": ("first", "isfirst", "isfirstpage"),
    "before": ("hasprevious", "hasprev", "haspreviouspage", "hasprevpage"),
    "next": (
        *(
            "next",
            "nextpage",
            "nextcursor",
            "nexttoken",
            "nextpagetoken",
            "nextlink",
            "nextmarker",
            "nexturl",
        ),
        *("cursor", "continue", "continuationtoken", "endcursor", "odatanextlink", "after", "xnextpage"),
    ),
    "previous": (
        "previous",
        "prev",
        "prevpage",
        "previouspage",
        "prevcursor",
        "previouscursor",
        "previousurl",
    ),
    "links": ("link",),  # the header of RFC 8288
}
_BY_NAME: Mapping[str, Meaning] = {name: meaning for meaning, names in _MEANINGS.items() for name in names}
_FLAGS = frozenset({"more", "last", "first", "before"})
_TEXTS = frozenset({"next", "previous"})
_IN_HEADERS = frozenset({"links"})
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """A member beside the list that means something; a header has `header` and no place."""

    meaning: Meaning
    place: Place = ()
    header: str = ""

    @property
    def reason(self) -> str:
        """The inference in one sentence."""
        where = f"the header {self.header}" if self.header else shown(self.place)
        return f"{where} says the {_SAID.get(self.meaning, self.meaning)}"


_SAID: Mapping[str, str] = {
    "more": "truth about more pages",
    "last": "truth about being the last page",
    "first": "truth about being the first page",
    "before": "truth about earlier pages",
    "length": "number of rows on this page",
    "pages": "number of pages",
    "next": "way to the next page",
    "previous": "way to the previous page",
    "links": "ways to the next and the previous page",
}


def facts_of(body: Shape, list_place: Place, headers: Sequence[Parameter]) -> tuple[Fact, ...]:
    """The facts in the body outside its list, and those in the headers."""
    found = list(_in_body(body, list_place, ()))
    if not any(fact.meaning == "total" for fact in found):
        found += [Fact("total", place) for place in _counts(body, list_place)]
    found += [
        Fact(_BY_NAME[joined(header.name)], header=header.name)
        for header in headers
        if joined(header.name) in _BY_NAME
    ]
    return tuple(found)


def _in_body(body: Shape, list_place: Place, above: Place) -> Iterator[Fact]:
    for name, member in (body.members or {}).items():
        place = (*above, name)
        if place == list_place or len(place) > _DEEPEST:
            continue
        if member.members:
            yield from _in_body(member, list_place, place)
            continue
        meaning = _BY_NAME.get(joined(name))
        if meaning is not None and meaning not in _IN_HEADERS and _suits(meaning, member):
            yield Fact(meaning, place)


def _counts(body: Shape, list_place: Place, above: Place = ()) -> Iterator[Place]:
    """`count` says the total where nothing else does."""
    for name, member in (body.members or {}).items():
        place = (*above, name)
        if place == list_place or len(place) > _DEEPEST:
            continue
        if joined(name) == "count" and _suits("total", member):
            yield place
        yield from _counts(member, list_place, place)


def _suits(meaning: Meaning, member: Shape) -> bool:
    if not member.types:
        return True
    wanted = (
        {"boolean"}
        if meaning in _FLAGS
        else {"string", "integer"}
        if meaning in _TEXTS
        else {"integer", "number"}
    )
    return bool(member.types & wanted)
