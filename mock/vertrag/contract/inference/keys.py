"""Which member of a row is its key: the one that the last variable of the item's path speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vertrag.contract.inference.naming import joined, singular, words_of
from vertrag.contract.inference.positions import Place, shown
from vertrag.contract.schema.shapes import Shape

_USUAL = ("id", "uuid", "guid", "gid", "sid", "key", "identifier", "iid", "name", "number", "code", "slug")
_ONLY_BY_NAME = frozenset({"name", "number", "code", "slug"})  # also what many rows have in common
_FOLDERS = ("metadata", "meta", "sys", "attributes", "properties")
_SCALARS = frozenset({"string", "integer", "number"})
_NUMBERS = frozenset({"integer", "number"})


@dataclass(frozen=True, slots=True)
class Thing:
    """What is looked for: the name of the collection, the variable of its items, and a row that is known.

    `types` are those that the variable may have; none says nothing. `sent` is the schema of a row as requests
    have it, where no answer describes one.
    """

    name: str
    variable: str = ""
    row: Shape | None = None
    types: frozenset[str] = frozenset()
    sent: Any = None

    def is_named(self, member: str | int) -> bool:
        """Whether a member is called as the thing or as one of it."""
        called, own = words_of(str(member)), words_of(self.name)
        if not called or not own:
            return False
        # `ssh_key` is one of `keys`, and `keys` are several of `ssh_key`.
        shorter = min(len(called), len(own))
        return _one(called[-shorter:]) == _one(own[-shorter:])


def _one(words: tuple[str, ...]) -> str:
    return singular("".join(words))


@dataclass(frozen=True, slots=True)
class KeyMember:
    """A member that may be the key, how sure that is (0 to 6), and why."""

    place: Place
    certainty: int
    reason: str


def usual_keys(row: Shape) -> Iterator[Place]:
    """The members of a row that some client may take for its key."""
    for name, shape in (row.members or {}).items():
        if joined(name) in _USUAL and (not shape.types or shape.types & _SCALARS):
            yield (name,)


def is_identifying(variable: str) -> bool:
    """Whether a variable is called as what tells one row from all others: `{teamKey}`, and not `{year}`."""
    return joined(variable).endswith(_USUAL)


def key_member(thing: Thing, row: Shape) -> KeyMember | None:
    """The member of a row that the variable of a thing speaks of."""
    return max(_candidates(thing, row), key=lambda each: each.certainty, default=None)


def _candidates(thing: Thing, row: Shape) -> Iterator[KeyMember]:
    yield from _members(thing, row, ())
    members = row.members or {}
    folders = [name for name in members if joined(name) in _FOLDERS and members[name].members]
    for name in sorted(folders, key=lambda each: _FOLDERS.index(joined(each))):
        for each in _members(thing, members[name], (name,)):
            yield KeyMember(each.place, each.certainty - 1, each.reason)


def _members(thing: Thing, row: Shape, above: Place) -> Iterator[KeyMember]:
    variable = thing.variable
    asked, one = joined(variable) or variable, singular(joined(thing.name) or thing.name)
    rest = asked.removeprefix(one) if one and asked.startswith(one) else ""
    for name in row.members or ():
        member, place = joined(name) or name, (*above, name)
        if member == asked:
            certainty, reason = 6, f"{{{variable}}} and {shown(place)} have the same name"
        elif rest and member == rest:
            certainty, reason = 5, f"{{{variable}}} is the {name} of a {one}"
        elif member in (f"{one}id", f"{asked}id"):
            certainty, reason = 4, f"{shown(place)} is named after what {{{variable}}} names"
        elif member in _USUAL and (usual := _certainty(asked, one, member, thing, row.member(name))):
            certainty, reason = usual, f"{shown(place)} is the usual name of a key"
        elif member == asked.removesuffix("id") or (len(member) > 1 and _ends_in(variable, name)):
            certainty, reason = 4, f"{{{variable}}} is a {name}"
        elif len(asked) > 2 and member.endswith(asked):
            certainty, reason = 2, f"{shown(place)} ends as {{{variable}}} does"
        else:
            continue
        types = row.member(name).types  # looked at last, since most members are called otherwise
        if not types or types & _SCALARS:
            yield KeyMember(place, certainty, reason)


def _ends_in(variable: str, name: str) -> bool:
    """Whether a variable ends in the words of a name; where it is one word, in its letters."""
    asked, words = words_of(variable), words_of(name)
    return asked[-len(words) :] == words or (len(asked) == 1 and asked[0].endswith("".join(words)))


def _certainty(asked: str, one: str, member: str, thing: Thing, shape: Shape) -> int:
    certainty = _by_name(asked, one, member)
    if not certainty or not _differ(thing.types, shape.types):
        return certainty
    # A text for what is a number, or the other way round: an id may be spelled so, a name may not.
    return 0 if member in _ONLY_BY_NAME else max(certainty - 3, 1)


def _by_name(asked: str, one: str, member: str) -> int:
    if asked.endswith(member) or (member == "id" and asked == one):
        return 5 if member == "id" else 4
    if member in _ONLY_BY_NAME:
        return 0 if member != "name" else 3 if asked == one else 1
    return 3 if member == "id" else 2


def _differ(asked: frozenset[str], shown: frozenset[str]) -> bool:
    """Whether no value can be of both types; every integer is a number."""
    both = [types | _NUMBERS if types & _NUMBERS else types for types in (asked, shown)]
    return bool(asked and shown) and both[0].isdisjoint(both[1])
