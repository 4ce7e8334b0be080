"""Where a row is met: the values that the path of an operation needs, from the row or what it hangs on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.positions import value_at
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.sites import VARIABLE, form_of, variables_of
from vertrag.contract.operations import Operation
from vertrag.oracles.grounds import Grounds


@dataclass(frozen=True, slots=True)
class Made:
    """A row that exists: the values of its own path, what was sent for it, what came.

    `under` are the values of the path that it was created or listed at.
    """

    values: tuple[str, ...]
    sent: Any
    row: Any
    under: tuple[str, ...] = ()


def owner(grounds: Grounds, operation: Operation) -> Resource | None:
    """The resource whose rows a path hangs on: that of `/customers/{id}` for `/customers/{id}/contracts`."""
    form = form_of(operation.path)
    items = {each.item: each for each in grounds.resources.by_name.values() if each.key}
    for length in range(len(form) - 1, 0, -1):
        if VARIABLE in form[length:]:
            return None
        if form[:length] in items:
            return items[form[:length]]
    return None


def is_of_a_row(resource: Resource, operation: Operation) -> bool:
    """Whether the path of an operation names a row of the resource, and nothing further."""
    form, length = form_of(operation.path), len(resource.item)
    return form[:length] == resource.item and VARIABLE not in form[length:]


def own_values(resource: Resource, under: tuple[str, ...], key: str) -> tuple[str, ...] | None:
    """The values of the path of a row, where those of the path above it are enough to tell."""
    above = resource.item.count(VARIABLE) - 1
    return (*under[:above], key) if 0 <= above <= len(under) else None


def named_values(resource: Resource, under: tuple[str, ...], sent: Any) -> tuple[str, ...] | None:
    """The values of the path of a row that is told by several members, all of which were sent; else None.

    A single one that was sent proves nothing: many servers give a number of their own.
    """
    places = resource.key.places if resource.key else ()
    texts = [value_at(sent, place) if place is not None else None for place in places]
    above = resource.item.count(VARIABLE) - len(places)
    are_told = all(isinstance(each, str | int) and not isinstance(each, bool) for each in texts)
    is_told = are_told and len(places) > 1 and 0 <= above <= len(under)
    return (*under[:above], *map(str, texts)) if is_told else None


def path_values(resource: Resource, operation: Operation, made: Made) -> tuple[str, ...] | None:
    """The values with which an operation of its resource meets a row; None where the row does not tell."""
    form, create = form_of(operation.path), resource.deed("create")
    if is_of_a_row(resource, operation):
        return made.values
    if form == resource.form:
        return made.values[:-1]
    if create is not None and form == form_of(create.operation.path):
        return made.under
    return _by_name(resource, operation, made)


def _by_name(resource: Resource, operation: Operation, made: Made) -> tuple[str, ...] | None:
    """The values that the row says under the names of the variables; its own key is none of another row."""
    members = made.row if isinstance(made.row, dict) else {}
    texts = {joined(name): str(value) for name, value in members.items() if isinstance(value, str | int)}
    own = resource.key.variables if resource.key else ()
    values = [None if name in own else texts.get(joined(name)) for name in variables_of(operation.path)]
    return tuple(value for value in values if value) if all(values) else None


def making(resource: Resource) -> Deed | None:
    """The deed that makes rows: a creation, else a PUT to a place that a client names."""
    return resource.deed("create") or putting(resource)


def putting(resource: Resource) -> Deed | None:
    """The PUT that makes a row at a place that a client names (RFC 9110 §9.3.4)."""
    return next(
        (
            deed
            for deed in resource.deeds
            if deed.kind == "replace"
            and deed.operation.method == "PUT"
            and "201" in deed.operation.responses
            and is_of_a_row(resource, deed.operation)
            and form_of(deed.operation.path)[-1:] == (VARIABLE,)
        ),
        None,
    )


def goes_on(resource: Resource) -> bool:
    """Whether rows are only accepted when they are created, and worked on later (RFC 9110 §15.3.3)."""
    create = resource.deed("create")
    promised = success_of(create.operation) if create else None
    return promised is not None and promised.status == "202"


def listing(resource: Resource) -> Deed | None:
    """The operation that shows all rows: of the collection, else of what they hang on."""
    return next(listings(resource), None)


def listings(resource: Resource) -> Iterator[Deed]:
    """Every operation that shows all rows, or all that hang on one row of another resource."""
    create = resource.deed("create")
    homes = {resource.form, form_of(create.operation.path) if create else resource.form}
    for deed in sorted(resource.deeds, key=lambda each: each.kind != "list"):
        is_list = deed.kind in ("list", "search") and deed.rows is not None
        form = form_of(deed.operation.path)
        hangs = len(form) > 1 and form[-1:] == resource.form[-1:] and form[-2] == VARIABLE
        if is_list and deed.operation.method == "GET" and (form in homes or hangs):
            yield deed
