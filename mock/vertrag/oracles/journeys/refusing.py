"""Walks over what is refused: it has no effect, whatever was wrong with it."""

from collections.abc import Iterator
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.material import json_type
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.journeys.writing import GONE, changes, count
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import row_of

FAILED = Law(
    "VF409",
    "failed_write_changes",
    "A refused write changes data",
    "what was before (a refusal has no effect)",
    1,
    114,
)
LAWS = (FAILED,)


def refused_without_effect(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A write that is refused leaves what it was aimed at as it was."""
    read = resource.deed("read")
    for deed in (resource.deed("replace"), resource.deed("patch")):
        made = talk.make(resource) if read and deed else None
        if made is None or read is None or deed is None:
            continue
        body = talk.body_for(made, resource, deed.operation)
        spoilt = spoil(deed, body)
        before = row_of(read, talk.ask(read.operation, made.values))
        answer = talk.ask(deed.operation, made.values, body=spoilt) if spoilt is not None else None
        later = talk.ask(read.operation, made.values) if answer else None
        if answer is None or later is None or not 400 <= answer.response.status < 500:
            continue
        for change in changes(before, row_of(read, later), made.sent)[:1]:
            yield Breach(FAILED, change)
        if isinstance(before, dict) and later.response.status in GONE:
            yield Breach(FAILED, f"{later.response.status} for the row")
    yield from _refused_creation(talk, resource)


def _refused_creation(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A creation that is refused creates nothing: with nonsense, and with what is there already."""
    create = resource.deed("create")
    made = talk.make(resource) if create else None
    if create is None or made is None:
        return
    for body in (spoil(create, talk.body(create.operation, made.under)), made.sent):
        before = count(talk, resource, made) if body is not None else None
        answer = talk.ask(create.operation, made.under, body=body) if before is not None else None
        if answer is None or before is None or answer.response.status < 300:
            continue
        after = count(talk, resource, made)
        if answer.response.status < 500 and after is not None and after > before:
            yield Breach(FAILED, f"{after} rows after a creation that was refused, {before} before")


def spoil(deed: Deed, body: Any) -> Any:
    """The body with one member that breaks the contract, the others as they are; None where none can."""
    media_type = json_type(deed.operation)
    if media_type is None or not isinstance(body, dict):
        return None
    for name in reversed(body):
        wrong: Any
        for wrong in ({"no": "such"}, []):
            spoilt = {**body, name: wrong}
            if any(media_type.judge(spoilt)):
                return spoilt
    return None
