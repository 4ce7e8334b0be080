"""Gathers the paths of a document into drafts of resources: a collection, its rows, and what lies below."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vertrag.contract.inference.deeds import Reader
from vertrag.contract.inference.keys import Thing, is_identifying
from vertrag.contract.inference.naming import joined, singular
from vertrag.contract.inference.outlines import Outlines
from vertrag.contract.inference.sites import VARIABLE, Form, Site, Sites, begins_like, literals
from vertrag.contract.inference.whereabouts import likeness
from vertrag.contract.operations import Operation
from vertrag.contract.schema.shapes import ANYTHING, Shape

_SIMILAR = 0.5  # of 1: from here on what is listed is thought to be what is read, or its summary
_CHANGING = frozenset({"PUT", "PATCH", "DELETE"})  # what is done to one row alone
_SAME = 0.8  # of 1: from here on rows of two paths are thought to be of one collection


@dataclass(slots=True)
class Draft:
    """A resource while its operations are gathered; `elsewhere` are other paths to the same collection.

    `sent` is the schema of a row as requests have it, where no answer describes one.
    """

    form: Form
    item: Form
    variables: tuple[str, ...]
    collection_site: Site | None
    item_site: Site | None
    row: Shape | None = None
    sent: Any = None
    elsewhere: list[Site] = field(default_factory=list)
    others: list[Site] = field(default_factory=list)

    @property
    def thing(self) -> str:
        """What the collection is called."""
        named = literals(self.form)
        return named[-1] if named else ""

    @property
    def variable(self) -> str:
        """The variable that tells the rows apart, "" where no path leads to one."""
        return self.variables[-1] if self.variables else ""

    @property
    def is_read(self) -> bool:
        """Whether a path reads one of its rows."""
        return self.item_site is None or "GET" in self.item_site.operations

    def known(self, outlines: Outlines, row: Shape | None) -> Thing:
        """What to look for in bodies, with a row that is known."""
        return Thing(self.thing, self.variable, row, self._types(outlines), self.sent)

    def other_rows(self, reader: Reader) -> Iterator[Shape]:
        """The rows beside the answer that shows one best: as created, in lists, as they are sent."""
        yield from _shapes(reader.row_shape, (self.collection_site, "POST"))
        yield from _shapes(reader.item_shape, (self.collection_site, "GET"))
        yield from _shapes(reader.sent_shape, (self.collection_site, "POST"), (self.item_site, "PUT"))

    def _types(self, outlines: Outlines) -> frozenset[str]:
        for operation in self.item_site.operations.values() if self.item_site else ():
            for parameter in operation.parameters.get("path", ()):
                if parameter.name == self.variable and parameter.schema is not None:
                    return outlines.of(parameter.schema).types
        return frozenset()


Drafts = Mapping[Form, Draft]


def drafts_of(sites: Sites, outlines: Outlines) -> dict[Form, Draft]:
    """The drafts of all resources by the form of their collection, and every other path given to one."""
    drafts = {draft.form: draft for draft in _with_items(sites, outlines)}
    for draft in drafts.values():
        draft.row = _row(draft, outlines)
        draft.row, draft.sent = (draft.row, None) if draft.row else _sent_row(draft, outlines)
    own = {form for draft in drafts.values() for form in (draft.form, draft.item)}
    for draft in [each for each in drafts.values() if not each.is_read]:
        _move_in(draft, drafts, outlines)
    homes = _by_name(drafts.values())
    for form, site in sites.items():
        if form in own:
            continue
        home = _home(site, homes, outlines)
        if home is not None:
            home.elsewhere.append(site)
            own.add(form)
        elif (single := _without_items(site, outlines)) is not None:
            single.row = _row(single, outlines) or _sent_row(single, outlines)[0]
            drafts[form] = single
            own.add(form)
    _attach(drafts, {form: site for form, site in sites.items() if form not in own})
    return drafts


def nearest(form: Form, homes: Drafts) -> Draft | None:
    """The draft at the longest true start of a path."""
    for length in range(len(form) - 1, 0, -1):
        if form[:length] in homes:
            return homes[form[:length]]
    return None


def names_of(drafts: Drafts) -> dict[Form, str]:
    """The literal segments of each path; the last alone where it is the only one of that name."""
    whole = {form: "/".join(literals(form)) or "/" for form in drafts}
    short = {form: name.rpartition("/")[2] or name for form, name in whole.items()}
    counted = Counter(short.values())
    names: dict[Form, str] = {}
    taken: set[str] = set()
    for form in drafts:
        name = short[form] if counted[short[form]] == 1 else whole[form]
        names[form] = name if name not in taken else "/".join(form)
        taken.add(names[form])
    return names


def _with_items(sites: Sites, outlines: Outlines) -> Iterator[Draft]:
    """The collections that the items of paths belong to; variables that follow each other are one key."""
    listing = {
        form
        for form, site in sites.items()
        if _takes_many(site, outlines) or _lists_below(site, sites, outlines) or _gives_many(site, outlines)
    }
    for form, site in sites.items():
        if not site.ends_in_variable or form in listing:
            continue
        length = 1
        while len(form) > length and form[-length - 1] == VARIABLE and form[:-length] not in sites:
            length += 1
        above = form[:-length]
        collection = sites.get(above)
        if collection is not None and collection.ends_in_variable and above not in listing:
            collection = None
        yield Draft(above, form, site.variables[-length:], collection, site)


def _lists_below(site: Site, sites: Sites, outlines: Outlines) -> bool:
    """Whether a path that ends in a variable names no row, but the rows below: `/flags/{project}/{key}`."""
    below = sites.get((*site.form, VARIABLE)) if site.ends_in_variable else None
    if below is None or "GET" not in below.operations or "POST" not in site.operations:
        return False
    if "GET" not in site.operations:
        return site.operations.keys() == {"POST"}
    thing = Thing(literals(site.form)[-1] if literals(site.form) else "", below.variables[-1])
    reader = Reader(outlines, thing)
    listed = reader.item_shape(site.operations["GET"])
    return listed is not None and likeness(listed, reader.row_shape(below.operations["GET"])) >= _SIMILAR


def _takes_many(site: Site, outlines: Outlines) -> bool:
    """Whether a path ends in a list of keys: `/groups/{ids}`, where they stand with commas between them."""
    parameters = (
        parameter
        for operation in site.operations.values()
        for parameter in operation.parameters.get("path", ())
        if site.ends_in_variable and parameter.name == site.variables[-1] and parameter.schema is not None
    )
    shapes = (outlines.of(parameter.schema) for parameter in parameters)
    return any(shape.is_array and shape.is_structure for shape in shapes)


def _gives_many(site: Site, outlines: Outlines) -> bool:
    """Whether a path that ends in a variable names no row, but gives those of a year, or one page of all."""
    if not site.ends_in_variable or "GET" not in site.operations or site.operations.keys() & _CHANGING:
        return False
    thing = Thing(literals(site.form)[-1] if literals(site.form) else "", site.variables[-1])
    deed = Reader(outlines, thing).deed(site.operations["GET"], "read", "")
    is_list = deed.row is not None and deed.row[-1:] == (0,)
    return is_list and not (deed.key is not None and is_identifying(thing.variable))


def _without_items(site: Site, outlines: Outlines) -> Draft | None:
    """A collection whose rows have no paths, or a single thing that can be changed."""
    if site.ends_in_variable or "GET" not in site.operations:
        return None
    if not site.operations.keys() & {"POST", "PUT", "PATCH"}:
        return None  # nothing changes it: large bodies need not be read to know that
    form = site.form
    reader = Reader(outlines, Thing(form[-1] if form else ""))
    is_list = reader.item_shape(site.operations["GET"]) is not None
    if is_list and "POST" in site.operations:
        return Draft(form, (*form, VARIABLE), (), site, None)
    if not is_list and site.operations.keys() & {"PUT", "PATCH"}:
        return Draft(form, form, (), None, site)
    return None


def _by_name(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    """The drafts whose rows have paths, by what one row is called: thousands need not be looked through."""
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.variables:
            found.setdefault(singular(joined(draft.thing)), []).append(draft)
    return found


def _home(site: Site, homes: Mapping[str, list[Draft]], outlines: Outlines) -> Draft | None:
    """The draft of the same name and with the same rows as a path that lists or creates them elsewhere."""
    if site.ends_in_variable or not site.form or not site.operations.keys() & {"GET", "POST"}:
        return None
    alike = [
        draft
        for draft in homes.get(singular(joined(site.form[-1])), ())
        if begins_like(site.form, draft.form)
        and likeness(_rows_of(site, draft, outlines), draft.row) >= _SAME
    ]
    return max(alike, key=lambda draft: _common_steps(site.form, draft.form), default=None)


def _move_in(draft: Draft, drafts: dict[Form, Draft], outlines: Outlines) -> None:
    """Give the paths of rows that are made and changed here, and read elsewhere alone, to where that is.

    The words of both paths are the same: what `/channels/{id}/tags/{tag}` removes is no tag of `/tags/{tag}`.
    """
    sites = [site for site in (draft.collection_site, draft.item_site) if site is not None]
    homes = [
        each
        for each in drafts.values()
        if each.item_site
        and each.is_read
        and [*map(joined, each.variables)] == [joined(draft.variable)]
        and literals(each.form) == literals(draft.form)
    ]
    home = _home(sites[0], _by_name(homes), outlines) if len(sites) > 1 else None
    if home is not None:
        home.elsewhere.extend(sites)
        del drafts[draft.form]


def _common_steps(one: Form, other: Form) -> int:
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), 0)


def _rows_of(site: Site, draft: Draft, outlines: Outlines) -> Shape:
    reader = Reader(outlines, draft.known(outlines, draft.row))
    shapes = (*_shapes(reader.item_shape, (site, "GET")), *_shapes(reader.row_shape, (site, "POST")))
    return max(shapes, key=lambda shape: likeness(shape, draft.row), default=ANYTHING)


def _attach(drafts: Drafts, sites: Sites) -> None:
    """Give each remaining path to the resource that it hangs on."""
    homes = {form: draft for draft in drafts.values() for form in (draft.form, draft.item)}
    for form, site in sites.items():
        home = nearest(form, homes)
        if home is not None:
            home.others.append(site)


def _row(draft: Draft, outlines: Outlines) -> Shape | None:
    """The fullest shape of a row that an answer has: as it is read, else given back, else listed."""
    known = Reader(outlines, draft.known(outlines, None))
    item, collection = draft.item_site, draft.collection_site
    listed = next(_shapes(known.item_shape, (collection, "GET")), None)
    reader = Reader(outlines, draft.known(outlines, listed))
    read = next(_shapes(reader.row_shape, (item, "GET")), None)
    given = list(_shapes(reader.row_shape, (item, "PUT"), (item, "PATCH"), (collection, "POST")))
    if read is not None and not (listed and any(map(reader.is_row, given)) and not reader.is_row(read)):
        return read  # unless everything else speaks of another thing
    for row in given:
        if listed is None or reader.is_row(row):
            return row
    return listed


def _sent_row(draft: Draft, outlines: Outlines) -> tuple[Shape | None, Any]:
    """The shape of a row as it is sent, and its schema where that is all of the body."""
    reader = Reader(outlines, draft.known(outlines, None))
    for site, method in (
        (draft.collection_site, "POST"),
        (draft.item_site, "PUT"),
        (draft.item_site, "PATCH"),
    ):
        operation = site.operations.get(method) if site else None
        shape = reader.sent_shape(operation) if operation else None
        if operation and shape and shape.members:
            is_whole = shape == outlines.sent(operation)
            return shape, outlines.schema_sent(operation) if is_whole else None
    return None, None


def _shapes(
    shape_of: Callable[[Operation], Shape | None], *places: tuple[Site | None, str]
) -> Iterator[Shape]:
    """The shapes with members that are read from the operations of these sites and methods."""
    for site, method in places:
        operation = site.operations.get(method) if site else None
        shape = shape_of(operation) if operation else None
        if shape is not None and shape.members:
            yield shape
