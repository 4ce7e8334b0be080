"""Decodes every style of OAS 3.0 §4.7.12 and 3.1 §4.8.12.4.

Laws
1. A text becomes what its schema says: a number, a boolean, null. What cannot become it stays text, and the
   validator says so in the same words as for any other value.
2. A name that is sent twice where one value is expected is an error, not a choice of ours. A schema that
   says nothing of types expects a list as well.
3. Where a schema allows a scalar and a list, one text is the scalar if the schema takes it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from vertrag.contract.reading.brackets import bracketed, leaf
from vertrag.contract.reading.wire import Pairs, Undecodable, list_items, percent_decoded
from vertrag.contract.schema.shapes import Shape
from vertrag.contract.violations import shown

In = Literal["path", "query", "querystring", "header", "cookie"]

MISSING: Any = type("Missing", (), {"__repr__": lambda _: "MISSING"})()

_PREFIXED = frozenset({"label", "matrix"})
_SEPARATORS = {
    "spaceDelimited": re.compile(r"%20| |\+"),
    "pipeDelimited": re.compile(r"\||%7[Cc]"),
    "tabDelimited": re.compile(r"%09|\t"),  # of no standard: the `tsv` of Swagger 2.0, which has no heir
}


def only(texts: list[str]) -> str:
    """The one text among those that were sent under a name."""
    if len(texts) > 1:
        raise Undecodable(f"is sent {len(texts)} times, one value is expected")
    return texts[0]


@dataclass(frozen=True, slots=True)
class Style:
    """How one value is written.

    `sent_as` is its name on the wire, `accepts` the verdict of its schema, `taken` the names that belong to
    others where an exploded object takes all names, `keeps_plus` whether a plus is a plus (`allowReserved`).
    """

    name: str
    sent_as: str
    location: In
    style: str
    explode: bool
    shape: Shape
    accepts: Callable[[Any], bool] = lambda _: True
    taken: frozenset[str] = frozenset()
    keeps_plus: bool = False

    def decoder(self) -> Callable[[Pairs], Any]:
        """The function that gives the value among raw texts by name; `MISSING` where it was not sent.

        It raises `Undecodable` where the text does not have the form of the style.
        """
        if self.style == "deepObject":
            return self._deep
        if self.shape.is_object and self.shape.is_array:
            return self._list_or_object
        if self.shape.is_object:
            return self._object
        if self.shape.is_array:
            return self._array
        return self._scalar

    def _scalar(self, raw: Pairs) -> Any:
        texts = raw.get(self.sent_as)
        if not texts:
            return MISSING
        if len(texts) > 1 and self.explode and self.location == "query" and not self.shape.types:
            return self._array(raw)
        text = only(texts)
        if self.style in _PREFIXED:
            text = self._without_prefix(text)
        return self.shape.scalar(self._decoded(text))

    def _array(self, raw: Pairs) -> Any:
        texts = raw.get(self.sent_as)
        if not texts:
            return MISSING
        if len(texts) > 1 and self.explode and self.location == "cookie":
            pass  # one pair for each item, as in a query
        elif not (self.location == "query" and self.explode):
            texts = self._split(self._without_prefix(only(texts)))
        decoded = [self._decoded(text) for text in texts]
        if len(self.shape.types) > 1 and len(decoded) == 1:
            scalar = Shape(self.shape.types - {"array"}).scalar(decoded[0])
            if self.accepts(scalar):
                return scalar
        return self.shape.array(decoded)

    def _list_or_object(self, raw: Pairs) -> Any:
        value = self._object(raw)
        return value if value is not MISSING and self.accepts(value) else self._array(raw)

    def _object(self, raw: Pairs) -> Any:
        if self.explode and self.location in ("query", "cookie"):
            return self._spread(raw) or MISSING
        texts = raw.get(self.sent_as)
        if not texts:
            return MISSING
        text = self._without_prefix(only(texts))
        found = self._members(self._split(text))
        if not text and self.style in ("label", "matrix", "simple"):
            return {}
        if not found:
            return MISSING
        return self.shape.object({self._decoded(name): self._decoded(text) for name, text in found.items()})

    def _spread(self, raw: Pairs) -> dict[str, Any]:
        """Members that stand beside other names: those the schema knows, or all that belong to nobody."""
        known = self.shape.members or {}
        takes_all = self.shape.others is not None or not known
        found: dict[str, Any] = {}
        for name, texts in raw.items():
            if name in known or (takes_all and name not in self.taken):
                member = self._decoded(name)
                found[member] = leaf([self._decoded(text) for text in texts], self.shape.member(member))
        return found

    def _deep(self, raw: Pairs) -> Any:
        found = bracketed(self.sent_as, raw, self.shape, self._decoded)
        if found is None and not self.shape.is_object and self.sent_as in raw:
            return self._array(raw) if self.shape.is_array else self._scalar(raw)
        return MISSING if found is None else found

    def _members(self, parts: list[str]) -> Mapping[str, str]:
        if self.explode:
            if not all("=" in part for part in parts):
                raise Undecodable("is no list of name=value")
            return dict(part.split("=", 1) for part in parts)
        if len(parts) % 2:
            raise Undecodable("is no list of names and values in turn")
        return dict(zip(parts[::2], parts[1::2], strict=True))

    def _decoded(self, text: str) -> str:
        if self.location == "header" or self.style == "cookie":
            return text  # RFC 9110 §5.5, OAS 3.2 §4.12.2.2: these are not percent-encoded
        if self.location == "cookie":
            return _leniently(text)
        return percent_decoded(text, plus_is_space=self.location == "query" and not self.keeps_plus)

    def _without_prefix(self, text: str) -> str:
        # OAS 3.0 §4.7.12.4: label starts with ".", matrix with ";name=" (exploded objects have no name).
        if self.style == "label":
            prefix = "."
        elif self.style != "matrix":
            return text
        elif self.explode and self.shape.is_object:
            prefix = ";"
        else:
            prefix = f";{self.name}" if text == f";{self.name}" else f";{self.name}="
        if not text.startswith(prefix):
            raise Undecodable(
                f"does not start with '{prefix}' as the style {self.style} wants it: {shown(text)}"
            )
        return text[len(prefix) :]

    def _split(self, text: str) -> list[str]:
        if not text:
            return []
        if self.style in _SEPARATORS:
            return _SEPARATORS[self.style].split(text)
        if self.location == "header":
            return list_items(text)
        if self.style == "label":
            # Exploded items are divided by dots; RFC 6570 §3.2.5 divides the others by commas.
            return text.split("." if self.explode else ",")
        if self.style == "matrix" and self.explode:
            parts = text.split(";")
            if self.shape.is_array and not self.shape.is_object:
                return [part.removeprefix(f"{self.name}=") for part in parts]
            return parts
        if self.location == "cookie" and self.explode and f"&{self.name}=" in text:
            return text.split(
                f"&{self.name}="
            )  # what form writes, where a query would go on (RFC 6570 §3.2.8)
        return text.split(",")


def _leniently(text: str) -> str:
    # Of cookies form asks for percent-encoding (RFC 6570) and RFC 6265 does not: a stray % is a character.
    try:
        return percent_decoded(text)
    except Undecodable:
        return text
