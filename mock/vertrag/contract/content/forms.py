"""Decodes application/x-www-form-urlencoded by the schema and the Encoding Objects of its members.

OAS 3.0.4 §4.7.15.1: an Encoding Object with `style`, `explode` or `allowReserved` writes a member as a query
parameter; without them its content type decides: JSON for objects, the text itself for all else.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.loading.document import Document, escape
from vertrag.contract.reading.brackets import bracketed
from vertrag.contract.reading.styles import MISSING, Style
from vertrag.contract.reading.wire import MOST_PARTS, Pairs, Undecodable, percent_decoded, query_pairs
from vertrag.contract.schema.shapes import ANYTHING, Shape, shape_of
from vertrag.contract.violations import Violation

_DEEPEST = 16  # members and items within each other, which names with brackets reach
STYLE_FIELDS = frozenset({"style", "explode", "allowReserved"})


class Form:
    """The form that one schema and its Encoding Objects describe."""

    def __init__(self, document: Document, schema: Any, encoding: Any) -> None:
        self._shape = shape_of(document, schema, deepest=_DEEPEST)
        members = self._shape.members or {}
        encodings = encoding if isinstance(encoding, Mapping) else {}
        self._readers: dict[str, Callable[[Pairs], Any]] = {
            name: _reader(name, member, encodings.get(name), frozenset(members))
            for name, member in members.items()
        }

    def decode(self, content: bytes, _: str) -> tuple[Any, Sequence[Violation]]:
        """The form as an object; `Undecodable` where a member does not have the form of its encoding."""
        if content.count(b"&") >= MOST_PARTS:
            raise Undecodable(f"has more than {MOST_PARTS} members")
        try:
            raw = query_pairs(content.decode("ascii"))
        except UnicodeDecodeError:
            raise Undecodable(
                "is no form: it holds bytes that are neither ASCII nor percent-encoded"
            ) from None
        value: dict[str, Any] = {}
        for name, reader in self._readers.items():
            try:
                read = reader(raw)
            except Undecodable as error:
                raise Undecodable(str(error), f"/{escape(name)}{error.pointer}") from None
            if read is not MISSING:
                value[name] = read
        return value | self._others(raw, value), ()

    def _others(self, raw: Pairs, known: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: _plain(self._shape.others or ANYTHING, [_decoded(text) for text in texts])
            for name, texts in raw.items()
            if name not in self._readers and not self._is_part_of_another(name, known)
        }

    def _is_part_of_another(self, name: str, known: Mapping[str, Any]) -> bool:
        owner = name.partition("[")[0]
        if owner != name and owner in known:
            return True
        return any(isinstance(value, dict) and name in value for value in known.values())


def _decoded(text: str) -> str:
    return percent_decoded(text, plus_is_space=True)


def _reader(name: str, shape: Shape, encoding: Any, names: frozenset[str]) -> Callable[[Pairs], Any]:
    if isinstance(encoding, Mapping) and encoding.keys() & STYLE_FIELDS:
        style = str(encoding.get("style", "form"))
        explode = bool(encoding.get("explode", style == "form"))
        return Style(name, name, "query", style, explode, shape, taken=names).decoder()
    content_type = str(encoding.get("contentType", "")) if isinstance(encoding, Mapping) else ""
    whole = is_json(essence_of(content_type)) and not (shape.is_array and _holds_objects(shape))
    return lambda raw: _read_plainly(name, shape, raw, whole_is_json=whole)


def _holds_objects(shape: Shape) -> bool:
    return shape.items is not None and shape.items.is_object


def _read_plainly(name: str, shape: Shape, raw: Pairs, *, whole_is_json: bool) -> Any:
    texts = [_decoded(text) for text in raw.get(name, ())]
    if not texts:
        found = bracketed(name, raw, shape, _decoded) if shape.is_object or shape.is_array else None
        return MISSING if found is None else found
    if whole_is_json and len(texts) == 1:
        return _json_of(texts[0])
    return _plain(shape, texts)


def _plain(shape: Shape, texts: list[str]) -> Any:
    if shape.is_list_of(texts) or (len(texts) > 1 and not shape.types):
        return shape.array(texts)
    if len(texts) > 1:
        return texts  # the validator says that a list came where one value is expected
    return shape.item(texts[0])


def _json_of(text: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError as error:
        raise Undecodable(f"is no JSON: {error}") from None
