"""The rule on branches of `oneOf` that nothing tells apart, so that no value fits one of them alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.loading.grammar import KINDS_OF
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Survey, items
from vertrag.serialization import to_json

_ANNOTATIONS = frozenset(
    {
        *("title", "description", "$comment", "default", "example", "examples"),
        *("deprecated", "externalDocs", "xml", "discriminator"),
    }
)
"""What says nothing of the values themselves; a discriminator changes none of it (OAS 3.1 §4.8.25)."""


def _alike(survey: Survey) -> Iterator[Where]:
    for place in survey.every("Schema"):
        first: dict[bytes, int] = {}
        for index, branch in enumerate(items(place.node, "oneOf")):
            written = survey.resolved(branch)
            if written is not None:
                earlier = first.setdefault(to_json(_bare(written, "Schema")), index)
                if earlier != index:
                    told = f"It takes what branch {earlier} takes, so no value fits one of the two alone."
                    yield f"{place.pointer}/oneOf/{index}", told


def _bare(node: Any, kind: str) -> Any:
    """What a schema says of values; references within it stay as they are written."""
    if kind.startswith("[") and isinstance(node, list):
        return [_bare(each, kind[1:-1]) for each in node]
    if not isinstance(node, Mapping):
        return node
    if kind.startswith("{"):
        return {name: _bare(node[name], kind[1:-1]) for name in sorted(node)}
    if kind != "Schema":
        return node
    rules = {name for name in node if name not in _ANNOTATIONS and not name.startswith("x-")}
    return {name: _bare(node[name], KINDS_OF["Schema"].get(name, "")) for name in sorted(rules)}


RULES = (
    Rule(
        "V173",
        "warning",
        "alternatives that nothing tells apart",
        "Of `oneOf` exactly one branch may take a value. Two that differ in words, examples and defaults "
        "alone take the same values, so that each of these fits both and is refused.",
        "Tell the branches apart by a required member with a `const` or an `enum`, or write `anyOf`.",
        _alike,
    ),
)
