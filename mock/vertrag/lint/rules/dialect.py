"""Rules on how schemas are written: keywords and their values, and where 3.0 and 3.1 disagree."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from vertrag.contract.loading.document import escape
from vertrag.contract.schema.formats import KNOWN
from vertrag.contract.violations import shown
from vertrag.lint.rule import Rule, Where
from vertrag.lint.rules.drafts import dialects_of
from vertrag.lint.survey import Node, Survey, items, types

_TYPES = ("null", "boolean", "object", "array", "number", "string", "integer")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return _is_finite(value) and value >= 0 and value == int(value)


def _is_finite(value: Any) -> bool:
    return _is_number(value) and value == value and abs(value) != float("inf")


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_step(value: Any) -> bool:
    return _is_finite(value) and value > 0


def _is_bound(value: Any) -> bool:
    return _is_flag(value) or _is_finite(value)  # flags in 3.0; a rule of their own knows both dialects


_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_FLAGS = ("uniqueItems", "nullable", "readOnly", "writeOnly", "deprecated")

_VALUES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    **dict.fromkeys((*_COUNTS, "minContains", "maxContains"), (_is_count, "a whole number from 0")),
    **dict.fromkeys(("minimum", "maximum"), (_is_finite, "a number")),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), (_is_bound, "a number")),
    **dict.fromkeys(_FLAGS, (_is_flag, "true or false")),
    **dict.fromkeys(("pattern", "format", "title", "description"), (_is_text, "text")),
    "multipleOf": (_is_step, "a number above 0"),
    "required": (_is_names, "a list of names"),
    "enum": (lambda value: isinstance(value, list), "a list"),
}


def _unknown_types(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        if "type" not in place.node:
            continue
        named = place.node["type"]
        if survey.is_30 and isinstance(named, list):
            yield f"{place.pointer}/type", "OpenAPI 3.0 knows no lists of types."
            continue
        for each in named if isinstance(named, list) and named else [named]:
            if each not in _TYPES or (survey.is_30 and each == "null"):
                yield f"{place.pointer}/type", f"{shown(each)} is no type of this dialect."


def _wrong_values(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        for keyword, value in place.node.items():
            fits, wanted = _VALUES.get(keyword, (None, ""))
            if fits is not None and not fits(value):
                yield f"{place.pointer}/{escape(keyword)}", f"{keyword} must be {wanted}, not {shown(value)}."


def _unknown_formats(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        named = place.node.get("format")
        if isinstance(named, str) and named not in KNOWN and not named.startswith("x-"):
            yield f"{place.pointer}/format", f"Nobody knows the format {shown(named)}; it is not checked."


def _arrays_of_anything(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        if survey.is_30 and place.node.get("type") == "array" and "items" not in place.node:
            yield place.pointer, "The array does not say what its items are."


def _exclusive_flags(survey: Survey) -> Iterator[Where]:
    if survey.is_30:
        return
    dialects = dialects_of(survey)
    for place in survey.every("Schema"):
        for keyword in ("exclusiveMinimum", "exclusiveMaximum"):
            if isinstance(place.node.get(keyword), bool) and "draft-04" not in dialects.at(place.pointer):
                yield f"{place.pointer}/{keyword}", f"{keyword} is a number since OpenAPI 3.1, not a flag."


def _exclusive_numbers(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        for keyword in ("exclusiveMinimum", "exclusiveMaximum"):
            if survey.is_30 and _is_number(place.node.get(keyword)):
                yield (
                    f"{place.pointer}/{keyword}",
                    f"{keyword} is a flag in OpenAPI 3.0, not a number.",
                )


def _untyped_nullables(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        if survey.is_30 and place.node.get("nullable") is True and "type" not in place.node:
            yield f"{place.pointer}/nullable", "nullable has no effect without a type beside it."


def _nullables_without_null(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        values = place.node.get("enum")
        null = place.node.get("nullable") is True if survey.is_30 else "null" in types(place.node)
        if null and isinstance(values, list) and values and None not in values:
            yield f"{place.pointer}/enum", "The schema allows null and its enum does not list it."


def _outlived_nullables(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        if not survey.is_30 and "nullable" in place.node:
            yield f"{place.pointer}/nullable", "nullable does not exist since OpenAPI 3.1 and is ignored."


def _invisible(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        if place.node.get("readOnly") is True and place.node.get("writeOnly") is True:
            yield place.pointer, "What is readOnly and writeOnly may be in no request and in no response."


def _closed_compositions(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        if place.node.get("additionalProperties") is False and items(place.node, "allOf"):
            yield (
                f"{place.pointer}/additionalProperties",
                "additionalProperties does not see the properties of allOf and forbids them.",
            )


def _closed_branches(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        branches = [survey.resolved(branch) or {} for branch in items(place.node, "allOf")]
        for index, branch in enumerate(branches):
            others = [place.node, *branches[:index], *branches[index + 1 :]]
            if branch.get("additionalProperties") is False and (lost := _beyond(branch, others)):
                told = f"This part of allOf is closed and forbids {lost!r} of the others."
                yield f"{place.pointer}/allOf/{index}", told


def _beyond(branch: Node, others: list[Node]) -> str:
    known, patterns = branch.get("properties"), branch.get("patternProperties")
    for other in others:
        properties = other.get("properties")
        for name in properties if isinstance(properties, Mapping) and not patterns else ():
            if not isinstance(known, Mapping) or name not in known:
                return str(name)
    return ""


RULES = (
    Rule(
        "V150",
        "error",
        "unknown type",
        "JSON knows null (from 3.1 on), boolean, object, array, number, string and integer. 3.0 allows one "
        "name, 3.1 also a list of them. A schema with another type does not compile and judges nothing.",
        "Correct the type: text is `string`, a date is `string` with `format: date`, a file is `string` "
        "with `format: binary`; in 3.0 null is `nullable: true`.",
        _unknown_types,
    ),
    Rule(
        "V151",
        "error",
        "keyword with a value of the wrong kind",
        "The value of the keyword is not what the keyword takes; the schema does not compile and judges "
        "nothing. `required: true` in a property is a common one: the object lists the names.",
        "Correct the value; mind quotes around numbers in YAML.",
        _wrong_values,
    ),
    Rule(
        "V156",
        "info",
        "unknown format",
        "The format is neither JSON Schema's nor in the registry of the OpenAPI Initiative, so no tool "
        "checks it.",
        "Take a registered one, or add a `pattern`.",
        _unknown_formats,
    ),
    Rule(
        "V157",
        "warning",
        "array without items",
        "OpenAPI 3.0 requires `items` beside `type: array`.",
        "Add `items`, `{}` for anything.",
        _arrays_of_anything,
    ),
    Rule(
        "V158",
        "error",
        "exclusive bound as a flag",
        "Since 3.1 `exclusiveMinimum` and `exclusiveMaximum` are the bound itself. Flags are of draft 4, and "
        "where neither `$schema` nor `jsonSchemaDialect` names it, most tools refuse them.",
        "Write `exclusiveMinimum: 5` in place of `minimum: 5` with a flag.",
        _exclusive_flags,
    ),
    Rule(
        "V159",
        "warning",
        "exclusive bound as a number",
        "In 3.0 `exclusiveMinimum` and `exclusiveMaximum` are flags for `minimum` and `maximum`; most "
        "tools ignore a number there.",
        "Write `minimum: 5` and `exclusiveMinimum: true`.",
        _exclusive_numbers,
    ),
    Rule(
        "V160",
        "warning",
        "nullable without type",
        "In 3.0 `nullable: true` adds null to the `type` of the same schema, and without one (beside "
        "`allOf`, for example) it has no effect by the letter of 3.0.3. Tools disagree; vertrag allows "
        "null.",
        "Put `type` beside it, or write `anyOf` with a nullable branch.",
        _untyped_nullables,
    ),
    Rule(
        "V161",
        "warning",
        "null is missing in enum",
        "The schema says that null is allowed, and its `enum` does not list null, so null is refused after "
        "all.",
        "Add null to the enum, or take the permission away.",
        _nullables_without_null,
    ),
    Rule(
        "V162",
        "warning",
        "nullable in 3.1",
        "OpenAPI 3.1 dropped `nullable`: the word is ignored and null is refused.",
        "Write `type: [string, 'null']`.",
        _outlived_nullables,
    ),
    Rule(
        "V163",
        "error",
        "readOnly and writeOnly",
        "The specification forbids both at once: such a property could never be sent.",
        "Decide for one of them.",
        _invisible,
    ),
    Rule(
        "V164",
        "warning",
        "closed beside allOf",
        "`additionalProperties: false` looks only at `properties` of the same schema. Everything that "
        "comes from `allOf` is forbidden by it.",
        "In 3.1 write `unevaluatedProperties: false`; in 3.0 repeat the properties or leave the schema open.",
        _closed_compositions,
    ),
    Rule(
        "V165",
        "warning",
        "closed part of allOf",
        "A value must satisfy all parts of `allOf`, and one with `additionalProperties: false` forbids "
        "what the others add. No value can have it.",
        "Leave the parts open; close the whole with `unevaluatedProperties: false` where 3.1 allows it.",
        _closed_branches,
    ),
)
