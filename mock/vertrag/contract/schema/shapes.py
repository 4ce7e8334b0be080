"""What a schema lets a text become: the types of values, items and members, read through compositions."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vertrag.contract.loading.document import Document
from vertrag.contract.loading.parameters_of_2 import DIVISION
from vertrag.contract.schema.patterns import is_found

_DEEPEST = 6  # members and items within each other: deeper than any style or envelope reaches
_OF_NUMBERS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"})
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
# JSON knows no largest integer; a text of more than a thousand digits is nobody's number any more.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,999})")
MOST_EXACT = 2**53
"""From here on a double does not hold every whole number."""
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Shape:
    """JSON type names (none: anything), and the shapes of items, of named members and of all other ones.

    `leading` are the shapes of the first items, where each has its own; a moment is a day or an instant;
    `division` stands between the items of a list that is itself an item of one; `default` is what it is where
    nothing is sent, None where the schema does not say; `choices` are the texts of its `enum`; `patterns` are
    those of the names of members that it describes, or all names where it says that there are others.
    """

    types: frozenset[str]
    items: "Shape | None" = None
    members: Mapping[str, "Shape"] | None = None
    others: "Shape | None" = None
    is_binary: bool = False
    is_read_only: bool = False
    is_moment: bool = False
    leading: tuple["Shape", ...] = ()
    division: str = ""
    default: Any = None
    choices: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()

    @property
    def is_array(self) -> bool:
        """Whether it may be a list."""
        return "array" in self.types

    @property
    def is_structure(self) -> bool:
        """Whether it is a list or an object in any case: a text that carries it is JSON."""
        return bool(self.types) and not self.types & _SCALARS

    def may_be(self, value: Any) -> bool:
        """Whether a value is no text that is missing among the choices, where there are any."""
        return not self.choices or not isinstance(value, str) or value in self.choices

    @property
    def is_object(self) -> bool:
        """Whether it may be an object and no scalar."""
        return "object" in self.types and not self.types & _SCALARS

    def expects(self, name: str) -> bool:
        """Whether the schema says that there may be a member of a name, and does not merely not forbid it."""
        return name in (self.members or ()) or any(is_found(each, name) for each in self.patterns)

    def member(self, name: str) -> "Shape":
        """The shape of a member of an object."""
        return (self.members or {}).get(name) or self.others or ANYTHING

    def scalar(self, text: str) -> Any:
        """The text as the most specific type that it can be read as; itself where none fits."""
        types = self.types
        if not types:
            return text
        if ("integer" in types or "number" in types) and _INTEGER.fullmatch(text):
            return int(text)
        if "number" in types and _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
            # To some readers 5.0 is no integer, and what is read here may be shown where one is asked for.
            return int(number) if number.is_integer() and abs(number) < MOST_EXACT else number
        if "boolean" in types and text in ("true", "false"):
            return text == "true"
        if "null" in types and text in ("", "null") and ("string" not in types or text == "null"):
            return None
        return text

    def item(self, text: str) -> Any:
        """The text of an item or a member; a structure is JSON there, since no style reaches it."""
        if self.division:
            return self.array(text.split(self.division)) if text else []
        if not self.is_structure:
            return self.scalar(text)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return self.scalar(text)
        return value if isinstance(value, dict | list) else self.scalar(text)

    def is_list_of(self, texts: Sequence[str]) -> bool:
        """Whether the texts of one name are a list; one that is empty is itself where a text may stand."""
        return self.is_array and not (list(texts) == [""] and "string" in self.types)

    def array(self, texts: Iterable[str]) -> list[Any]:
        """The texts as an array of what the items may be."""
        return [self.item_at(index).item(text) for index, text in enumerate(texts)]

    def item_at(self, index: int) -> "Shape":
        """The shape of one item of an array."""
        return self.leading[index] if index < len(self.leading) else self.items or ANYTHING

    def object(self, texts: Mapping[str, str]) -> dict[str, Any]:
        """The texts as an object of what its members may be."""
        return {name: self.member(name).item(text) for name, text in texts.items()}


class _Members(Mapping[str, Shape]):
    """The shapes of members, each read when somebody looks at it: of most nobody does."""

    __slots__ = ("_known", "_names", "_read")

    def __init__(self, names: Iterable[str], read: Callable[[str], Shape]) -> None:
        self._names = dict.fromkeys(names)
        self._read = read
        self._known: dict[str, Shape] = {}

    def __getitem__(self, name: str) -> Shape:
        if name not in self._known:
            if name not in self._names:
                raise KeyError(name)
            self._known[name] = self._read(name)
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"members {', '.join(self._names)}"


ANYTHING = Shape(frozenset())


def shape_of(document: Document, schema: Any, deepest: int = _DEEPEST) -> Shape:
    """The shape of a schema, through references and compositions; `ANYTHING` where it says nothing.

    What lies deeper than `deepest` is not looked at: 0 is enough for types, and costs the least.
    """
    return Shapes(document, deepest).of(schema)


class Shapes:
    """Reads the shapes of schemas, each part once for each depth: many lead to each other in circles."""

    def __init__(self, document: Document, deepest: int = _DEEPEST) -> None:
        self._document = document
        self._deepest = deepest
        self._known: dict[tuple[int, int], Shape] = {}

    def of(self, schema: Any) -> Shape:
        """The shape of a schema; `ANYTHING` where it says nothing."""
        return self._shape(schema, 0)

    def _shape(self, schema: Any, depth: int) -> Shape:
        if not isinstance(schema, Mapping) or depth > self._deepest:
            return ANYTHING
        key = (id(schema), depth)
        if key not in self._known:
            self._known[key] = ANYTHING  # for compositions that lead back to themselves
            self._known[key] = self._composed(schema, depth)
        return self._known[key]

    def _composed(self, schema: Mapping[str, Any], depth: int) -> Shape:
        parts = []
        if "$ref" in schema:
            parts.append(self._shape(self._document.resolve(schema), depth))
            if len(schema) == 1 or self._document.version < (3, 1):
                return parts[0]
        parts.append(self._own(schema, depth))
        parts += [self._shape(part, depth) for part in schema.get("allOf") or ()]
        choices = [
            self._shape(part, depth) for keyword in ("anyOf", "oneOf") for part in schema.get(keyword) or ()
        ]
        if choices:
            parts.append(_any_of(choices))
        return parts[0] if len(parts) == 1 else _all_of(parts)

    def _own(self, schema: Mapping[str, Any], depth: int) -> Shape:
        items, members = schema.get("items"), schema.get("properties")
        others = schema.get("additionalProperties")
        return Shape(
            _types(schema),
            self._shape(items, depth + 1) if isinstance(items, Mapping) else None,
            _Members(members, lambda name: self._shape(members[name], depth + 1))
            if isinstance(members, Mapping)
            else None,
            self._shape(others, depth + 1) if isinstance(others, Mapping) else None,
            is_binary=_is_binary(self._document, schema),
            is_read_only=schema.get("readOnly") is True,
            is_moment=schema.get("format") in ("date", "date-time"),
            leading=tuple(self._shape(item, depth + 1) for item in _leading(schema)),
            division=str(schema.get(DIVISION, "")),
            default=_default(schema),
            choices=frozenset(value for value in _stated(schema, "enum") if isinstance(value, str)),
            patterns=tuple(_patterns(schema)),
        )


def _patterns(schema: Mapping[str, Any]) -> Iterator[str]:
    described, others = schema.get("patternProperties"), schema.get("additionalProperties")
    yield from map(str, described if isinstance(described, Mapping) else ())
    if others is True or isinstance(others, Mapping):
        yield ""


def _default(schema: Mapping[str, Any]) -> Any:
    """The default; where it is a text, and what has it is none, what that text says: `false`."""
    stated, types = schema.get("default"), _types(schema)
    if not isinstance(stated, str) or not types or "string" in types:
        return stated
    said = Shape(types).scalar(stated)
    return None if isinstance(said, str) else said


def _all_of(parts: list[Shape]) -> Shape:
    # An integer is a number, too: what must be both is an integer.
    typed = [
        part.types | {"integer"} if "number" in part.types else part.types for part in parts if part.types
    ]
    types = frozenset.intersection(*typed) if typed else frozenset[str]()
    names = dict.fromkeys(name for part in parts for name in part.members or ())
    members = _Members(names, lambda name: _member_of_all(name, parts)) if names else None
    others = [part.others for part in parts if part.others]
    return Shape(
        types - {"integer"} if "number" in types else types,
        next((part.items for part in parts if part.items), None),
        members,
        _all_of(others) if len(others) > 1 else next(iter(others), None),
        is_binary=any(part.is_binary for part in parts),
        is_read_only=any(part.is_read_only for part in parts),
        is_moment=any(part.is_moment for part in parts),
        leading=next((part.leading for part in parts if part.leading), ()),
        division=next((part.division for part in parts if part.division), ""),
        default=next((part.default for part in parts if part.default is not None), None),
        choices=next((part.choices for part in parts if part.choices), frozenset()),
        patterns=tuple(dict.fromkeys(each for part in parts for each in part.patterns)),
    )


def _member_of_all(name: str, parts: list[Shape]) -> Shape:
    """What a name is where all parts hold: those that do not know it count it among all other names."""
    found = [each for part in parts if (each := (part.members or {}).get(name) or part.others)]
    return found[0] if len(found) == 1 else _all_of(found)


def _any_of(choices: list[Shape]) -> Shape:
    untyped = any(not choice.types for choice in choices)
    types = frozenset[str]() if untyped else frozenset.union(*(choice.types for choice in choices))
    names = dict.fromkeys(name for choice in choices for name in choice.members or ())
    members = _Members(names, lambda name: _member_of_any(name, choices)) if names else None
    merged = _all_of([replace(choice, types=frozenset(), members=None) for choice in choices])
    default = merged.default if all(each.default == merged.default for each in choices) else None
    texts = frozenset[str]().union(*(each.choices for each in choices))
    return replace(merged, types=types, members=members, default=default, choices=texts)


def _member_of_any(name: str, choices: list[Shape]) -> Shape:
    found = [choice.members[name] for choice in choices if choice.members and name in choice.members]
    return found[0] if len(found) == 1 else _any_of(found)


def _is_binary(document: Document, schema: Mapping[str, Any]) -> bool:
    # `format: binary` in OpenAPI 3.0, `contentMediaType` without an encoding in 3.1 (§4.8.14.2).
    if schema.get("format") == "binary":
        return True
    media_type = str(schema.get("contentMediaType", ""))
    return bool(media_type) and "contentEncoding" not in schema and document.version >= (3, 1)


def _stated(schema: Mapping[str, Any], keyword: str) -> list[Any]:
    value = schema.get(keyword)
    return value if isinstance(value, list) else []


def _leading(schema: Mapping[str, Any]) -> list[Any]:
    # A list of `items` is how older drafts say it.
    stated = (schema.get("prefixItems"), schema.get("items"))
    return next((each for each in stated if isinstance(each, list)), [])


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    stated = schema.get("type")
    types = {stated} if isinstance(stated, str) else set(stated) if isinstance(stated, list) else set()
    if not types:
        values = [schema["const"]] if "const" in schema else schema.get("enum") or ()
        types = {_type_name(value) for value in values}
    if not types and ("items" in schema or "prefixItems" in schema):
        types = {"array"}
    if not types and "properties" in schema:
        types = {"object"}
    if not types and schema.keys() & _OF_NUMBERS:
        types = {"number", "string"}  # it limits numbers and allows every other text
    if types and schema.get("nullable") is True:
        types.add("null")
    return frozenset(types)


def _type_name(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")
