"""What refusals teach about the body of a creation: which members a server misses or does not take.

1. A refusal is about the member whose value it repeats, else about one that it names.
2. One that is missing is sent; one that is not taken becomes what its description has as an example
   ("e.g. …"), a list becomes empty, and at last it is left out.
3. A refusal that names nothing is answered once: by leaving out all that may be left out.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vertrag.contract.operations import Operation
from vertrag.oracles.conversation.material import members, schema_of_body
from vertrag.oracles.grounds import Grounds

_EXAMPLE = re.compile(
    r"""\b(?:e\. ?g\.|for example|such as)[,:]?\s*["'`\u201c\u2018]([^"'`\u201d\u2019]+)""", re.IGNORECASE
)
_FIXED = frozenset({"enum", "const", "pattern", "format"})
_SHORTEST = 3  # characters of a value that is recognized in a refusal


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is known of the bodies that an operation takes.

    `optional` are the members that may be left out, `examples` the texts that descriptions have for members;
    `left_out` are left out, `refused` has a member as often as what it held was not taken,
    `is_least` says that all that may be left out was left out before.
    """

    optional: frozenset[str] = frozenset()
    examples: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    refused: tuple[str, ...] = ()
    is_least: bool = False

    def applied(self, body: Any, turn: int) -> Any:
        """A body as it is taken; the turn tells apart what may have to differ."""
        if not isinstance(body, dict):
            return body
        kept = ((name, value) for name, value in body.items() if name not in self.left_out)
        return {
            name: self._choices(name, value, turn)[: self.refused.count(name) + 1][-1] for name, value in kept
        }

    def heeded(self, body: Any, said: str) -> "Lesson | None":
        """What is known once a body was refused in these words; None where they teach nothing."""
        if not isinstance(body, dict):
            return None
        repeated = {name: [each for each in _texts(value) if each in said] for name, value in body.items()}
        own = said
        for each in sorted((each for texts in repeated.values() for each in texts), key=len, reverse=True):
            own = own.replace(each, " ")
        missing = [name for name in sorted(self.left_out.difference(self.refused)) if _is_named(name, own)]
        if missing and own == said:
            return replace(self, left_out=self.left_out - {missing[0]})
        meant = sorted(body, key=lambda name: -max(map(len, repeated[name]), default=0))
        meant = [name for name in meant if repeated[name] or _is_named(name, own)]
        taught = filter(None, (self._without(name, body[name]) for name in meant))
        least = None if self.is_least else replace(self, left_out=self.optional, refused=(), is_least=True)
        return next(taught, least)

    def _without(self, name: str, value: Any) -> "Lesson | None":
        """What is known once the value of a member was not taken; None where nothing is left to try."""
        refused = (*self.refused, name)
        if refused.count(name) < len(self._choices(name, value, 0)):
            return replace(self, refused=refused)
        left_out = self.left_out | {name}
        return replace(self, refused=refused, left_out=left_out) if name in self.optional else None

    def _choices(self, name: str, value: Any, turn: int) -> list[Any]:
        """What a member can hold, the best first."""
        example = self.examples.get(name)
        if isinstance(value, str) and example is not None:
            return [value, re.sub(r"^[A-Za-z]+", rf"\g<0>{turn}", example), example]
        return [value, []] if isinstance(value, list) and value else [value]


def first_lesson(grounds: Grounds, operation: Operation) -> Lesson:
    """What the document says before anything was refused."""
    schema = schema_of_body(grounds, operation)
    described = {str(place[0]): member for place, member in members(grounds, schema) if len(place) == 1}
    node = grounds.contract.document.resolve(schema)
    required = node.get("required") if isinstance(node, Mapping) else None
    examples = {
        name: found[1]
        for name, member in described.items()
        if _FIXED.isdisjoint(member) and (found := _EXAMPLE.search(str(member.get("description"))))
    }
    return Lesson(frozenset(described).difference(required if isinstance(required, list) else ()), examples)


def _is_named(name: str, said: str) -> bool:
    """Whether a text has a word that is the name of a member, or begins with one that is long enough."""
    words = re.findall(r"\w+", said.casefold())
    return any(
        each == name.casefold() or (len(name) > _SHORTEST and each.startswith(name.casefold()))
        for each in words
    )


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value that are long enough to be recognized."""
    if isinstance(value, str) and len(value) >= _SHORTEST:
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
