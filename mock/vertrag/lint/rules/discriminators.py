"""Rules on discriminators."""

from collections.abc import Iterator

from vertrag.contract.loading.document import escape
from vertrag.contract.violations import shown
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Node, Place, Survey, items, member

_DEEPEST = 20  # levels of allOf that are followed; a circle would have no end


def _discriminated(survey: Survey) -> Iterator[tuple[Place, str]]:
    for place in survey.every("Schema"):
        name = member(place.node, "discriminator").get("propertyName")
        if isinstance(name, str):
            yield place, name


def _unreliable(survey: Survey) -> Iterator[Where]:
    for place, name in _discriminated(survey):
        listed = [*items(place.node, "oneOf"), *items(place.node, "anyOf")]
        present = [branch for each in listed if (branch := survey.resolved(each)) is not None]
        # Where the schema itself demands it, its branches need not say so again.
        if _demands(survey, place.node, name) or not (present or "properties" in place.node):
            continue
        lacking = [branch for branch in present if not _demands(survey, branch, name)]
        if lacking or not present:
            told = f"{len(lacking)} of {len(present)} branches do" if present else "The schema does"
            yield f"{place.pointer}/discriminator", f"{told} not define and require {name!r}."


def _demands(survey: Survey, schema: Node, name: str, depth: int = 0) -> bool:
    parts = [schema]
    if depth < _DEEPEST:
        parts += [part for each in items(schema, "allOf") if (part := survey.resolved(each)) is not None]
    if depth and name in member(schema, "properties") and name in items(schema, "required"):
        return True
    defined = any(name in member(part, "properties") for part in parts)
    required = any(name in items(part, "required") for part in parts)
    if defined and required:
        return True
    return any(_demands(survey, part, name, depth + 1) for part in parts[1:])


def _lost(survey: Survey) -> Iterator[Where]:
    for place, _ in _discriminated(survey):
        for value, target in member(member(place.node, "discriminator"), "mapping").items():
            if not _leads_somewhere(survey, target):
                pointer = f"{place.pointer}/discriminator/mapping/{escape(value)}"
                yield pointer, f"{shown(target)} is no schema."


def _leads_somewhere(survey: Survey, target: object) -> bool:
    if not isinstance(target, str):
        return False
    return target in survey.component("schemas") or survey.resolved({"$ref": target}) is not None


RULES = (
    Rule(
        "V166",
        "warning",
        "discriminator is not required",
        "The property that tells the branches apart must be defined and required in each of them, or a "
        "value without it fits no branch or several.",
        "Add the property to `properties` and `required` of each branch.",
        _unreliable,
    ),
    Rule(
        "V167",
        "error",
        "discriminator leads nowhere",
        "A value of `mapping` is the name of a schema in the components, or a reference to one.",
        "Correct the name.",
        _lost,
    ),
)
