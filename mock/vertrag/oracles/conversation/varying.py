"""Bodies that differ where the examples of a document make them all alike.

1. What changes a row has other texts and shorter lists than what created it: else it changes nothing.
2. Where something may be there once only, what the top of a body has in a form of its own differs, too.
3. Nothing is varied so that the contract forbids it, and nothing that differs by itself.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from vertrag.contract.inference.positions import NOWHERE, value_at, with_value
from vertrag.contract.operations import Operation
from vertrag.invent.regexes import texts
from vertrag.oracles.conversation.material import bodies, json_type, members, schema_of_body
from vertrag.oracles.grounds import Grounds

_OWN_FORM = frozenset({"enum", "const", "pattern", "format"})


def varied(grounds: Grounds, operation: Operation, body: Any, turn: int, *, once: bool) -> Any:
    """The body with the turn in what other bodies have as well; `once` says that rows may not be alike."""
    media_type, usual = json_type(operation), next(bodies(grounds, operation, turn + 1), None)
    if media_type is None or not isinstance(body, dict):
        return body
    for place, member in members(grounds, schema_of_body(grounds, operation)):
        value = value_at(body, place)
        differs_by_itself = value != value_at(usual, place) and not isinstance(value, list)
        if isinstance(place[-1], int) or value is NOWHERE or differs_by_itself:
            continue
        for other in _others(member, value, turn, once=once and len(place) == 1):
            changed = with_value(body, place, other)
            if not any(media_type.judge(changed)):
                body = changed
                break
    return body


def _others(member: Mapping[str, Any], value: Any, turn: int, *, once: bool) -> Iterator[Any]:
    """What a member may hold instead of a value, the best first; none where it has to be as it is."""
    if (
        isinstance(value, list)
        and len(value) > 1
        and not any(isinstance(each, dict | list) for each in value)
    ):
        yield value[: 1 + turn % (len(value) - 1)]
    if isinstance(value, str) and _OWN_FORM.isdisjoint(member):
        yield f"{value} {turn}"
    if once and isinstance(value, str):
        yield from _in_form(member, value, turn)
    if once and type(value) is int and "enum" not in member:
        yield from (value + turn, value - turn)


def _in_form(member: Mapping[str, Any], value: str, turn: int) -> Iterator[str]:
    """Another text of the form that a member has."""
    if isinstance(pattern := member.get("pattern"), str):
        pick = Random(turn).randrange  # noqa: S311 - to be repeated, not to be safe
        yield from islice(texts(pattern, pick, len(value), len(value)), 1)
    elif member.get("format") == "email":
        yield value.replace("@", f"{turn}@")
    elif member.get("format") == "date":
        try:
            yield str(date.fromisoformat(value) + timedelta(days=turn))
        except (ValueError, OverflowError):
            return
