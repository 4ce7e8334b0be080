"""Says in JSON Schema 2020-12 what its older drafts said in other keywords."""

from collections.abc import Mapping
from typing import Any

_CHOICES = ("allOf", "anyOf", "oneOf", "prefixItems")
_OLDER = frozenset(
    ("exclusiveMinimum", "exclusiveMaximum", "items", "additionalItems", "dependencies", *_CHOICES)
)


def is_of_an_older_draft(schema: Mapping[str, Any]) -> bool:
    """Whether a schema says anything as only drafts before 2020-12 did."""
    if isinstance(schema.get("items"), list) or "dependencies" in schema:
        return True
    return any(isinstance(schema.get(bound), bool) for bound in ("exclusiveMinimum", "exclusiveMaximum"))


def in_words_of_2020(schema: dict[str, Any]) -> None:
    """Translate, in place, the keywords of drafts 4 to 2019-09 that have another form now."""
    if _OLDER.isdisjoint(schema):
        return
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
            schema[exclusive] = schema.pop(bound)
    if isinstance(schema.get("items"), list):
        schema["prefixItems"] = schema.pop("items")
        if "additionalItems" in schema:
            schema["items"] = schema["additionalItems"]
    schema.pop("additionalItems", None)
    dependencies = schema.pop("dependencies", None)
    for name, demanded in dependencies.items() if isinstance(dependencies, dict) else ():
        keyword = "dependentRequired" if isinstance(demanded, list) else "dependentSchemas"
        schema[keyword] = {**schema.get(keyword, {}), name: demanded}
    # An empty list of choices leaves everything open; that is what its author has written so far.
    for keyword in _CHOICES:
        if schema.get(keyword) == []:
            del schema[keyword]
