"""Values to speak with: examples of the document first, invented ones else."""

from collections.abc import Iterator, Mapping
from typing import Any

from vertrag.contract.content.bodies import MediaType
from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.inference.positions import Place, value_at
from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import Operation
from vertrag.invent.strings import NO_MATTER_WHAT
from vertrag.invent.values import Impossible, invent
from vertrag.oracles.grounds import Grounds

_FIXED = frozenset({"enum", "const", "pattern", "format"})
_DEEPEST = 3  # members within each other
_VARIANTS = 4  # bodies of one kind; the walks need two that differ


def bodies(grounds: Grounds, operation: Operation, seed: int) -> Iterator[Any]:
    """JSON bodies that an operation accepts, the one for the seed first; none where it takes no JSON."""
    node = _described(grounds, operation)
    if node is None:
        return
    for turn in range(seed, seed + _VARIANTS):
        value = _invented(grounds, operation, node.get("schema"), turn)
        if value is not None:
            yield told_apart(grounds, operation, with_fractions(grounds, operation, value), turn)
    yield from _examples(grounds, node)


def schema_of_body(grounds: Grounds, operation: Operation) -> Any:
    """The schema of the JSON that an operation takes; None where it takes none."""
    node = _described(grounds, operation)
    return node.get("schema") if node is not None else None


def write_only(grounds: Grounds, resource: Resource) -> Iterator[str]:
    """The members that are sent and never shown."""
    for deed in resource.deeds:
        if deed.kind not in ("create", "replace", "patch"):
            continue
        for place, member in members(grounds, schema_of_body(grounds, deed.operation)):
            if member.get("writeOnly") and len(place) == 1:
                yield str(place[0])


def members(grounds: Grounds, schema: Any, place: Place = ()) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """The members that a schema names, through `allOf`, down to what is in them."""
    node = grounds.contract.document.resolve(schema)
    if not isinstance(node, Mapping) or len(place) > _DEEPEST:
        return
    for part in node.get("allOf") or ():
        yield from members(grounds, part, place)
    for name, described in (node.get("properties") or {}).items():
        member = grounds.contract.document.resolve(described)
        if isinstance(member, Mapping) and not member.get("readOnly"):
            yield (*place, str(name)), member
            yield from members(grounds, member, (*place, str(name)))
            items = grounds.contract.document.resolve(member.get("items"))
            if isinstance(items, Mapping):
                yield (*place, str(name), 0), items
                yield from members(grounds, items, (*place, str(name), 0))


def with_fractions(grounds: Grounds, operation: Operation, body: Any) -> Any:
    """The body with a fraction in every number that may have one: who rounds is found out."""
    media_type = json_type(operation)
    for place, member in members(grounds, schema_of_body(grounds, operation)):
        value, above = value_at(body, place), value_at(body, place[:-1])
        if member.get("type") != "number" or not isinstance(value, int | float):
            continue
        if not isinstance(above, dict):
            continue
        above[str(place[-1])] = value + 0.25
        if media_type is None or any(media_type.judge(body)):
            above[str(place[-1])] = value
    return body


def told_apart(grounds: Grounds, operation: Operation, body: Any, turn: int) -> Any:
    """The body with the turn in each text that is always the same: else an update changes nothing."""
    media_type = json_type(operation)
    for place, member in members(grounds, schema_of_body(grounds, operation)):
        value, above = value_at(body, place), value_at(body, place[:-1])
        if not _FIXED.isdisjoint(member) or value != NO_MATTER_WHAT or not isinstance(above, dict):
            continue
        above[str(place[-1])] = f"{value}{turn}"
        if media_type is None or any(media_type.judge(body)):
            above[str(place[-1])] = value
    return body


def json_type(operation: Operation) -> MediaType | None:
    """The media type of an operation's body that is JSON; None where there is none."""
    types = operation.body.media_types if operation.body else ()
    return next((each for each in types if is_json(essence_of(each.name))), None)


def _described(grounds: Grounds, operation: Operation) -> Mapping[str, Any] | None:
    document = grounds.contract.document
    described = document.resolve(operation.node.get("requestBody"))
    content = described.get("content") if isinstance(described, Mapping) else None
    for name, described_type in (content or {}).items():
        node = document.resolve(described_type)
        if is_json(essence_of(name)) and isinstance(node, Mapping):
            return node
    return None


def plain_values(
    grounds: Grounds, operation: Operation, location: str, *, every: bool = False
) -> dict[str, Any]:
    """A value for each required parameter in a location that a plain text can hold, or for `every` one."""
    found: dict[str, Any] = {}
    for parameter in operation.parameters.get(location, ()):
        if not (parameter.required or every):
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
