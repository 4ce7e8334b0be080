"""What of an operation a run can cover: its success, its answers, its parameters, the rules of bodies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from vertrag.contract.inference.positions import Place, shown
from vertrag.contract.operations import Operation
from vertrag.contract.reading.parameters import Parameter
from vertrag.oracles.conversation.material import members, schema_of_body
from vertrag.oracles.grounds import Grounds

Kind = Literal["operation", "response", "parameter", "rule"]

_RULES = (
    *("type", "enum", "const", "format", "pattern", "minLength", "maxLength", "minimum", "maximum"),
    *("exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems"),
    *("required", "minProperties", "maxProperties"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a schema: where what it speaks of sits, and its keyword; `name` is the parameter's."""

    location: str
    name: str
    place: Place
    keyword: str

    @property
    def label(self) -> str:
        """The rule for people: `body address.postcode pattern`."""
        place = shown(self.place) if self.place else ""
        return " ".join(part for part in (self.location, self.name, place, self.keyword) if part)


@dataclass(frozen=True, slots=True)
class Territory:
    """All that can be covered of one operation."""

    operation: Operation
    rules: tuple[Rule, ...]

    def points(self) -> Iterator[str]:
        """Everything that can be covered, by its name."""
        yield "operation succeeds"
        yield from (f"response {status}" for status in self.operation.responses)
        for location, parameters in self.operation.parameters.items():
            for parameter in parameters:
                yield from _sides(location, parameter)
        for rule in self.rules:
            yield from (f"rule {rule.label} kept", f"rule {rule.label} broken")


def _sides(location: str, parameter: Parameter) -> Iterator[str]:
    yield f"parameter {location} {parameter.name} given"
    if location != "path":
        yield f"parameter {location} {parameter.name} left out"


def territory(grounds: Grounds, operation: Operation) -> Territory:
    """What there is to cover of an operation."""
    return Territory(operation, tuple(dict.fromkeys(_rules(grounds, operation))))


def _rules(grounds: Grounds, operation: Operation) -> Iterator[Rule]:
    document = grounds.contract.document
    for location, parameters in operation.parameters.items():
        for parameter in parameters:
            schema = document.resolve(parameter.schema)
            for keyword in _keywords(schema):
                # Whatever comes as text is a text: nothing in a URL breaks `type: string`.
                if keyword != "type" or schema.get("type") != "string":
                    yield Rule(location, parameter.name, (), keyword)
    root = schema_of_body(grounds, operation)
    for keyword in _keywords(document.resolve(root)):
        yield Rule("body", "", (), keyword)
    for place, member in members(grounds, root):
        for keyword in _keywords(member):
            yield Rule("body", "", place, keyword)


def _keywords(schema: Any) -> Iterator[str]:
    if not isinstance(schema, Mapping):
        return
    yield from (keyword for keyword in _RULES if schema.get(keyword) not in (None, [], False))
    if schema.get("additionalProperties") is False:
        yield "additionalProperties"
