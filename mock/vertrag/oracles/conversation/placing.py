"""Places of our own, where a PUT makes what was not there (RFC 9110 §9.3.4): names that nobody else gives.

1. The document says so (201), nothing is there before, and the implementation says 201 at the first of them.
2. What is made at a place is deleted at once, where the document offers a way.
"""

from dataclasses import dataclass

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.sites import VARIABLE, form_of
from vertrag.contract.operations import Operation
from vertrag.oracles.conversation.row_paths import is_of_a_row
from vertrag.oracles.conversation.talk import NOTHING, Talk

_NAMES = ("vertrag-{}", "vertrag{}", "7e57ab1e-0000-4000-8000-{:012d}")
"""Names as most paths take them: a word, one without a hyphen, a UUID."""
_CREATED = 201
_GONE = (404, 410)


@dataclass(slots=True)
class Places:
    """Places below what a path hangs on, one after the other; `name` is what they are called by number."""

    talk: Talk
    resource: Resource
    operation: Operation
    above: tuple[str, ...]
    name: str

    def next(self) -> tuple[str, ...]:
        """The path values of the next place."""
        self.talk.places += 1
        return (*self.above, self.name.format(self.talk.places))

    def clear(self, values: tuple[str, ...]) -> None:
        """Delete what was made at a place, as far as that is possible; nothing builds on it."""
        delete, before = self.resource.deed("delete"), len(self.talk.chain)
        if delete is not None and delete.operation.label not in self.talk.barred:
            self.talk.say(self.talk.request(delete.operation, values))
        del self.talk.chain[before:]

    def is_allowed(self) -> bool:
        """Whether the document lets a row have such a name."""
        request = self.talk.request(self.operation, self.next(), body=NOTHING)
        found = self.talk.grounds.contract.find(request.method, request.path)
        violations = found[0].read(request, found[1]).violations if found else ()
        return found is not None and all(each.location != "path" for each in violations)

    def are_taken(self) -> bool:
        """Whether a PUT makes something at the next place, where nothing was."""
        values, before = self.next(), len(self.talk.chain)
        read = self.resource.deed("read")
        there = self.talk.ask(read.operation, values) if read is not None else None
        is_free = read is None or (there is not None and there.response.status in _GONE)
        made = self.talk.taken(self.operation, values) if is_free else None
        del self.talk.chain[before:]
        if made is not None:
            self.clear(values)
        return made is not None and made[1].response.status == _CREATED


def places_of(talk: Talk, resource: Resource, deed: Deed) -> Places | None:
    """Where a PUT of a resource makes rows; None where it makes none."""
    operation, form = deed.operation, form_of(deed.operation.path)
    is_put = deed.kind == "replace" and operation.method == "PUT" and "201" in operation.responses
    if not is_put or not talk.may(operation) or not is_of_a_row(resource, operation):
        return None
    above = talk.above(operation) if VARIABLE in form[:-1] else ()
    if form[-1:] != (VARIABLE,) or above is None:
        return None
    places = (Places(talk, resource, operation, above, name) for name in _NAMES)
    allowed = next(filter(Places.is_allowed, places), None)
    return allowed if allowed is not None and allowed.are_taken() else None


def placed(talk: Talk, resource: Resource, operation: Operation) -> tuple[str, ...] | None:
    """The path values of a row that was put at a place of our own, for an operation that reads it."""
    if not operation.is_safe or not is_of_a_row(resource, operation):
        return None
    found = (places_of(talk, resource, deed) for deed in resource.deeds)
    places = next((each for each in found if each is not None), None)
    values = places.next() if places is not None else ()
    return values if places is not None and talk.taken(places.operation, values) is not None else None
