"""Decodes XML into the JSON value that its schema describes, by its `xml` hints (OAS 3.0 §4.7.25, 3.2 §4.27).

Laws
1. No document type is read: entities, and all that has been done with them, end there.
2. An element stands for a property if its name, and its namespace where one is stated, are those of the hint.
   Nobody says whether the name of a part of a composition is that of the whole: the property's will do, too.
3. What no hint explains becomes a member of its own name, so that the schema can refuse it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from vertrag.contract.loading.document import Document
from vertrag.contract.reading.wire import Undecodable, header_parameters
from vertrag.contract.schema.shapes import Shape, shape_of
from vertrag.contract.violations import Violation

DEEPEST = 200  # levels of elements; a bound against documents made to exhaust the stack
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(slots=True)
class Element:
    """One element; names are pairs of namespace ("" for none) and local name."""

    name: tuple[str, str]
    attributes: dict[tuple[str, str], str]
    children: "list[Element]" = field(default_factory=list)
    text: str = ""

    @property
    def is_nil(self) -> bool:
        """Whether it says of itself that it is null (XML Schema §2.6.2)."""
        return self.attributes.get((INSTANCE, "nil")) in ("true", "1")


def parse(content: bytes, charset: str | None = None) -> Element:
    """The root element; `Undecodable` where the bytes are no XML or declare a document type."""
    builder = _Builder()
    try:
        parser = expat.ParserCreate(charset, namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = builder.doctype
        parser.StartElementHandler = builder.start
        parser.EndElementHandler = builder.end
        parser.CharacterDataHandler = builder.text
        parser.Parse(content, True)  # noqa: FBT003 - the signature of expat
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Undecodable(f"is no XML: {error}") from None
    return builder.root


class _Builder:
    """Builds elements from what the parser meets."""

    def __init__(self) -> None:
        self.root = Element(("", ""), {})
        self._open: list[Element] = []

    def doctype(self, *_: Any) -> None:
        raise Undecodable("is XML with a document type, which is not read")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        element = Element(_split(name), {_split(key): text for key, text in attributes.items()})
        if not self._open:
            self.root = element
        elif len(self._open) >= DEEPEST:
            raise Undecodable(f"is XML of more than {DEEPEST} levels")
        else:
            self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].text += text


def _split(name: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(" ")
    return namespace, local


@dataclass(frozen=True, slots=True)
class Plan:
    """What a schema says of its element: its shape, its `xml` hint, and the schemas of what is in it.

    `is_named`: the hint of the schema itself has a name, and not only that of a part of its composition.
    """

    shape: Shape
    hint: Mapping[str, Any]
    is_named: bool
    members: Mapping[str, Any]
    items: Any
    others: Any

    @property
    def kind(self) -> str:
        """The node that the value is: OAS 3.2's `nodeType`, or what `attribute` and `wrapped` say of it."""
        stated = self.hint.get("nodeType")
        if isinstance(stated, str):
            return stated
        if self.hint.get("attribute") is True:
            return "attribute"
        return "none" if self.shape.is_array and self.hint.get("wrapped") is not True else "element"


class Markup:
    """The XML that one schema describes; what its parts say is read once each, when first met."""

    def __init__(self, document: Document, schema: Any) -> None:
        self._document = document
        self._schema = schema
        self._plans: dict[int, Plan] = {}

    def decode(self, content: bytes, content_type: str) -> tuple[Any, Sequence[Violation]]:
        """The value of the root element."""
        root = parse(content, header_parameters(content_type).get("charset"))
        plan = self.plan(self._schema)
        hint = self._own_hint(self._schema)
        wanted = hint.get("name")
        faults: list[Violation] = []
        if isinstance(wanted, str) and not _is_named(root.name, wanted, hint):
            message = f"its root element is {root.name[1]!r}, expected {wanted!r}"
            faults.append(Violation("body", "xml", message, value=root.name[1]))
        if plan.shape.is_array:
            return [self._value(child, plan.items) for child in root.children], faults
        return self._value(root, self._schema), faults

    def _own_hint(self, schema: Any) -> Mapping[str, Any]:
        """What is said of a schema itself, and not of a part of its composition."""
        for node in (schema, self._document.resolve(schema)):
            if isinstance(node, Mapping) and isinstance(node.get("xml"), Mapping):
                return dict(node["xml"])
        return {}

    def plan(self, schema: Any) -> Plan:
        """What a schema within this one says."""
        if id(schema) not in self._plans:
            self._plans[id(schema)] = self._planned(schema)
        return self._plans[id(schema)]

    def _planned(self, schema: Any) -> Plan:
        hint: dict[str, Any] = {}
        members: dict[str, Any] = {}
        items = others = None
        for part in self._parts(schema, 0):
            hint = {**(part["xml"] if isinstance(part.get("xml"), Mapping) else {}), **hint}
            members = {**(part.get("properties") or {}), **members}
            items = part.get("items") if items is None else items
            others = part.get("additionalProperties") if others is None else others
        is_named = "name" in self._own_hint(schema)
        return Plan(shape_of(self._document, schema), hint, is_named, members, items, others)

    def _parts(self, schema: Any, depth: int) -> Iterator[Mapping[str, Any]]:
        """The schema and all that judges the same value with it, the nearest first."""
        if not isinstance(schema, Mapping) or depth > 8:  # deeper than compositions are written
            return
        yield schema
        if "$ref" in schema:
            yield from self._parts(self._document.resolve(schema), depth + 1)
        for keyword in ("allOf", "oneOf", "anyOf"):
            for part in schema.get(keyword) or ():
                yield from self._parts(part, depth + 1)

    def _value(self, element: Element, schema: Any) -> Any:
        plan = self.plan(schema)
        if element.is_nil:
            return None
        if plan.shape.is_array and (element.children or not element.text.strip()):
            return [self._value(child, plan.items) for child in element.children]
        if (plan.shape.is_object or plan.members) and not self._is_text(element, plan):
            return self._object(element, plan)
        if not plan.shape.types and (element.children or _own_attributes(element)):
            return self._object(element, plan)
        if plan.shape.is_object and element.text.strip() == "null":
            return None  # as clients write it where an object could be
        return plan.shape.scalar(element.text if plan.shape.types == {"string"} else element.text.strip())

    def _is_text(self, element: Element, plan: Plan) -> bool:
        """Whether there is nothing but a text, which no member is: that is no object."""
        holds_more = element.children or _own_attributes(element) or not element.text.strip()
        kinds = {self.plan(schema).kind for schema in plan.members.values()}
        return not holds_more and kinds.isdisjoint({"text", "cdata"})

    def _object(self, element: Element, plan: Plan) -> dict[str, Any]:
        value: dict[str, Any] = {}
        left = list(element.children)
        attributes = _own_attributes(element)
        for name, schema in plan.members.items():
            member = self.plan(schema)
            wanted = str(member.hint.get("name", name))
            if member.kind == "attribute":
                found = [key for key in attributes if _is_named(key, wanted, member.hint)]
                if found:
                    value[name] = member.shape.scalar(attributes.pop(found[0]))
            elif member.kind in ("text", "cdata"):
                value[name] = member.shape.scalar(element.text.strip())
            elif member.shape.is_array and member.kind == "none":
                self._take_items(name, member, left, value)
            else:
                chosen = _take(left, wanted, member.hint)
                if not chosen and not member.is_named:
                    chosen = _take(left, name, member.hint)
                if chosen:
                    values = [self._value(each, schema) for each in chosen]
                    value[name] = values[0] if len(values) == 1 else values
        return value | self._unexplained(left, attributes, plan)

    def _take_items(self, name: str, member: Plan, left: list[Element], value: dict[str, Any]) -> None:
        # OAS 3.0 §4.7.25.2: without a wrapper each item is named by its own hint, else as the property is.
        hint = self.plan(member.items).hint
        chosen = _take(left, str(hint.get("name", member.hint.get("name", name))), hint)
        if chosen or "null" not in member.shape.types:
            value[name] = [self._value(each, member.items) for each in chosen]

    def _unexplained(
        self, left: list[Element], attributes: Mapping[tuple[str, str], str], plan: Plan
    ) -> dict[str, Any]:
        values: dict[str, list[Any]] = {}
        for child in left:
            name = _foreign_name(child.name, plan)
            values.setdefault(name, []).append(self._value(child, plan.others))
        found: dict[str, Any] = {name: each[0] if len(each) == 1 else each for name, each in values.items()}
        return {_foreign_name(name, plan): text for name, text in attributes.items()} | found


def _foreign_name(name: tuple[str, str], plan: Plan) -> str:
    """The local name; with its namespace where it would be taken for a property that it is not."""
    return f"{{{name[0]}}}{name[1]}" if name[1] in plan.members else name[1]


def _own_attributes(element: Element) -> dict[tuple[str, str], str]:
    return {name: text for name, text in element.attributes.items() if name[0] != INSTANCE}


def _is_named(name: tuple[str, str], wanted: str, hint: Mapping[str, Any]) -> bool:
    namespace = hint.get("namespace")
    return name[1] == wanted and (not isinstance(namespace, str) or name[0] == namespace)


def _take(left: list[Element], wanted: str, hint: Mapping[str, Any]) -> list[Element]:
    """The elements of a name, which are then no longer left."""
    taken = [each for each in left if _is_named(each.name, wanted, hint)]
    left[:] = [each for each in left if not _is_named(each.name, wanted, hint)]
    return taken
