"""Ways to let answers drift from their schemas: each changes the first value that the judge then refuses."""

from collections.abc import Callable, Mapping
from typing import Any

from vertrag.contract.inference.positions import NOWHERE
from vertrag.exchange import Response
from vertrag.sabotage.answering import is_success, put, value_of, with_value, without
from vertrag.sabotage.terrain import Schema
from vertrag.sabotage.way import Need, Scene, Way

Bend = Callable[[Schema, Any], Any]
"""What stands in the place of a value with a schema; NOWHERE where the way has nothing to say there."""

_MISMATCH = 200  # of the catalogue: an answer that its schema does not allow
_MOST_ADDED = 10_000  # letters or items: longer answers would be another kind of trouble
_MOST_TRIED = 200  # places of one answer

_UNLIKE: Mapping[str, Any] = {
    "date": "31.12.2024",
    "date-time": "2024-12-31 23:59",
    "uuid": "12345678",
    "email": "somebody.example",
    "uri": "no uri",
    "time": "half past ten",
    "ipv4": "300.1.1.1",
}


def _types(schema: Schema) -> set[str]:
    stated = schema.get("type")
    return {stated} if isinstance(stated, str) else set(stated or ())


def _bent(scene: Scene, answer: Response, bend: Bend) -> Response:
    value = value_of(answer)
    declared = scene.operation.declared(answer.status)
    if not is_success(answer) or value is NOWHERE or declared is None:
        return answer
    tried = 0
    for schema in scene.terrain.answer_schemas(scene.operation, declared.status):
        for place, node, part in scene.terrain.places(schema, value):
            other = bend(node, part)
            if other is NOWHERE:
                continue
            said = with_value(answer, put(value, place, other))
            if scene.operation.judge(said):
                return said
            tried += 1
            if tried == _MOST_TRIED:
                return answer
    return answer


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _without_required(schema: Schema, value: Any) -> Any:
    names = [name for name in schema.get("required") or () if isinstance(value, dict) and name in value]
    return without(value, names[-1]) if names else NOWHERE


def _null_member(schema: Schema, value: Any) -> Any:
    for name in value if isinstance(value, dict) else ():
        if name in (schema.get("required") or ()) and value[name] is not None:
            return {**value, name: None}
    return NOWHERE


def _null_optional(schema: Schema, value: Any) -> Any:
    for name in value if isinstance(value, dict) else ():
        if name not in (schema.get("required") or ()) and name in (schema.get("properties") or ()):
            return {**value, name: None}
    return NOWHERE


def _number_as_text(_: Schema, value: Any) -> Any:
    return str(value) if _is_number(value) else NOWHERE


def _text_as_number(_: Schema, value: Any) -> Any:
    return 7 if isinstance(value, str) else NOWHERE


def _boolean_as_text(_: Schema, value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else NOWHERE


def _list_as_object(_: Schema, value: Any) -> Any:
    return {str(index): each for index, each in enumerate(value)} if isinstance(value, list) else NOWHERE


def _object_as_list(_: Schema, value: Any) -> Any:
    return [value] if isinstance(value, dict) else NOWHERE


def _null_item(_: Schema, value: Any) -> Any:
    return [*value, None] if isinstance(value, list) else NOWHERE


def _fraction(_: Schema, value: Any) -> Any:
    return value + 0.5 if isinstance(value, int) and not isinstance(value, bool) else NOWHERE


def _outside_enum(schema: Schema, value: Any) -> Any:
    return "something else" if "enum" in schema and isinstance(value, str) else NOWHERE


def _other_case(schema: Schema, value: Any) -> Any:
    return value.swapcase() if "enum" in schema and isinstance(value, str) else NOWHERE


def _unlike(*formats: str) -> Bend:
    def bend(schema: Schema, value: Any) -> Any:
        name = schema.get("format")
        return _UNLIKE[name] if name in formats and isinstance(value, str) else NOWHERE

    return bend


def _above(schema: Schema, value: Any) -> Any:
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    return most + 1 if _is_number(most) and _is_number(value) else NOWHERE


def _below(schema: Schema, value: Any) -> Any:
    least = schema.get("minimum", schema.get("exclusiveMinimum"))
    return least - 1 if _is_number(least) and _is_number(value) else NOWHERE


def _too_long(schema: Schema, value: Any) -> Any:
    most = schema.get("maxLength", _MOST_ADDED)
    fits = isinstance(most, int) and most < _MOST_ADDED and isinstance(value, str)
    return value + "x" * (most + 1) if fits else NOWHERE


def _too_short(schema: Schema, value: Any) -> Any:
    return "" if schema.get("minLength") and isinstance(value, str) else NOWHERE


def _off_pattern(schema: Schema, value: Any) -> Any:
    return f"§{value}§" if "pattern" in schema and isinstance(value, str) else NOWHERE


def _additional(schema: Schema, value: Any) -> Any:
    closed = schema.get("additionalProperties") is False and isinstance(value, dict)
    return {**value, "internalNote": "x"} if closed else NOWHERE


def _too_many(schema: Schema, value: Any) -> Any:
    most = schema.get("maxItems", _MOST_ADDED)
    fits = isinstance(most, int) and most < _MOST_ADDED and isinstance(value, list) and value
    return value * (most + 2) if fits else NOWHERE


def _too_few(schema: Schema, value: Any) -> Any:
    return [] if schema.get("minItems") and isinstance(value, list) else NOWHERE


def _doubled(schema: Schema, value: Any) -> Any:
    return [*value, value[0]] if schema.get("uniqueItems") and isinstance(value, list) and value else NOWHERE


def _respelt(schema: Schema, value: Any) -> Any:
    for name in schema.get("required") or ():
        if isinstance(value, dict) and name in value:
            return {**without(value, name), f"{name}_": value[name]}
    return NOWHERE


def _has(*keywords: str) -> Callable[[Schema], bool]:
    return lambda schema: any(name in schema for name in keywords)


def _is(*types: str) -> Callable[[Schema], bool]:
    return lambda schema: not _types(schema).isdisjoint(types)


def _formatted(*formats: str) -> Callable[[Schema], bool]:
    return lambda schema: schema.get("format") in formats


def _optional(schema: Schema) -> bool:
    return bool(set(schema.get("properties") or ()) - set(schema.get("required") or ()))


def _closed(schema: Schema) -> bool:
    return schema.get("additionalProperties") is False


def _way(code: str, title: str, text: str, needs: str, fits: Callable[[Schema], bool], bend: Bend) -> Way:
    def answer(scene: Scene, answer: Response) -> Response:
        return _bent(scene, answer, bend)

    need = Need(f"{needs} in an answer", lambda terrain: terrain.any_schema(fits))
    return Way(code, title, text, _MISMATCH, need, answer=answer)


WAYS = (
    _way(
        "S301",
        "a required member is missing",
        "The last required member of an object is left out.",
        "an object with required members",
        _has("required"),
        _without_required,
    ),
    _way(
        "S302",
        "a required member is null",
        "A required member is null where that is not allowed.",
        "an object with required members",
        _has("required"),
        _null_member,
    ),
    _way(
        "S303",
        "an optional member is null",
        "An optional member is null where it may only be left out.",
        "an object with optional members",
        _optional,
        _null_optional,
    ),
    _way(
        "S304",
        "a number is a text",
        "A number comes in quotes.",
        "a number",
        _is("integer", "number"),
        _number_as_text,
    ),
    _way("S305", "a text is a number", "A text comes as 7.", "a text", _is("string"), _text_as_number),
    _way(
        "S306",
        "a boolean is a text",
        "True and false come in quotes.",
        "a boolean",
        _is("boolean"),
        _boolean_as_text,
    ),
    _way(
        "S307",
        "a list is an object",
        "A list comes as an object whose members are its positions.",
        "a list",
        _is("array"),
        _list_as_object,
    ),
    _way(
        "S308",
        "an object is a list",
        "An object comes as a list that holds it.",
        "an object",
        _is("object"),
        _object_as_list,
    ),
    _way(
        "S309",
        "a list ends in null",
        "A list has one item more, which is null.",
        "a list",
        _is("array"),
        _null_item,
    ),
    _way(
        "S310",
        "an integer is a fraction",
        "An integer comes with a half more.",
        "an integer",
        _is("integer"),
        _fraction,
    ),
    _way(
        "S311",
        "a value is outside its enum",
        "A text of an enum is `something else`.",
        "an enum",
        _has("enum"),
        _outside_enum,
    ),
    _way(
        "S312",
        "a value of an enum is in the wrong case",
        "A text of an enum has upper case for lower, and lower for upper.",
        "an enum",
        _has("enum"),
        _other_case,
    ),
    _way(
        "S313",
        "a date is written as people write it",
        "A date is `31.12.2024`.",
        "a date",
        _formatted("date"),
        _unlike("date"),
    ),
    _way(
        "S314",
        "an instant has no zone",
        "An instant is `2024-12-31 23:59`.",
        "an instant",
        _formatted("date-time"),
        _unlike("date-time"),
    ),
    _way("S315", "a UUID is none", "A UUID is `12345678`.", "a UUID", _formatted("uuid"), _unlike("uuid")),
    _way(
        "S316",
        "a mail address has no @",
        "A mail address is `somebody.example`.",
        "a mail address",
        _formatted("email"),
        _unlike("email"),
    ),
    _way(
        "S317",
        "a value does not have its format",
        "A URI, time or IPv4 address is none.",
        "a URI, a time or an IPv4 address",
        _formatted("uri", "time", "ipv4"),
        _unlike("uri", "time", "ipv4"),
    ),
    _way(
        "S318",
        "a number is too large",
        "A number is one more than its maximum.",
        "a number with a maximum",
        _has("maximum", "exclusiveMaximum"),
        _above,
    ),
    _way(
        "S319",
        "a number is too small",
        "A number is one less than its minimum.",
        "a number with a minimum",
        _has("minimum", "exclusiveMinimum"),
        _below,
    ),
    _way(
        "S320",
        "a text is too long",
        "A text is longer than it may be.",
        "a text with a longest length",
        _has("maxLength"),
        _too_long,
    ),
    _way(
        "S321",
        "a text is empty",
        "A text is empty that must not be.",
        "a text with a shortest length",
        _has("minLength"),
        _too_short,
    ),
    _way(
        "S322",
        "a text does not match its pattern",
        "A text stands between two paragraph signs.",
        "a text with a pattern",
        _has("pattern"),
        _off_pattern,
    ),
    _way(
        "S323",
        "a closed object has another member",
        "An object has the member `internalNote`, which it must not have.",
        "an object without additional members",
        _closed,
        _additional,
    ),
    _way(
        "S324",
        "a list is too long",
        "A list has more items than it may have.",
        "a list with a longest length",
        _has("maxItems"),
        _too_many,
    ),
    _way(
        "S325",
        "a list is empty",
        "A list is empty that must not be.",
        "a list with a shortest length",
        _has("minItems"),
        _too_few,
    ),
    _way(
        "S326",
        "a list repeats itself",
        "A list whose items are unique has its first item twice.",
        "a list of unique items",
        _has("uniqueItems"),
        _doubled,
    ),
    _way(
        "S327",
        "a member is spelt differently",
        "The first required member of an object has an underscore at its end.",
        "an object with required members",
        _has("required"),
        _respelt,
    ),
)
