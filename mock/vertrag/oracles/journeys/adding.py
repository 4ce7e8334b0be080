"""A walk that sends one member more than a schema names, where the schema leaves room for it.

1. The rest of the body is what was taken: the same body without the member is accepted right after.
2. The judge takes the body with the member, so every part of the schema leaves room for it.
3. Two members of other names and kinds are refused alike: neither a name nor a value is behind it.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.positions import Place, shown, value_at, with_value
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.lone import values_for
from vertrag.oracles.conversation.material import members, schema_of_body
from vertrag.oracles.conversation.probes import UNKNOWN, WRITES
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.journeys.probing import REFUSALS, REFUSED
from vertrag.oracles.law import Breach

_ADDED: tuple[tuple[str, Any], ...] = ((UNKNOWN, 1), (f"{UNKNOWN}Note", "note"))
_MOST = 4  # objects in one body


def one_member_more(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """What a schema leaves room for is not refused."""
    for deed in resource.deeds:
        if deed.kind in WRITES and deed.operation.body and talk.may(deed.operation):
            yield from _of(talk, resource, deed)


def _of(talk: Talk, resource: Resource, deed: Deed) -> Iterator[Breach]:
    values = values_for(talk, resource, deed.operation)
    if values is None or not _is_taken(talk, deed, values, talk.body(deed.operation, values)):
        return
    body = talk.body(deed.operation, values)
    for place in islice(_objects(talk.grounds, deed, body), _MOST):
        before = len(talk.chain)
        refused = _refusal(talk, deed, values, body, place)
        if refused and _is_taken(talk, deed, values, body):
            del talk.chain[before + 1 :]
            yield Breach(REFUSED, refused, f"a member in {shown(place)}")
        del talk.chain[before:]
        body = talk.body(deed.operation, values)


def _objects(grounds: Grounds, deed: Deed, body: Any) -> Iterator[Place]:
    """Where objects stand in a body of which the schema names members: a map takes what it takes."""
    schema = schema_of_body(grounds, deed.operation)
    named = dict.fromkeys(place[:-1] for place, _ in members(grounds, schema) if isinstance(place[-1], str))
    return (place for place in named if isinstance(value_at(body, place), Mapping))


def _refusal(talk: Talk, deed: Deed, values: tuple[str, ...], body: Any, place: Place) -> str:
    """How a body is refused with either member, "" where it is not, or where no rule allows the member."""
    said = []
    for name, value in _ADDED:
        answer = talk.ask(deed.operation, values, body=with_value(body, (*place, name), value))
        if answer is None or answer.reading.violations or answer.response.status not in REFUSALS:
            return ""
        said.append(f"{answer.response.status} for {name} in {shown(place)}")
    return f"{said[0]}, where the schema leaves room for it"


def _is_taken(talk: Talk, deed: Deed, values: tuple[str, ...], body: Any) -> bool:
    answer = talk.ask(deed.operation, values, body=body)
    return answer is not None and answer.response.status < 300
