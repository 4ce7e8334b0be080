"""Answers operations on inferred resources, so that what was made can be read, listed, changed and removed.

Laws
1. Nothing is kept outside the state of the call; what is remembered here could be made again at any time.
2. An answer that the document does not let us give is left to the next rung; nothing was written then.
3. What hangs on a row goes with it.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource, Resources, infer
from vertrag.contract.operations import Contract, Operation
from vertrag.exchange import Call, Reply
from vertrag.serve.resources.addresses import is_collection, rows_above
from vertrag.serve.resources.changes import Changes
from vertrag.serve.resources.conditions import Conditions
from vertrag.serve.resources.descent import Descent
from vertrag.serve.resources.files import Filing, filed_by
from vertrag.serve.resources.headings import Heading, shown_by
from vertrag.serve.resources.performance import Performer
from vertrag.serve.resources.readback import reader_after
from vertrag.serve.resources.resource_rows import Rows
from vertrag.serve.resources.views import View

_SERVED = frozenset({"create", "read", "list", "replace", "patch", "delete"})
_LISTING = frozenset({"list", "search"})
_SHOWING = ("read", "list", "search", "replace", "patch", "create", "act")


class Engine:
    """The resources of one document; nothing is inferred before the first request comes."""

    def __init__(self, contract: Contract, base: str, seed: int, table: Mapping[str, Any]) -> None:
        self._contract = contract
        self._base = base
        self._seed = seed
        self._table = table
        self._performers: dict[str, Performer | Heading | Filing | None] = {}
        self._rows: dict[str, Rows | None] = {}

    @cached_property
    def resources(self) -> Resources:
        """The resources of the document."""
        return infer(self._contract, self._table)

    def reply(self, operation: Operation, call: Call, accept: str, conditions: Conditions) -> Reply | None:
        """What the resource answers; None where that is not for it to say. Raises `Refused`."""
        key = operation.key
        if key not in self._performers:
            self._performers[key] = (
                self._filing(operation) or self._performer(key) or self._heading(operation)
            )
        performer = self._performers[key]
        return performer.reply(call, accept, conditions) if performer else None

    def reader_after(self, operation: Operation) -> Operation | None:
        """The operation that, asked next for the same path, answers what this one has; None if none does."""
        performer = self._performers.get(operation.key)
        return performer.reader if performer else None

    def rows_at(self, path: str) -> Rows | None:
        """The rows that lie at the path of a collection; None where there are none."""
        named = self.resources.by_name.values()
        found = (self._rows_of(each) for each in named if is_collection(path, self._base, each.form))
        return next((rows for rows in found if rows is not None), None)

    @property
    def collections(self) -> list[str]:
        """The paths at which rows lie, with variables as `{}`."""
        named = self.resources.by_name.values()
        return [f"{self._base}/{'/'.join(each.form)}" for each in named if self._rows_of(each) is not None]

    def _performer(self, key: str) -> Performer | None:
        found = self.resources.by_operation.get(key)
        if found is None:
            return None
        resource, deed = found
        rows = self._rows_of(resource)
        if rows is None:
            return None
        descent = Descent.of(self.resources, resource, deed, self._base)
        if descent is None:
            return None
        view = View(self._contract.document, deed, self._seed)
        performer = Performer(rows, view, descent, Changes(rows, deed, view.members))
        if not rows.are_shown_best_by_reading:
            return performer
        return replace(performer, reader=reader_after(self._contract.document, resource, deed))

    def _heading(self, head: Operation) -> Heading | None:
        """What answers a HEAD that the document declares, and that the resources say nothing of."""
        shown = shown_by(head, self._contract.operations)
        performer = self._performer(shown.key) if shown else None
        if performer is None:
            return None
        return Heading(performer, View(self._contract.document, Deed(head, "act"), self._seed))

    def _filing(self, operation: Operation) -> Filing | None:
        """What keeps the files at the path of an operation; None where there are none."""
        read = filed_by(operation, self._contract.operations)
        if read is None or operation.method not in ("GET", "PUT", "POST", "DELETE"):
            return None
        view = View(self._contract.document, Deed(operation, "act"), self._seed)
        above = rows_above(self.resources, operation.path, self._base)
        return Filing(view, read, self._base, above, self._performer(operation.key))

    def _rows_of(self, resource: Resource) -> Rows | None:
        """The rows of a resource; None where too little is known of it to keep any."""
        if resource.name not in self._rows:
            self._rows[resource.name] = self._make_rows(resource)
        return self._rows[resource.name]

    def _make_rows(self, resource: Resource) -> Rows | None:
        if not (_has_effects(resource) or any(map(_chooses, resource.deeds))):
            return None
        views = [View(self._contract.document, deed, self._seed) for deed in _showing(resource)]
        views = [view for view in views if view.media_types]
        if not views:
            return None
        face = views[0].face
        if face is None:
            return None
        listing = next((view for view in views if view.deed.kind == "list"), None)
        return Rows(self._contract.document, resource, views[0], face, listing, self._seed)


def _has_effects(resource: Resource) -> bool:
    """Whether what one deed does can be seen by another."""
    return len({deed.kind for deed in resource.deeds} & _SERVED) > 1


def _chooses(deed: Deed) -> bool:
    """Whether a deed lists those of the rows that its query asks for."""
    return deed.kind in _LISTING and "query" in deed.operation.parameters


def _showing(resource: Resource) -> list[Deed]:
    """The deeds whose answers show rows, the one that shows them best first."""
    deeds = [deed for deed in resource.deeds if deed.row is not None or deed.rows is not None]

    def rank(deed: Deed) -> tuple[bool, int]:
        return deed.is_blank, _SHOWING.index(deed.kind) if deed.kind in _SHOWING else len(_SHOWING)

    return sorted(deeds, key=rank)
