"""Rows that differ in one member, so that filters and orders have something to tell apart."""

from collections.abc import Sequence
from typing import Any

from vertrag.contract.inference.positions import Place, with_value
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.material import json_type
from vertrag.oracles.conversation.talk import Talk

SWITCH = ((False, True),)
NUMBERS = ((9, 10), (99, 100), (999, 1000))
"""Numbers that stand the other way round where they are sorted as texts."""


def contrast(talk: Talk, resource: Resource, member: Place, choices: Sequence[Sequence[Any]]) -> None:
    """Create a row with each value of the first choice that the document takes in a member."""
    create = resource.deed("create")
    under = talk.above(create.operation) if create else None
    media_type = json_type(create.operation) if create else None
    if create is None or under is None or media_type is None:
        return
    for values in choices:
        place = (*(create.sent or ()), *member)
        bodies = [with_value(talk.body(create.operation, under), place, value) for value in values]
        if any(any(media_type.judge(body)) for body in bodies):
            continue
        for body in bodies:
            talk.ask(create.operation, under, body=body)
        return
