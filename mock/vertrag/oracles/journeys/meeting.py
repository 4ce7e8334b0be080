"""The first walks: every operation is met, as it should be and as it should not, before any is studied.

1. They claim nothing themselves: the judge and the laws on single exchanges hear each answer.
2. What changes a row changes one that was created for it.
"""

from collections.abc import Iterator

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import SAFE_METHODS
from vertrag.oracles.conversation.lone import values_for
from vertrag.oracles.conversation.row_paths import Made, is_of_a_row
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.journeys.refusing import spoil
from vertrag.oracles.law import Breach

_MOST = 4  # media types of an answer that are asked for


def met(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Every operation with what it asks for; what was deleted is asked for once more."""
    made = talk.make(resource)
    for deed in sorted(resource.deeds, key=lambda each: each.kind == "delete"):
        values = _values(talk, resource, deed, made)
        if values is not None and not (made and deed.kind == "create"):
            body = talk.body(deed.operation, values) if deed.operation.body else NOTHING
            talk.ask(deed.operation, values, body=body)
            _wish(talk, deed, values)
    read = resource.deed("read")
    if made is not None and read is not None and resource.deed("delete") is not None:
        talk.ask(read.operation, made.values)
    yield from ()


def _wish(talk: Talk, deed: Deed, values: tuple[str, ...]) -> None:
    """Ask for each other media type in which the document has the answer to a read."""
    response = success_of(deed.operation) if deed.operation.method == "GET" else None
    names = [each.name for each in response.body.media_types] if response else []
    for name in names[1:_MOST] if not any("*" in each for each in names) else ():
        talk.ask(deed.operation, values, headers=(("accept", name),))


def met_with_nonsense(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Every operation that takes a body, with one that breaks the contract."""
    writes = [deed for deed in resource.deeds if deed.operation.body]
    made = talk.make(resource) if any(is_of_a_row(resource, each.operation) for each in writes) else None
    for deed in writes:
        values = _values(talk, resource, deed, made)
        spoilt = spoil(deed, talk.body(deed.operation, values)) if values is not None else None
        if values is not None and spoilt is not None:
            talk.ask(deed.operation, values, body=spoilt)
    yield from ()


def _values(talk: Talk, resource: Resource, deed: Deed, made: Made | None) -> tuple[str, ...] | None:
    if not is_of_a_row(resource, deed.operation):
        return values_for(talk, resource, deed.operation)
    if made is not None:
        return made.values
    reads = deed.operation.is_safe or deed.operation.method in SAFE_METHODS
    return values_for(talk, resource, deed.operation) if reads else None
