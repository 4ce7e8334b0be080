"""Rules on examples, defaults and listed values that break their own schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import jsonschema_rs

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.loading.document import escape, pointer_tokens
from vertrag.contract.schema.schemas import Direction, Validator
from vertrag.contract.violations import shown
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Node, Place, Survey, items, member, types

# A schema that does not compile spoils those that are judged along, so they are parted until it is alone; but
# where most schemas refer to a broken one, each attempt costs as much as all of them.
_MOST_COMPILATIONS = 24
_SCALAR_RULES = ("type", "pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf")
_DIRECTIONS: tuple[Direction, ...] = ("request", "response")


@dataclass(frozen=True, slots=True)
class _Specimen:
    """A value, where it stands, the schema that it should satisfy, and the directions that may carry it."""

    pointer: str
    value: Any
    schema: str
    directions: tuple[Direction, ...] = _DIRECTIONS


def _examples(survey: Survey) -> Iterator[_Specimen]:
    for place in survey.every("Schema"):
        if "example" in place.node:
            yield _Specimen(f"{place.pointer}/example", place.node["example"], place.pointer)
        for index, value in enumerate(items(place.node, "examples")):
            yield _Specimen(f"{place.pointer}/examples/{index}", value, place.pointer)
    for place in survey.every("Parameter", "Header", "MediaType"):
        if isinstance(place.node.get("schema"), Mapping):
            for pointer, value in _given(survey, place):
                yield _Specimen(pointer, value, f"{place.pointer}/schema", _aims(place.pointer))


def _given(survey: Survey, place: Place) -> Iterator[tuple[str, Any]]:
    # An example of XML or of a form may be written as the text that is sent; only values are judged.
    above = [*pointer_tokens(quote(place.pointer))][-2:]
    textual = len(above) == 2 and above[0] == "content" and not is_json(essence_of(above[1]))
    if "example" in place.node and not (textual and isinstance(place.node["example"], str)):
        yield f"{place.pointer}/example", place.node["example"]
    for name, node in member(place.node, "examples").items():
        pointer = f"{place.pointer}/examples/{escape(name)}"
        example = survey.resolved(node) or {}
        for field in ("value", "dataValue"):
            if field in example and not (textual and isinstance(example[field], str)):
                yield (pointer if "$ref" in node else f"{pointer}/{field}"), example[field]


def _aims(pointer: str) -> tuple[Direction, ...]:
    if "/responses/" in pointer:
        return ("response",)
    return ("request",) if "/requestBody/" in pointer or "/requestBodies/" in pointer else _DIRECTIONS


def _broken_examples(survey: Survey) -> Iterator[Where]:
    yield from _judged(survey, [*_examples(survey)])


def _broken_defaults(survey: Survey) -> Iterator[Where]:
    places = [place for place in survey.every("Schema") if "default" in place.node]
    found = [_Specimen(f"{place.pointer}/default", place.node["default"], place.pointer) for place in places]
    yield from _judged(survey, found)


def _judged(survey: Survey, specimens: list[_Specimen]) -> Iterator[Where]:
    """What is wrong with the specimens that no direction may carry."""
    reasons: dict[int, str] = {}
    for direction in _DIRECTIONS:
        asked = [
            index
            for index, each in enumerate(specimens)
            if direction in each.directions and (direction == each.directions[0] or reasons.get(index))
        ]
        wanted = dict.fromkeys(specimens[index].schema for index in asked)
        for validator, schemas in _validators(survey, [*wanted], direction):
            for index in asked:
                if specimens[index].schema in schemas:
                    reason = _reason(validator, specimens[index])
                    reasons[index] = reasons.get(index, reason) if reason else ""
    for index, reason in sorted(reasons.items()):
        if reason:
            yield specimens[index].pointer, f"{shown(specimens[index].value)} breaks its schema: {reason}."


def _validators(
    survey: Survey, pointers: list[str], direction: Direction
) -> Iterator[tuple[Validator, set[str]]]:
    """Validators that judge all of these schemas but those that do not compile, which a rule says."""
    ahead = [pointers]
    for _ in range(_MOST_COMPILATIONS):
        if not ahead or survey.schemas is None:
            return
        part = ahead.pop()
        validator = survey.schemas.joint(part, direction) if part else None
        if validator is not None:
            yield validator, {*part}
        elif len(part) > 1:
            ahead += [part[len(part) // 2 :], part[: len(part) // 2]]


def _reason(validator: Validator, specimen: _Specimen) -> str:
    value = {specimen.schema: specimen.value}
    try:
        violation = None if validator.accepts(value) else next(validator.violations(value, "body"), None)
    except ValueError:  # a number that JSON cannot write, such as .nan of YAML
        return "it is no JSON"
    if violation is None:
        return ""
    inner = violation.pointer.removeprefix("/" + escape(specimen.schema))
    message = violation.message.removesuffix(".")
    return f"{inner or 'it'} {message}" if message.startswith(("is ", "has ")) else message


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
