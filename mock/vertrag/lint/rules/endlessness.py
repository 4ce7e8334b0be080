"""The rule on schemas whose values would have to hold a value of the same schema, and so never end."""

from collections.abc import Iterator
from typing import Any

from vertrag.contract.loading.document import escape
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Place, Survey, items, member

_DEEPEST = 50  # schemas within schemas: a longer way round is nobody's


def _endless(survey: Survey) -> Iterator[Where]:
    for name, schema in survey.component("schemas").items():
        start = f"/components/schemas/{escape(name)}"
        if "$ref" not in member({"schema": schema}, "schema") and _Way(survey, start).leads_back(
            schema, start
        ):
            yield start, f"A value of {name!r} must hold another one of {name!r}, and so on without end."


class _Way:
    """From a schema through all that its values must hold."""

    def __init__(self, survey: Survey, start: str) -> None:
        self._survey = survey
        self._start = start
        self._known: dict[str, bool] = {}

    def leads_back(self, node: Any, pointer: str, depth: int = 0) -> bool:
        """Whether each value of the schema at the pointer holds one of the schema at the start."""
        place = self._survey.placed(pointer, node)
        if place is None or depth > _DEEPEST:
            return False
        if place.pointer not in self._known:
            self._known[place.pointer] = place.pointer == self._start  # as long as it is being looked at
            self._known[place.pointer] = any(
                self.leads_back(part, at, depth + 1) for at, part in _demanded(place.node, place.pointer)
            ) or any(self._all_lead_back(place, keyword, depth) for keyword in ("anyOf", "oneOf"))
        return self._known[place.pointer]

    def _all_lead_back(self, place: Place, keyword: str, depth: int) -> bool:
        branches = items(place.node, keyword)
        return bool(branches) and all(
            self.leads_back(branch, f"{place.pointer}/{keyword}/{index}", depth + 1)
            for index, branch in enumerate(branches)
        )


def _demanded(node: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """The schemas whose values no value of this one can do without."""
    for index, part in enumerate(items(node, "allOf")):
        yield f"{pointer}/allOf/{index}", part
    if node.get("nullable") is True:
        return
    members = member(node, "properties")
    if node.get("type") in ("object", ["object"]):
        for name in items(node, "required"):
            if isinstance(name, str) and name in members:
                yield f"{pointer}/properties/{escape(name)}", members[name]
    least = node.get("minItems")
    if node.get("type") in ("array", ["array"]) and isinstance(least, int) and least > 0:
        yield f"{pointer}/items", node.get("items")


RULES = (
    Rule(
        "V171",
        "error",
        "schema without end",
        "Each value of the schema must hold another value of the same schema, by `required` members, lists "
        "with `minItems` or `allOf`. No finite value satisfies it.",
        "Let a link of the chain be missing, null or an empty list.",
        _endless,
    ),
)
