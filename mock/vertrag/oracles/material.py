"""Values to speak with: examples of the document first, invented ones else."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.operations import Operation
from vertrag.invent.values import Impossible, invent
from vertrag.oracles.grounds import Grounds

_VARIANTS = 4  # bodies of one kind; the walks need two that differ


def bodies(grounds: Grounds, operation: Operation, seed: int) -> Iterator[Any]:
    """JSON bodies that an operation accepts, the one for the seed first; none where it takes no JSON."""
    document = grounds.contract.document
    described = document.resolve(operation.node.get("requestBody"))
    content = described.get("content") if isinstance(described, Mapping) else None
    for name, described_type in (content or {}).items():
        node = document.resolve(described_type)
        if not is_json(essence_of(name)) or not isinstance(node, Mapping):
            continue
        for turn in range(seed, seed + _VARIANTS):
            value = _invented(grounds, operation, node.get("schema"), turn)
            if value is not None:
                yield value
        yield from _examples(grounds, node)
        return


def plain_values(grounds: Grounds, operation: Operation, location: str) -> dict[str, Any]:
    """A value for each required parameter in a location that a plain text can hold."""
    found: dict[str, Any] = {}
    for parameter in operation.parameters.get(location, ()):
        if not parameter.required:
            continue
        value = _invented(grounds, operation, parameter.schema, 1)
        if isinstance(value, str | int | float):
            found[parameter.sent_as] = value
    return found


def _invented(grounds: Grounds, operation: Operation, schema: Any, seed: int) -> Any:
    try:
        return invent(
            grounds.contract.document, schema, label=operation.label, seed=seed, direction="request"
        )
    except Impossible:
        return None


def _examples(grounds: Grounds, node: Mapping[str, Any]) -> Iterator[Any]:
    if "example" in node:
        yield node["example"]
    for each in (node.get("examples") or {}).values():
        example = grounds.contract.document.resolve(each)
        if isinstance(example, Mapping) and "value" in example:
            yield example["value"]
