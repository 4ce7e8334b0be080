"""Tells one branch of a `oneOf` from the others, where all are objects that overlap.

A branch is broken by a member that it requires and that is left out, else by one that it describes and that
is something else; both only where the branch that is meant says nothing of the member.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from vertrag.invent.wording import Schema, Wording

_DEEPEST = 8  # references and parts within each other
_CHOICES = frozenset({"anyOf", "oneOf", "not", "if", "dependentSchemas"})
_NARROW = frozenset({"type", "enum", "const", "$ref"})
"""The keywords of a member that something else surely breaks."""


@dataclass
class _Branch:
    """What a branch says of its members."""

    members: dict[str, list[Any]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    is_closed: bool = False
    is_plain: bool = True


def apart(wording: Wording, meant: Any, others: Sequence[Any]) -> Schema | None:
    """A schema that breaks all the others and says nothing of what is meant; None where none is seen."""
    own = _read(wording, meant)
    left = [_read(wording, other) for other in others]
    if not own.is_plain:
        return None
    missing: set[str] = set()
    for other in left:
        if not missing & other.required:
            missing.update(sorted(other.required - own.required)[:1])
    left = [other for other in left if not missing & other.required]
    wrong: dict[str, list[Any]] = {}
    while left and not own.is_closed:
        free = [sorted(_breakable(other) - own.members.keys() - missing) for other in left]
        if not all(free):
            return None
        ((name, _),) = Counter(chain.from_iterable(free)).most_common(1)
        wrong[name] = [{"not": {"allOf": each.members[name]}} for each in left if name in _breakable(each)]
        left = [other for other in left if name not in _breakable(other)]
    if left:
        return None
    members = {**dict.fromkeys(sorted(missing), False), **{name: {"allOf": wrong[name]} for name in wrong}}
    return {"type": "object", "properties": members, "required": list(wrong)}


def _breakable(branch: _Branch) -> set[str]:
    return {name for name, schemas in branch.members.items() if any(map(_is_narrow, schemas))}


def _is_narrow(schema: Any) -> bool:
    return isinstance(schema, Mapping) and not _NARROW.isdisjoint(schema)


def _read(wording: Wording, schema: Any) -> _Branch:
    branch = _Branch()
    for clause in _clauses(wording, schema, 0):
        for name, member in (clause.get("properties") or {}).items():
            branch.members.setdefault(name, []).append(member)
        branch.required.update(clause.get("required") or ())
        branch.is_closed |= not {"additionalProperties", "unevaluatedProperties"}.isdisjoint(clause)
        branch.is_plain &= _CHOICES.isdisjoint(clause)
    return branch


def _clauses(wording: Wording, schema: Any, depth: int) -> Iterator[Schema]:
    if not isinstance(schema, Mapping) or depth > _DEEPEST:
        return
    clause = wording.of(schema)
    yield clause
    if isinstance(clause.get("$ref"), str):
        yield from _clauses(wording, wording.target(clause["$ref"]), depth + 1)
    for part in clause.get("allOf") or ():
        yield from _clauses(wording, part, depth + 1)
