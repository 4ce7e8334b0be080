"""Says in words which rule a value breaks, and of several branches the one that was meant.

Laws
1. A discriminator never changes a verdict (OAS 3.0.4 §4.8.25); it says which branch to speak of.
2. Without one, the branch that comes nearest is spoken of: of the right type, with the right constants,
   with the fewest faults.
3. Its faults follow the summary, each with its own place.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jsonschema_rs import ValidationErrorKind as Kind

from vertrag.contract.loading.document import Document, escape
from vertrag.contract.violations import Location, Violation, shown
from vertrag.errors import DocumentError

WRITE_ONLY: Mapping[str, Any] = {"not": {"writeOnly": True}}
"""The schema that stands for a member that responses must not show."""

LONGEST_MESSAGE = 200  # characters of the engine's own words

_BRANCHES = (Kind.AnyOf, Kind.OneOfNotValid)
_ABOUT_THE_CHOICE = (Kind.Constant, Kind.Enum)


def explain(error: Any, document: Document, location: Location, name: str = "") -> Iterator[Violation]:
    """The violation that an error of the engine stands for; after a choice, those of its nearest branch."""
    if isinstance(error.kind, _BRANCHES):
        yield from _explain_choice(error, document, location, name)
        return
    rule, schema = _rule(error, document)
    yield _violation(error, location, name, rule, schema, _message(rule, error, document))


def _violation(error: Any, location: Location, name: str, rule: str, schema: str, message: str) -> Violation:
    return Violation(location, rule, message, name, _pointer(error), error.instance, schema)


def _pointer(error: Any) -> str:
    return "".join(f"/{escape(str(token))}" for token in error.instance_path)


def _rule(error: Any, document: Document) -> tuple[str, str]:
    path = _authors_path(error.schema_path, document)
    pointer = "".join(f"/{escape(token)}" for token in path)
    if isinstance(error.kind, Kind.Not) and error.kind.schema == WRITE_ONLY["not"]:
        return "writeOnly", pointer.removesuffix("/not")
    return (path[-1] if path else "schema"), pointer


def _authors_path(path: Sequence[str | int], document: Document) -> list[str]:
    """The way to a rule without the steps that only our rewriting of OpenAPI 3.0 has put there."""
    steps = [str(step) for step in path]
    if document.version >= (3, 1):
        return steps
    return [
        step
        for index, step in enumerate(steps)
        if step != "else" or (index and steps[index - 1] == "properties")
    ]


def _message(rule: str, error: Any, document: Document) -> str:
    match error.kind:
        case Kind.FalseSchema():
            return f"{shown(error.instance)} is not allowed here"
        case Kind.BacktrackLimitExceeded() | Kind.RegexEngineFailure():
            return f"{shown(error.instance)} was not matched by the pattern within bounded time"
        case Kind.OneOfMultipleValid():
            names = _branch_names(document, error)
            fitting = [each for each, errors in zip(names, error.kind.context, strict=False) if not errors]
            return f"matches {' and '.join(fitting)}, and only one of them may match"
    if rule == "writeOnly":
        return "is write-only and must not be in a response"
    message = str(error.message)
    keeps = rule in ("required", "additionalProperties", "unevaluatedProperties", "dependentRequired")
    return (
        message
        if keeps or len(message) <= LONGEST_MESSAGE
        else f"{shown(error.instance)} breaks the rule {rule!r}"
    )


def _explain_choice(error: Any, document: Document, location: Location, name: str) -> Iterator[Violation]:
    branches: list[list[Any]] = list(error.kind.context)
    names = _branch_names(document, error)
    chosen, because = _chosen(error, document, branches)
    faults = (
        [each for fault in branches[chosen] for each in explain(fault, document, location, name)]
        if branches
        else []
    )
    own = _pointer(error)
    message = f"matches none of {', '.join(names)}{because}"
    if faults:
        first = faults[0]
        place = first.pointer.removeprefix(own)
        message += f"; as {names[chosen]}: {place + ' ' if place else ''}{first.message}"
    rule, schema = _rule(error, document)
    yield _violation(error, location, name, rule, schema, message)
    if not all(fault.rule == "type" and fault.pointer == own for fault in faults):
        yield from faults


def _chosen(error: Any, document: Document, branches: list[list[Any]]) -> tuple[int, str]:
    """The branch to speak of, and why where the discriminator says so."""
    owner = _node(document, _authors_path(error.schema_path, document)[:-1])
    described = owner.get("discriminator")
    by_distance = min(range(len(branches)), key=lambda index: _distance(branches[index], error), default=0)
    if not isinstance(described, Mapping) or not isinstance(error.instance, Mapping):
        return by_distance, ""
    member = str(described.get("propertyName"))
    said = error.instance.get(member)
    if not isinstance(said, str):
        return by_distance, f" (discriminator {member!r} is missing)"
    index = _named(owner, _rule(error, document)[0], described, said)
    if index is None:
        return by_distance, f" (discriminator {member!r} is {shown(said)}, which names none of them)"
    return index, f" (discriminator {member!r} is {shown(said)})"


def _named(owner: Mapping[str, Any], keyword: str, described: Mapping[str, Any], said: str) -> int | None:
    mapping = described.get("mapping")
    target = str(mapping.get(said, said)) if isinstance(mapping, Mapping) else said
    for index, branch in enumerate(owner.get(keyword) or ()):
        reference = str(branch.get("$ref", "")) if isinstance(branch, Mapping) else ""
        if reference and (reference == target or reference.rpartition("/")[2] == target):
            return index
    return None


def _distance(faults: Sequence[Any], choice: Any) -> tuple[bool, bool, int, int]:
    here = len(choice.instance_path)
    wrong_type = any(isinstance(each.kind, Kind.Type) and len(each.instance_path) == here for each in faults)
    wrong_choice = any(
        isinstance(each.kind, _ABOUT_THE_CHOICE) and len(each.instance_path) <= here + 1 for each in faults
    )
    deepest = max((len(each.instance_path) for each in faults), default=0)
    return wrong_type, wrong_choice, len(faults), -deepest


def _branch_names(document: Document, error: Any) -> list[str]:
    path = _authors_path(error.schema_path, document)
    branches = _node(document, path[:-1]).get(path[-1]) if path else None
    described = branches if isinstance(branches, list) else [None] * len(error.kind.context)
    return [_branch_name(branch, index) for index, branch in enumerate(described)]


def _branch_name(branch: Any, index: int) -> str:
    if isinstance(branch, Mapping):
        if isinstance(branch.get("$ref"), str):
            return str(branch["$ref"]).rpartition("/")[2]
        for key in ("title", "type"):
            if isinstance(branch.get(key), str):
                return str(branch[key])
    return f"branch {index + 1}"


def _node(document: Document, path: Sequence[str]) -> Mapping[str, Any]:
    node: Any = document.tree
    try:
        for token in path:
            node = document.resolve(node)
            node = node[int(token)] if isinstance(node, list) else node[token]
        node = document.resolve(node)
    except (DocumentError, LookupError, ValueError, TypeError):
        return {}  # a rule that our rewriting made stands nowhere in the document
    return node if isinstance(node, Mapping) else {}
