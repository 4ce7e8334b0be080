"""Rules on examples, defaults and listed values that break their own schema."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import jsonschema_rs

from vertrag.contract.document import escape, pointer_tokens
from vertrag.contract.media import essence_of, is_json
from vertrag.contract.schemas import Direction
from vertrag.contract.violations import shown
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Node, Place, Survey, items, member, types

_SCALAR_RULES = ("type", "pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf")

Aim = Literal["request", "response", "either"]


def _broken_examples(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        if "example" in place.node:
            yield from _judged(survey, place.pointer, f"{place.pointer}/example", place.node["example"])
        for index, value in enumerate(items(place.node, "examples")):
            yield from _judged(survey, place.pointer, f"{place.pointer}/examples/{index}", value)
    for place in survey.every("Parameter", "Header", "MediaType"):
        if isinstance(place.node.get("schema"), Mapping):
            for pointer, value in _given(survey, place):
                yield from _judged(survey, f"{place.pointer}/schema", pointer, value, _aim(place.pointer))


def _given(survey: Survey, place: Place) -> Iterator[tuple[str, Any]]:
    # An example of XML or of a form may be written as the text that is sent; only values are judged.
    parent = [*pointer_tokens(place.pointer.replace("%", "%25"))][-2:]
    textual = len(parent) == 2 and parent[0] == "content" and not is_json(essence_of(parent[1]))
    if "example" in place.node and not (textual and isinstance(place.node["example"], str)):
        yield f"{place.pointer}/example", place.node["example"]
    for name, node in member(place.node, "examples").items():
        pointer = f"{place.pointer}/examples/{escape(name)}"
        example = survey.resolved(node) or {}
        for field in ("value", "dataValue"):
            if field in example and not (textual and isinstance(example[field], str)):
                yield (pointer if "$ref" in node else f"{pointer}/{field}"), example[field]


def _aim(pointer: str) -> Aim:
    if "/responses/" in pointer:
        return "response"
    return "request" if "/requestBody/" in pointer or "/requestBodies/" in pointer else "either"


def _broken_defaults(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        if "default" in place.node:
            yield from _judged(survey, place.pointer, f"{place.pointer}/default", place.node["default"])


def _judged(survey: Survey, schema: str, pointer: str, value: Any, aim: Aim = "either") -> Iterator[Where]:
    directions: tuple[Direction, ...] = ("request", "response") if aim == "either" else (aim,)
    told = ""
    for direction in directions:
        validator = survey.schemas.validator(schema, direction)
        if validator is None:
            return  # a rule of its own says so
        try:
            violation = next(validator.violations(value, "body"), None)
        except ValueError:  # a number that JSON cannot write, such as .nan of YAML
            told = "it is no JSON"
            break
        if violation is None:
            return
        told = told or f"{violation.pointer or 'it'} {_predicate(violation.message)}"
    yield pointer, f"{shown(value)} breaks its schema: {told.removesuffix('.')}."


def _predicate(message: str) -> str:
    return message if message.startswith("is ") else f"says {message}"


def _lost_members(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        values = items(place.node, "enum")
        rules = _scalar_rules(place.node, null=survey.is_30 and place.node.get("nullable") is True)
        if not values or rules is None:
            continue
        lost = [index for index, value in enumerate(values) if not _accepts(rules, value)]
        if len(lost) < len(values):  # all of them: the schema cannot be satisfied at all
            for index in lost:
                told = f"{shown(values[index])} is listed, and the other rules of the schema refuse it."
                yield f"{place.pointer}/enum/{index}", told


def _scalar_rules(schema: Node, *, null: bool) -> Any:
    rules = {keyword: schema[keyword] for keyword in _SCALAR_RULES if keyword in schema}
    if not rules:
        return None
    if null and types(schema):
        rules["type"] = [*types(schema), "null"]
    try:
        return jsonschema_rs.Draft202012Validator(rules)
    except (jsonschema_rs.ValidationError, ValueError):
        return None  # a rule of its own says so


def _accepts(rules: Any, value: Any) -> bool:
    try:
        return bool(rules.is_valid(value))
    except ValueError:  # a number that JSON cannot write
        return False


RULES = (
    Rule(
        "V180",
        "warning",
        "example breaks its schema",
        "The example is not what its schema describes. People copy it and get an error; a mock cannot "
        "answer with it. Either the example or the schema is wrong.",
        "Correct the one or the other.",
        _broken_examples,
    ),
    Rule(
        "V181",
        "warning",
        "default breaks its schema",
        "Whoever leaves the value out gets one that could not be sent. A default is a value, not a "
        "description of one.",
        "Correct the default or the schema.",
        _broken_defaults,
    ),
    Rule(
        "V182",
        "warning",
        "listed value is refused",
        "`enum` lists the value, and another keyword of the schema refuses it, so it can never occur. YAML "
        "reads unquoted numbers, and `null`, as what they look like.",
        "Quote it, correct it or remove it.",
        _lost_members,
    ),
)
