"""Infers from a document alone which operations create, read, list, change and delete which resource.

Laws
1. Paths say what belongs together, methods what is done, bodies where the rows are; nothing else is needed.
2. Every inference carries its reason in one plain sentence.
3. What the document says under `x-vertrag-resource` wins over what is inferred.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from vertrag.contract.inference.assignment import deeds_of
from vertrag.contract.inference.corrections import NAME, Correction, Table, corrections_of
from vertrag.contract.inference.deeds import SURE, Deed, Kind, Reader
from vertrag.contract.inference.gathering import Draft, drafts_of, names_of, nearest
from vertrag.contract.inference.keys import KeyMember, Thing, key_member
from vertrag.contract.inference.links import ways_to_itself
from vertrag.contract.inference.naming import joined, words_of
from vertrag.contract.inference.outlines import Outlines
from vertrag.contract.inference.positions import Place, shown
from vertrag.contract.inference.sites import Form, sites_of
from vertrag.contract.operations import Contract, Operation
from vertrag.contract.schema.shapes import Shape
from vertrag.errors import DocumentError

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
    rows it hangs on; `ways` are the members of a row that lead to it.
    """

    name: str
    form: Form
    item: Form
    key: Key | None
    parent: str | None
    row: Shape
    deeds: tuple[Deed, ...]
    reasons: tuple[str, ...] = ()
    ways: tuple[Place, ...] = ()

    @property
    def thing(self) -> Thing:
        """What to look for in bodies."""
        variable = self.key.variables[-1] if self.key and self.key.variables else ""
        return Thing(self.name.rpartition("/")[2], variable, self.row)

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


def infer(contract: Contract, table: Table | None = None) -> Resources:
    """The resources of a compiled document, as corrected by itself and by a table (see `corrections`)."""
    corrections = corrections_of(contract, table or {})
    left_out = {key for key, correction in corrections.items() if not correction.is_part}
    sites = sites_of(each for each in contract.operations if each.key not in left_out)
    outlines = Outlines(contract.document)
    drafts = drafts_of(sites, outlines)
    items = {draft.item: draft for draft in drafts.values()}
    names = names_of(drafts)
    found: dict[str, Resource] = {}
    for draft in drafts.values():
        parent = nearest(draft.form, items)
        resource = _resource(draft, names[draft.form], names[parent.form] if parent else None, outlines)
        if resource is not None:
            found[resource.name] = resource
    for operation in contract.operations:
        if operation.key in corrections.keys() - left_out:
            _correct(found, operation, corrections[operation.key], outlines)
    return Resources(found, _by_operation(found))


def _by_operation(found: Mapping[str, Resource]) -> dict[str, tuple[Resource, Deed]]:
    return {deed.operation.key: (resource, deed) for resource in found.values() for deed in resource.deeds}


def _correct(
    found: dict[str, Resource], operation: Operation, correction: Correction, outlines: Outlines
) -> None:
    """Give the operation the deed and the places that are said, in the resource that is said."""
    known = _by_operation(found).get(operation.key)
    name = correction.resource or (known[0].name if known else "")
    if name not in found:
        said = f"no resource is called {name!r}" if name else f"{NAME} of {operation.label} names no resource"
        raise DocumentError(said, hint=f"there are {', '.join(found) or 'none'}")
    if known:
        rest = tuple(deed for deed in known[0].deeds if deed.operation is not operation)
        found[known[0].name] = replace(known[0], deeds=rest)
    target = found[name]
    kind = correction.deed or (known[1].kind if known else "act")
    deed = correction.applied(Reader(outlines, target.thing).deed(operation, kind, f"{NAME} says so"))
    key = target.key
    if correction.key is not None and key is not None:
        key = replace(key, places=(*key.places[:-1], correction.key), reason=f"{NAME} says so")
    found[name] = replace(target, deeds=(*target.deeds, deed), key=key)


def _resource(draft: Draft, name: str, parent: str | None, outlines: Outlines) -> Resource | None:
    row = draft.row
    deeds = list(deeds_of(draft, Reader(outlines, draft.known(outlines, row))))
    if row is None or not any(deed.kind in _STATED for deed in deeds):
        return None
    is_single = draft.form == draft.item
    key = None if is_single else _key(draft, row, outlines)
    said = [key.reason] if key else ["there is one of it, since its path names no row"]
    said += [f"it hangs on {parent}, whose path its own begins with"] if parent else []
    sent = frozenset(each for deed in deeds for each in deed.takes)
    places = key.places if key else ()  # an address that is the key need not hold another
    found = ways_to_itself(row, sent, has_key=_has_key(row, key))
    ways = tuple(place for place in found if place not in places)
    said += [f"{shown(place)} says the way to the row" for place in ways]
    return Resource(name, draft.form, draft.item, key, parent, row, tuple(deeds), tuple(said), ways)


def _has_key(row: Shape, key: Key | None) -> bool:
    """Whether a member of the row says which one it is."""
    place = key.places[-1] if key and key.places else ()
    return key is None or bool(place and place[0] in (row.members or {}))


def _key(draft: Draft, row: Shape, outlines: Outlines) -> Key:
    if not draft.variables:
        member = key_member(Thing(draft.thing, "id"), row)
        reason = "no path leads to a single row" + (f"; {member.reason}" if member else "")
        return Key((), (member.place,) if member else (), reason)
    members = [_named(variable, row) for variable in draft.variables[:-1]]
    own = _own(draft, row, outlines)
    if own is not None and any(each is not None and each.place == own.place for each in members):
        own = None  # one member says what one variable names
    members.append(own or _added(draft.variables[-1], row))
    reasons = [
        member.reason if member else f"no member of a row says {{{variable}}}"
        for variable, member in zip(draft.variables, members, strict=True)
    ]
    places = tuple(member.place if member else None for member in members)
    return Key(draft.variables, places, ", and ".join(reasons))


def _own(draft: Draft, row: Shape, outlines: Outlines) -> KeyMember | None:
    """The member that the last variable speaks of; where a row has none for sure, as other answers say."""
    thing = draft.known(outlines, row)
    found = key_member(thing, row)
    if found is not None and found.certainty >= SURE:
        return found
    others = [key_member(thing, shape) for shape in draft.other_rows(Reader(outlines, thing))]
    sure = next((each for each in others if each and each.certainty >= SURE), None)
    return sure or (found if draft.sent is None else None)  # what nobody describes takes a key of any name


def _added(variable: str, row: Shape) -> KeyMember | None:
    """The member in which rows can show their key although their schema forgets it."""
    name = "id" if joined(variable).endswith("id") or "id" in words_of(variable) else variable
    if name in (row.members or {}):
        return None
    reason = f"no member of a row says {{{variable}}}; where it is allowed, {name} does"
    return KeyMember((name,), 0, reason)


_NAMES = ("login", "name", "id", "key", "slug")


def _named(variable: str, row: Shape) -> KeyMember | None:
    """The member that has the name of a variable, or that of the object with its name."""
    for name, shape in (row.members or {}).items():
        if joined(name) == joined(variable):
            place = next(((name, inside) for inside in _NAMES if inside in (shape.members or ())), (name,))
            return KeyMember(place, 4, f"{shown(place)} is what {{{variable}}} names")
    return None
