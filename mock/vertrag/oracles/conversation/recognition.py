"""Whether a row that comes is one that was created: it names its parent, or holds what was sent for it."""

from collections.abc import Iterator
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import joined, singular
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.positions import NOWHERE, Place, at_place, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.sites import variables_of
from vertrag.contract.schema.shapes import ANYTHING, Shape
from vertrag.oracles.conversation.material import members, schema_of_body, write_only
from vertrag.oracles.conversation.row_paths import Made
from vertrag.oracles.differences import differences, leaves, same, spoken
from vertrag.oracles.grounds import Grounds

_OF_ANY_ROW = frozenset({"", "id", "uuid", "key", "name", "number", "code", "slug"})  # speaks of no parent


def names_parent(parent: Resource, deed: Deed, made: Made, row: Any) -> bool:
    """Whether a row says that it hangs on what the created one hangs on."""
    variables = variables_of(deed.operation.path)[: len(made.under)]
    if not isinstance(row, dict) or not variables:
        return False
    one = singular(joined(parent.thing.name))
    wanted = {joined(variables[-1]), one, f"{one}id"} - _OF_ANY_ROW
    return any(joined(name) in wanted and str(value) == made.under[-1] for name, value in row.items())


def is_itself(grounds: Grounds, resource: Resource, made: Made, twin: Made, deed: Deed, row: Any) -> bool:
    """Whether a row holds all that was sent for the created one, and something that its twin has not."""
    create = resource.deed("create")
    if create is None or not isinstance(row, dict):
        return False
    own = _by_place(resource, create, made)
    other = _by_place(resource, create, twin)
    if any(_is_missing(grounds, resource, deed, place, row) for place in own):
        return False
    if any(list(differences(value, value_at(row, place))) for place, value in own.items()):
        return False
    chosen = set(_chosen(grounds, create))
    return any(
        place not in chosen
        and not isinstance(value, bool | list)
        and place in other
        and not same(value, other[place])
        and same(value, value_at(row, place))
        for place, value in own.items()
    )


def _by_place(resource: Resource, create: Deed, made: Made) -> dict[Place, Any]:
    """What was sent, but for the key, which the server may give."""
    keys = resource.key.places if resource.key else ()
    sent = value_at(made.sent, create.sent or ())
    return {place: value for place, value in leaves(spoken(sent)) if place and place not in keys}


def _is_missing(grounds: Grounds, resource: Resource, deed: Deed, place: Place, row: Any) -> bool:
    """Whether a row lacks a member that the answer declares."""
    given = grounds.outlines.given(deed.operation, success_of(deed.operation)) or ANYTHING
    at = deed.row if deed.row is not None else (*(deed.rows or ()), 0)
    is_hidden = str(place[0]) in write_only(grounds, resource)
    return not is_hidden and _declares(at_place(given, at), place) and value_at(row, place) is NOWHERE


def _declares(shape: Shape, place: Place) -> bool:
    for step in place:
        if step not in (shape.members or {}):
            return False
        shape = shape.member(str(step))
    return True


def _chosen(grounds: Grounds, create: Deed) -> Iterator[Place]:
    """The members of which the document gives all values: two rows often have the same."""
    above = create.sent or ()
    for place, member in members(grounds, schema_of_body(grounds, create.operation)):
        if place[: len(above)] == above and not {"enum", "const"}.isdisjoint(member):
            yield place[len(above) :]
