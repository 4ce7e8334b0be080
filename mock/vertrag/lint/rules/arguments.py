"""Rules on parameters and headers."""

from collections.abc import Iterator

from vertrag.contract.violations import shown
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Node, Place, Survey, items, types

_LOCATIONS = ("path", "query", "header", "cookie", "querystring")
# OAS 3.1 §4.8.12.2, and what 3.2 adds for cookies.
_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}
_NOT_BY_PARAMETER = ("accept", "content-type", "authorization")


def _incomplete(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Parameter"):
        if not isinstance(place.node.get("name"), str):
            yield place.pointer, "The parameter has no name."
        if place.node.get("in") not in _LOCATIONS:
            yield place.pointer, f"{shown(place.node.get('in'))} is no location of a parameter."
        if "schema" not in place.node and "content" not in place.node:
            yield place.pointer, "The parameter has neither a schema nor content."


def _ignored_headers(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Parameter"):
        name = place.node.get("name")
        if place.node.get("in") == "header" and str(name).lower() in _NOT_BY_PARAMETER:
            yield place.pointer, f"A header parameter named {name} is ignored."


def _key(place: Place) -> tuple[str, str]:
    return str(place.node.get("in")), str(place.node.get("name"))


def _duplicates(survey: Survey) -> Iterator[Where]:
    for owner in survey.every("PathItem", "Operation"):
        seen = set()
        for index, item in enumerate(items(owner.node, "parameters")):
            place = survey.placed(f"{owner.pointer}/parameters/{index}", item)
            if place is None or not isinstance(place.node.get("name"), str):
                continue
            if _key(place) in seen:
                told = f"The {_key(place)[0]} parameter {_key(place)[1]!r} is declared twice."
                yield f"{owner.pointer}/parameters/{index}", told
            seen.add(_key(place))


def _case_twins(survey: Survey) -> Iterator[Where]:
    told = set()
    for call in survey.calls:
        seen: dict[tuple[str, str], Place] = {}
        for place in survey.parameters(call):
            location, name = _key(place)
            twin = seen.setdefault((location, name.lower()), place)
            other = _key(twin)[1]
            if other != name and (twin.pointer, place.pointer) not in told:
                told.add((twin.pointer, place.pointer))
                yield place.pointer, f"The {location} parameters {name!r} and {other!r} differ in case only."


def _wrong_styles(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Parameter"):
        location, style = place.node.get("in"), place.node.get("style")
        allowed = _STYLES.get(location) if isinstance(location, str) else None
        if style is not None and allowed and style not in allowed:
            told = (
                f"The style {shown(style)} is not for {location} parameters; those have {', '.join(allowed)}."
            )
            yield f"{place.pointer}/style", told
    for place in survey.every("Header"):
        if place.node.get("style", "simple") != "simple":
            yield f"{place.pointer}/style", f"The style {shown(place.node['style'])} is not for headers."


def _deep_without_object(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Parameter"):
        schema = survey.resolved(place.node.get("schema"))
        if place.node.get("style") == "deepObject" and schema is not None and _is_no_object(schema):
            yield f"{place.pointer}/style", "deepObject spells objects, and the schema is none."


def _is_no_object(schema: Node) -> bool:
    named = types(schema)
    return bool(named) and "object" not in named


def _two_kinds_of_example(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Parameter", "Header", "MediaType"):
        if "example" in place.node and "examples" in place.node:
            yield place.pointer, "Both 'example' and 'examples' are given, which exclude each other."


RULES = (
    Rule(
        "V140",
        "warning",
        "header parameter is ignored",
        "Header parameters named Accept, Content-Type or Authorization are ignored by the specification: "
        "the media types and the security schemes describe them.",
        "Remove it; say it with `content` or `security`.",
        _ignored_headers,
    ),
    Rule(
        "V141",
        "error",
        "parameter is declared twice",
        "A parameter is known by its location and its name, and a list must not hold one twice.",
        "Remove one of them.",
        _duplicates,
    ),
    Rule(
        "V142",
        "warning",
        "parameters differ in case only",
        "Two parameters of one operation differ in upper and lower case only. Headers that do are the same "
        "header; elsewhere people and servers confuse them.",
        "Rename one, or remove it.",
        _case_twins,
    ),
    Rule(
        "V143",
        "error",
        "style is not for this location",
        "Each location of parameters has its own styles, and this one is not among them, so nobody knows "
        "how the value is spelled.",
        "Choose an allowed style or leave it out.",
        _wrong_styles,
    ),
    Rule(
        "V144",
        "warning",
        "deepObject without an object",
        "The style deepObject is defined for objects only.",
        "Let the schema be of type object, or take the style form.",
        _deep_without_object,
    ),
    Rule(
        "V145",
        "warning",
        "example beside examples",
        "The two fields exclude each other, and tools differ in which one they show.",
        "Move the one into the other.",
        _two_kinds_of_example,
    ),
    Rule(
        "V146",
        "error",
        "incomplete parameter",
        "A parameter needs a name, a location (path, query, header, cookie) and either `schema` or "
        "`content`. It is ignored otherwise.",
        "Add what is missing.",
        _incomplete,
    ),
)
