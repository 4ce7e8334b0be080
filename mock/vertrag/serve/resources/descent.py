"""What hangs on what: the rows above, which have to be there, and those below, which go with theirs."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import singular
from vertrag.contract.inference.resources import Resource, Resources
from vertrag.contract.inference.sites import VARIABLE, Form
from vertrag.contract.inference.tallies import tallies
from vertrag.errors import Refused
from vertrag.exchange import GONE, Call, State
from vertrag.serve.resources.addresses import Address, Locator, Pattern
from vertrag.serve.resources.views import Row

_VARIABLE = re.compile(r"\{[^{}]+\}")


def _steps_with_more(resource: Resource) -> tuple[str, ...]:
    reading = resource.deed("read", "replace", "patch", "delete")
    steps = tuple(reading.operation.path.strip("/").split("/")) if reading else ()
    is_plain = all("{" not in step or _VARIABLE.fullmatch(step) for step in steps)
    return () if is_plain or len(steps) != len(resource.item) else steps


def _end(resource: Resource) -> str:
    """What the path of a row ends in after its key: some end all in a slash."""
    reading = resource.deed("read", "replace", "patch", "delete")
    return "/" if reading and reading.operation.path.endswith("/") else ""


def _counts(resources: Resources, resource: Resource) -> Iterator[tuple[str, Form]]:
    """How many rows there are below a row, as far as no client can say that."""
    sendable = frozenset[str]().union(*(deed.takes for deed in resource.deeds))
    for child in resources.children(resource):
        steps = child.form[len(resource.item) :]
        if not any(VARIABLE in step for step in steps):
            yield from ((name, steps) for name in tallies(resource, child) if name not in sendable)


def _filled(step: str, text: str) -> str:
    return _VARIABLE.sub(lambda _: text, step)


def written_above(ancestors: Iterable[Pattern], call: Call) -> list[Any]:
    """What the session wrote of the rows that something hangs on; raises `Refused` where one was deleted."""
    found = []
    for pattern in ancestors:
        address = pattern.address(call.arguments)
        if address is None or address.key is None:
            continue
        stored = call.state.get(address.kind, address.key)
        if stored is GONE:
            raise Refused(404, f"What this hangs on was deleted: {address.path}.")
        if stored is not None:
            found.append(stored)
    return found


@dataclass(frozen=True, slots=True)
class Descent:
    """The place of one operation among the resources of its document.

    `steps` are those of a row's path where it ends in more than the key, such as `.json`; else none.
    `counts` are the members that tell how many rows there are below, each with the steps that lead to them.
    """

    resources: Resources
    resource: Resource
    locator: Locator
    base: str
    is_below: bool
    steps: tuple[str, ...]
    counts: tuple[tuple[str, Form], ...] = ()

    @classmethod
    def of(cls, resources: Resources, resource: Resource, deed: Deed, base: str) -> "Descent | None":
        """The place of a deed; None where its path does not say which collection it is about."""
        locator = Locator.of(resources, resource, deed, base)
        if locator is None:
            return None
        is_below = locator.form[: len(resource.form)] == resource.form
        counts = tuple(_counts(resources, resource))
        return cls(resources, resource, locator, base, is_below, _steps_with_more(resource), counts)

    @property
    def is_collection(self) -> bool:
        """Whether the path of the operation is that of the collection."""
        return self.locator.form == self.resource.form

    @property
    def thing(self) -> str:
        """What one row is called."""
        return singular(self.resource.thing.name)

    def addresses(self, arguments: Mapping[str, Any]) -> tuple[Address | None, Address | None]:
        """The address of the row or collection, and the path under which it is looked at."""
        address = self.locator.owner.address(arguments)
        return address, address if self.is_below else self.locator.path.address(arguments)

    def named_by_path(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """What the path says of rows besides the collection that they lie in."""
        names = set(self.locator.path.names) - set(self.locator.owner.names)
        return {name: arguments[name] for name in names if name in arguments}

    def is_new(self, call: Call) -> bool:
        """Whether a row above was made by the session; raises `Refused` where one was deleted."""
        return any(stored["made"] for stored in written_above(self.locator.ancestors, call))

    def missing(self, address: Address) -> Refused:
        """The refusal for a row that is not there."""
        return Refused(404, f"There is no {self.thing} at {self.location(address)}.")

    def location(self, address: Address) -> str:
        """The path of a row."""
        if not self.steps:
            return address.path + _end(self.resource)
        texts = address.path[len(self.base) + 1 :].split("/")
        return f"{self.base}/{'/'.join(map(_filled, self.steps, texts))}"

    def counted(self, state: State, address: Address, row: Row) -> Row:
        """A row that the session made, with the numbers of rows below it: of what it made there itself."""
        numbers = {
            name: sum(stored is not GONE for _, stored in state.items("/".join((address.path, *steps))))
            for name, steps in self.counts
            if name in row
        }
        return {**row, **numbers} if numbers else row

    def remove(self, state: State, address: Address, names: Iterable[str]) -> None:
        """Delete a row under its key and its other names, and all that the session made below it."""
        state.delete(address.kind, address.key or "")
        for name in names:
            if state.get(address.kind, name) is None:
                state.delete(address.kind, name)
        self._remove_below(state, self.resource, address.path)

    def _remove_below(self, state: State, resource: Resource, path: str) -> None:
        for child in self.resources.children(resource):
            rest = child.form[len(resource.item) :]
            if any(VARIABLE in step for step in rest):
                continue
            kind = "/".join((path, *rest))
            for key, stored in state.items(kind):
                if stored is not GONE:
                    state.delete(kind, key)
                    self._remove_below(state, child, f"{kind}/{key}")
