"""Infers from a document alone which operations create, read, list, change and delete which resource.

Laws
1. Paths say what belongs together, methods what is done, bodies where the rows are; nothing else is needed.
2. Every inference carries its reason in one plain sentence.
3. What the document says under `x-vertrag-resource` wins over what is inferred.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from vertrag.contract.deeds import Deed, Kind, Reader
from vertrag.contract.keys import KeyMember, key_member
from vertrag.contract.naming import joined
from vertrag.contract.operations import Contract, Operation
from vertrag.contract.outlines import Outlines
from vertrag.contract.positions import Place, shown
from vertrag.contract.shapes import Shape
from vertrag.contract.sites import VARIABLE, Form, Site, Sites, literals, sites_of
from vertrag.contract.whereabouts import Thing

_CHANGES: Mapping[str, Kind] = {"PUT": "replace", "PATCH": "patch", "DELETE": "delete"}
_STATED: tuple[Kind, ...] = ("create", "read", "list", "replace", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Key:
    """What tells the rows of a collection apart: the last variables of the item's path, and their members.

    A place is None where rows do not show that part of their key.
    """

    variables: tuple[str, ...]
    places: tuple[Place | None, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource: a collection of rows, or a single thing where `key` is None.

    `form` is the form of the collection's path, `item` that of a row's; `parent` names the resource whose
    rows it hangs on.
    """

    name: str
    form: Form
    item: Form
    key: Key | None
    parent: str | None
    row: Shape
    deeds: tuple[Deed, ...]
    reasons: tuple[str, ...] = ()

    def deed(self, *kinds: Kind) -> Deed | None:
        """The first deed of the first of these kinds that there is."""
        return next((deed for kind in kinds for deed in self.deeds if deed.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Resources:
    """All resources of a document by name, and the part that each operation has in one, by its key."""

    by_name: Mapping[str, Resource]
    by_operation: Mapping[str, tuple[Resource, Deed]]

    def children(self, resource: Resource) -> list[Resource]:
        """The resources that hang on the rows of one."""
        return [each for each in self.by_name.values() if each.parent == resource.name]


@dataclass(slots=True)
class _Draft:
    """A resource while its operations are gathered."""

    form: Form
    item: Form
    variables: tuple[str, ...]
    collection_site: Site | None
    item_site: Site | None
    others: list[Site] = field(default_factory=list)

    @property
    def thing(self) -> str:
        named = literals(self.form)
        return named[-1] if named else ""


def infer(contract: Contract) -> Resources:
    """The resources of a compiled document."""
    sites = sites_of(contract.operations)
    outlines = Outlines(contract.document)
    drafts = {draft.form: draft for draft in _drafts(sites, outlines)}
    _attach(drafts, sites)
    items = {draft.item: draft for draft in drafts.values()}
    names = _names(drafts)
    found: dict[str, Resource] = {}
    for draft in drafts.values():
        parent = _nearest(draft.form, items)
        resource = _resource(draft, names[draft.form], names[parent.form] if parent else None, outlines)
        if resource is not None:
            found[resource.name] = resource
    by_operation = {
        deed.operation.key: (resource, deed) for resource in found.values() for deed in resource.deeds
    }
    return Resources(found, by_operation)


def _drafts(sites: Sites, outlines: Outlines) -> Iterator[_Draft]:
    taken: set[Form] = set()
    for form, site in sites.items():
        if site.ends_in_variable:
            draft = _with_items(form, site, sites)
            taken |= {form, draft.form}
            yield draft
    for form, site in sites.items():
        if form in taken or site.ends_in_variable or "GET" not in site.operations:
            continue
        reader = Reader(outlines, Thing(form[-1] if form else ""))
        is_list = reader.item_shape(site.operations["GET"]) is not None
        if is_list and "POST" in site.operations:
            yield _Draft(form, (*form, VARIABLE), (), site, None)
        elif not is_list and site.operations.keys() & {"PUT", "PATCH"}:
            yield _Draft(form, form, (), None, site)


def _with_items(form: Form, site: Site, sites: Sites) -> _Draft:
    """The collection that the items of a path belong to; variables that follow each other are one key."""
    length = 1
    while len(form) > length and form[-length - 1] == VARIABLE and form[:-length] not in sites:
        length += 1
    above = form[:-length]
    collection = sites.get(above)
    if collection is not None and collection.ends_in_variable:
        collection = None
    return _Draft(above, form, site.variables[-length:], collection, site)


def _attach(drafts: Mapping[Form, _Draft], sites: Sites) -> None:
    """Give each remaining path to the resource that it hangs on."""
    own = {form for draft in drafts.values() for form in (draft.form, draft.item)}
    homes = {form: draft for draft in drafts.values() for form in (draft.form, draft.item)}
    for form, site in sites.items():
        if form not in own:
            home = _nearest(form, homes)
            if home is not None:
                home.others.append(site)


def _nearest(form: Form, homes: Mapping[Form, _Draft]) -> _Draft | None:
    """The draft at the longest true start of a path."""
    for length in range(len(form) - 1, 0, -1):
        if form[:length] in homes:
            return homes[form[:length]]
    return None


def _names(drafts: Mapping[Form, _Draft]) -> dict[Form, str]:
    """The literal segments of each path; the last alone where it is the only one of that name."""
    whole = {form: "/".join(literals(form)) or "/" for form in drafts}
    short = {form: name.rpartition("/")[2] or name for form, name in whole.items()}
    counted = list(short.values())
    names: dict[Form, str] = {}
    for form in drafts:
        name = short[form] if counted.count(short[form]) == 1 else whole[form]
        names[form] = name if name not in names.values() else "/".join(form)
    return names


def _resource(draft: _Draft, name: str, parent: str | None, outlines: Outlines) -> Resource | None:
    variable = draft.variables[-1] if draft.variables else ""
    reader = Reader(outlines, Thing(draft.thing, variable, _row(draft, outlines, variable)))
    deeds = [*_of_collection(draft, reader), *_of_item(draft, reader), *_of_others(draft, reader)]
    row = reader.thing.row
    if row is None or not any(deed.kind in _STATED for deed in deeds):
        return None
    is_single = draft.form == draft.item
    key = None if is_single else _key(draft, row)
    said = [key.reason] if key else ["there is one of it, since its path names no row"]
    said += [f"it hangs on {parent}, whose path its own begins with"] if parent else []
    return Resource(name, draft.form, draft.item, key, parent, row, tuple(deeds), tuple(said))


def _row(draft: _Draft, outlines: Outlines, variable: str) -> Shape | None:
    """The fullest known shape of a row: as it is read, else given back, else listed, else sent."""
    known = Reader(outlines, Thing(draft.thing, variable))
    item, collection = draft.item_site, draft.collection_site
    listed = next(_shapes(known.item_shape, (collection, "GET")), None)
    reader = Reader(outlines, Thing(draft.thing, variable, listed))
    for row in _shapes(reader.row_shape, (item, "GET")):
        return row
    for row in _shapes(reader.row_shape, (item, "PUT"), (item, "PATCH"), (collection, "POST")):
        if listed is None or reader.is_row(row):
            return row
    sent = _shapes(reader.sent_shape, (collection, "POST"), (item, "PUT"), (item, "PATCH"))
    return listed if listed and listed.members else next(sent, listed)


def _shapes(
    shape_of: Callable[[Operation], Shape | None], *places: tuple[Site | None, str]
) -> Iterator[Shape]:
    """The shapes with members that are read from the operations of these sites and methods."""
    for site, method in places:
        operation = site.operations.get(method) if site else None
        shape = shape_of(operation) if operation else None
        if shape is not None and shape.members:
            yield shape


def _key(draft: _Draft, row: Shape) -> Key:
    if not draft.variables:
        member = key_member("id", draft.thing, row)
        reason = "no path leads to a single row" + (f"; {member.reason}" if member else "")
        return Key((), (member.place,) if member else (), reason)
    places: list[Place | None] = []
    reasons: list[str] = []
    for position, variable in enumerate(draft.variables):
        thing = draft.thing if position == len(draft.variables) - 1 else variable
        member = key_member(variable, thing, row) if thing is draft.thing else _named(variable, row)
        places.append(member.place if member else None)
        reasons.append(member.reason if member else f"no member of a row says {{{variable}}}")
    return Key(draft.variables, tuple(places), ", and ".join(reasons))


_NAMES = ("login", "name", "id", "key", "slug")


def _named(variable: str, row: Shape) -> KeyMember | None:
    """The member that has the name of a variable, or that of the object with its name."""
    for name, shape in (row.members or {}).items():
        if joined(name) == joined(variable):
            if not shape.members:
                return key_member(variable, variable, row)
            for inside in _NAMES:
                if inside in shape.members:
                    place = (name, inside)
                    return KeyMember(place, 4, f"{shown(place)} is what {{{variable}}} names")
    return None


def _of_collection(draft: _Draft, reader: Reader) -> Iterator[Deed]:
    site = draft.collection_site
    for method, operation in (site.operations if site else {}).items():
        if method == "GET":
            yield reader.deed(operation, "list", "GET of the collection lists it")
        elif method == "POST":
            yield _posted(operation, reader)
        elif method in ("PUT", "PATCH") and reader.takes_key(operation):
            reason = f"{method} of the collection changes the row whose key is sent"
            yield reader.deed(operation, _CHANGES[method], reason)
        elif method not in ("HEAD", "OPTIONS", "TRACE"):
            yield reader.deed(operation, "act", f"{method} of a whole collection is no deed on one row")


def _posted(operation: Operation, reader: Reader) -> Deed:
    given, listed = reader.row_shape(operation), reader.item_shape(operation)
    if listed is not None and not reader.is_row(given) and reader.is_row(listed):
        return reader.deed(operation, "search", "POST to the collection gives a list of its rows")
    return reader.deed(operation, "create", "POST to the collection creates a row")


def _of_item(draft: _Draft, reader: Reader) -> Iterator[Deed]:
    site = draft.item_site
    for method, operation in (site.operations if site else {}).items():
        if method == "GET":
            yield _got(operation, reader)
        elif method in _CHANGES:
            yield reader.deed(operation, _CHANGES[method], f"{method} of the item's path")
        elif method == "POST" and operation.responses.keys() & {"200", "201"} == {"201"}:
            yield reader.deed(operation, "create", "POST to the item's path answers 201, that it was created")
        elif method == "POST" and (
            reader.is_row(reader.sent_shape(operation)) or reader.is_row(reader.row_shape(operation))
        ):
            yield reader.deed(operation, "patch", "POST to the item's path takes or gives a row")
        elif method not in ("HEAD", "OPTIONS", "TRACE"):
            yield reader.deed(operation, "act", f"{method} to the item's path does something with the row")


def _got(operation: Operation, reader: Reader) -> Deed:
    deed = reader.deed(operation, "read", "GET of the item's path reads the row")
    if deed.row is None:
        return Deed(operation, "act", reasons=("GET of the item's path gives no row",))
    return deed


def _of_others(draft: _Draft, reader: Reader) -> Iterator[Deed]:
    for site in draft.others:
        for method, operation in site.operations.items():
            if method in ("HEAD", "OPTIONS", "TRACE"):
                continue
            is_search = len(site.form) == len(draft.form) + 1 and site.form[:-1] == draft.form
            if is_search and method in ("GET", "POST") and reader.is_row(reader.item_shape(operation)):
                yield reader.deed(operation, "search", "it lists rows of the collection that it lies below")
            else:
                yield reader.deed(operation, "act", "it lies below the resource and is none itself")
