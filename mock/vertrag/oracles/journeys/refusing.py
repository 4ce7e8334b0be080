"""Walks over what is refused: it has no effect, whatever was wrong with it."""

from collections.abc import Iterator
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import Operation
from vertrag.oracles.conversation.material import json_type
from vertrag.oracles.conversation.row_paths import Made, own_values
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.differences import differences
from vertrag.oracles.journeys.writing import GONE, changes, keys_of, row_in, without_key
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
_WRONG = ("vertrag", "17")  # texts of a parameter: of any type one of them is none


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
    """A creation that is refused creates nothing: for nonsense, a parameter, and what is there already."""
    create = resource.deed("create")
    made = talk.make(resource) if create else None
    if create is None or made is None:
        return
    spoilt = spoil(create, talk.body(create.operation, made.under))
    asked: list[tuple[Any, dict[str, str]]] = [(spoilt, {}), (made.sent, {})]
    asked += [(NOTHING, query) for query in _spoilt_queries(talk, create.operation, made.under)]
    for body, query in asked:
        before = keys_of(talk, resource, made) if body is not None else None
        if before is None:
            continue
        sent = talk.body(create.operation, made.under) if query else body
        answer = talk.ask(create.operation, made.under, query, sent)
        if answer is None or not 400 <= answer.response.status < 500:
            continue
        after = keys_of(talk, resource, made) or set()
        if len(after) > len(before):
            _mind(talk, resource, made, after - before, row_in(create, sent))
            told = f"{len(after)} rows after a creation that was refused, {len(before)} before"
            yield Breach(FAILED, told)


def _spoilt_queries(talk: Talk, operation: Operation, under: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Each parameter of a creation with a text that breaks its rules, where one does."""
    for parameter in operation.parameters.get("query", ()):
        for text in _WRONG:
            query = {parameter.sent_as: text}
            request = talk.request(operation, under, query)
            found = talk.grounds.contract.find(request.method, request.path)
            broken = found[0].read(request, found[1]).violations if found else ()
            if any(each.location == "query" and each.name == parameter.name for each in broken):
                yield query
                break


def _mind(talk: Talk, resource: Resource, made: Made, keys: set[str | None], sent: Any) -> None:
    """Keep in mind the one row that is new and shows all that was sent, so that it is deleted with the rest.

    Another may be somebody else's, who created it just then.
    """
    key, read = next(iter(keys)) if len(keys) == 1 else None, resource.deed("read")
    values = own_values(resource, made.under, key) if key is not None else None
    if values is None or read is None or not isinstance(sent, dict) or not sent:
        return
    before, told = len(talk.chain), without_key(resource, sent)
    row = row_of(read, talk.ask(read.operation, values))
    del talk.chain[before:]  # nothing builds on it
    if told and isinstance(row, dict) and told.keys() <= row.keys() and not list(differences(told, row)):
        talk.created.append((resource, values))


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
