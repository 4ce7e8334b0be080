"""Where the rows of a request lie in the state: a kind for each collection, a key for each row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource, Resources
from vertrag.contract.inference.sites import VARIABLE, Form, begins_like, form_of, variables_of

SELF = "self"
"""The key of a single thing."""

_OF_ONE_ROW = frozenset({"read", "replace", "patch", "delete"})

Arguments = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """A collection by its filled path, and a row in it; `key` is None where the request names none.

    `values` are those of the variables in the collection's path.
    """

    kind: str
    key: str | None
    values: tuple[Any, ...] = ()

    @property
    def path(self) -> str:
        """The path of the row, or of the single thing; a collection at the root ends in the slash itself."""
        return self.kind if self.key in (None, SELF) else f"{self.kind.rstrip('/')}/{self.key}"


@dataclass(frozen=True, slots=True)
class Locator:
    """Finds the addresses that requests to one operation speak of.

    `owner` speaks of the resource, `ancestors` of the rows that it hangs on, the nearest first.
    """

    owner: "Pattern"
    ancestors: tuple["Pattern", ...]
    path: "Pattern"
    form: Form

    @classmethod
    def of(cls, resources: Resources, resource: Resource, deed: Deed, base: str) -> "Locator | None":
        """The locator of a deed; None where its path does not say which collection it is about."""
        own = Names.of(deed.operation.path)
        owner = own.pattern(base, resource, names_row=deed.kind in _OF_ONE_ROW)
        if owner is None:
            return None
        found: dict[str, Pattern] = {}
        parent = resources.by_name.get(resource.parent or "")
        while parent is not None:
            pattern = own.pattern(base, parent)
            if pattern is None:
                break
            found[parent.name] = pattern
            parent = resources.by_name.get(parent.parent or "")
        for each in _above(resources, own.form):  # of rows that lie elsewhere, what they are asked for below
            pattern = None if each is resource else own.pattern(base, each)
            if pattern is not None:
                found.setdefault(each.name, pattern)
        path = Pattern(_pieces(base, own.form), own.names, 0)
        return cls(owner, tuple(found.values()), path, own.form)


def rows_above(resources: Resources, path: str, base: str) -> "tuple[Pattern, ...]":
    """How requests to a path name the rows that it lies below, the nearest first."""
    own = Names.of(path)
    patterns = (own.pattern(base, each) for each in _above(resources, own.form))
    return tuple(pattern for pattern in patterns if pattern is not None)


def _above(resources: Resources, form: Form) -> list[Resource]:
    """The resources whose rows a path lies below, the nearest first."""
    above = (each for each in resources.by_name.values() if each.key and len(each.item) < len(form))
    return sorted(
        (each for each in above if form[: len(each.item)] == each.item), key=lambda each: -len(each.item)
    )


@dataclass(frozen=True, slots=True)
class Names:
    """A path as its form with the names of its variables."""

    form: Form
    names: tuple[str, ...]

    @classmethod
    def of(cls, template: str) -> "Names":
        """The form and the names of a template."""
        return cls(form_of(template), variables_of(template))

    def pattern(self, base: str, resource: Resource, *, names_row: bool = False) -> "Pattern | None":
        """How requests to this path name the collection and the row of a resource.

        `names_row`: a path that begins otherwise than that of the resource ends in the key of a row.
        """
        count = _count(resource.form)
        common = self.form[: len(resource.form)] == resource.form
        if not common and not begins_like(self.form, resource.form):
            return None
        has_key = common and self.form[: len(resource.item)] == resource.item
        is_elsewhere = names_row and not common and self.form[-1:] == (VARIABLE,)
        length = _count(resource.item) - count if has_key or is_elsewhere else 0
        at = len(self.names) - length if is_elsewhere else count
        pieces = _pieces(base, resource.form)
        return Pattern(
            pieces, self.names[:count] + self.names[at : at + length], length, is_single=resource.key is None
        )


def is_collection(path: str, base: str, form: Form) -> bool:
    """Whether a path is that of a collection, with all its variables filled in."""
    return re.fullmatch("[^/]+".join(map(re.escape, _pieces(base, form))), path) is not None


def _count(form: Form) -> int:
    return sum(step.count(VARIABLE) for step in form)


def _pieces(base: str, form: Form) -> tuple[str, ...]:
    """The path of a form, cut at its variables."""
    return tuple(f"{base}/{'/'.join(form)}".split(VARIABLE))


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a path names a collection and a row: literal `pieces` between which stand the values of `names`.

    The last `key_length` of the names make the key.
    """

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    key_length: int
    is_single: bool = False

    def address(self, arguments: Arguments) -> Address | None:
        """The address in a request; None where the document does not describe a variable."""
        try:
            values = [arguments[name] for name in self.names]
        except KeyError:
            return None
        texts = [segment(value) for value in values]
        count = len(texts) - self.key_length
        kind = self.pieces[0]
        for text, piece in zip(texts[:count], self.pieces[1:], strict=True):
            kind += text + piece
        key = SELF if self.is_single else "/".join(texts[count:]) or None
        return Address(kind, key, tuple(values[:count]))


_WORDS: Mapping[bool | None, str] = {None: "null", True: "true", False: "false"}


def segment(value: Any) -> str:
    """A value as one segment of a path."""
    text = _WORDS[value] if value is None or isinstance(value, bool) else str(value)
    return text if text.isascii() and text.isalnum() else quote(text, safe="")
