"""The document as it is served: the author's, plus the answers that the mock gives and the author forgot.

So is what else it says too little of (see `amendments`); bodies that HTTP forbids are left out. Additions
are marked `x-vertrag-added`, and nodes that need none are shared with the author's tree. Where the mock
verifies no credentials the document must not promise that it does: a made-up key would open the door.
"""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from vertrag import problems
from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.loading.document import Document
from vertrag.contract.loading.servers import base_paths
from vertrag.contract.operations import METHODS, Operation
from vertrag.problems import Problem
from vertrag.serve.composing.error_bodies import written
from vertrag.serve.mounts import Mount
from vertrag.serve.showing.amendments import LEFT_OUT, amended
from vertrag.serve.showing.loose_lists import ADDED

UNVERIFIED = "x-vertrag-auth"
"""Says that credentials are not verified: `any` is taken, or it is `off`."""

ADDED_SUCCESS = 204
"""What a good request gets where nobody says what it gets."""

_SCHEMA = "VertragProblem"
_ANSWERS = (400, 401, 403, 404, 405, 406, 413, 415)
_AT_THE_DOOR = (401, 403)
_WITHOUT_BODY = frozenset({"204", "205", "304"})


def served(mount: Mount, prefix: str = "") -> dict[str, Any]:
    """The tree that `/openapi.json` shows; `prefix` stands before the paths of the mock."""
    document = mount.contract.document
    tree = amended(document)
    tree["paths"] = dict(tree.get("paths") or {})
    for operation in mount.contract.operations:
        missing = list(forgotten(mount, operation))
        missing += _chosen(mount, operation)
        missing += [] if operation.promises_success else [ADDED_SUCCESS]
        if missing:
            _add(tree, mount, operation, missing)
    tree["servers"] = _with_mock(prefix + mount.base_path, tree.get("servers"))
    for template, item in tree["paths"].items():
        tree["paths"][template] = _served_here(mount, item, prefix)
    if mount.credentials != "verified" and any(operation.security for operation in mount.contract.operations):
        tree |= {"security": _security(mount, tree.get("security") or ()), UNVERIFIED: mount.credentials}
    components = dict(tree.get("components") or {})
    components["schemas"] = {**(components.get("schemas") or {}), _SCHEMA: _problem_schema()}
    tree["components"] = components
    return tree


def _sendable(document: Document, responses: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers of an operation without bodies that HTTP forbids, however many statuses share one."""
    described = {status: document.resolve(responses[status]) for status in _WITHOUT_BODY & responses.keys()}
    bodiless = {
        status: _bodiless(node)
        for status, node in described.items()
        if isinstance(node, Mapping) and "content" in node
    }
    return {**responses, **bodiless} if bodiless else responses


def _bodiless(described: Mapping[str, Any]) -> dict[str, Any]:
    """An answer that HTTP gives no body, without what the author says of one: nobody can send it."""
    return {**{key: value for key, value in described.items() if key != "content"}, LEFT_OUT: "content"}


def forgotten(mount: Mount, operation: Operation) -> Iterator[int]:
    """The statuses that the mock may answer an operation with and the document does not declare so."""
    for status in _ANSWERS:
        may_come = status in operation.duties or str(status) in operation.responses
        owed = may_come and (mount.require_auth or status not in _AT_THE_DOOR)
        if owed and not _can_be_said(mount, operation, status):
            yield status


def _can_be_said(mount: Mount, operation: Operation, status: int) -> bool:
    """Whether the mock's refusal has a place in what the document declares."""
    declared = operation.declared(status)
    if declared is None:
        return False
    offered = declared.body.media_types
    if not offered or any(is_json(essence_of(media_type.name)) for media_type in offered):
        return True
    return written(Problem(problems.REFUSED, HTTPStatus(status).phrase, status), mount, operation) is not None


def _chosen(mount: Mount, operation: Operation) -> list[int]:
    """The status that the server was told to answer bad input with, where that is news to the document."""
    status = mount.invalid_status
    reads = bool(operation.parameters) or operation.body is not None
    return [status] if status and reads and operation.declared(status) is None else []


def _add(tree: dict[str, Any], mount: Mount, operation: Operation, statuses: list[int]) -> None:
    document = mount.contract.document
    item = dict(document.resolve(tree["paths"][operation.path]))
    others = item.get("additionalOperations") or {}
    is_other = operation.method in others
    node = others[operation.method] if is_other else item[operation.method.lower()]
    responses = dict(node.get("responses") or {})
    for status in map(str, statuses):
        added = _response(mount, int(status))
        authored = document.resolve(responses.get(status))
        if isinstance(authored, Mapping):  # in another media type than ours, which joins it
            ours = {name: {**node, ADDED: True} for name, node in added["content"].items()}
            added = {**authored, "content": {**authored["content"], **ours}}
        responses[status] = added
    node = {**node, "responses": responses}
    if is_other:
        item["additionalOperations"] = {**others, operation.method: node}
    else:
        item[operation.method.lower()] = node
    tree["paths"][operation.path] = item


def _response(mount: Mount, status: int) -> dict[str, Any]:
    if status < HTTPStatus.BAD_REQUEST:
        return {"description": HTTPStatus(status).phrase, ADDED: True}
    # A vendor's error body is of the vendor's own schema; that of others is the one that we bring.
    if mount.error_body is not None:
        content: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
    else:
        content = {problems.MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{_SCHEMA}"}}}
    return {"description": HTTPStatus(status).phrase, ADDED: True, "content": content}


def _served_here(mount: Mount, item: Any, prefix: str) -> Any:
    """A path item, or an operation of it, as it is here: this mock stands before its own servers."""
    found = mount.contract.document.resolve(item)
    if not isinstance(found, Mapping):
        return item
    changed = {name: _served_here(mount, node, prefix) for name, node in found.items() if name in METHODS}
    others = found.get("additionalOperations")
    if isinstance(others, Mapping):
        changed["additionalOperations"] = {
            name: _served_here(mount, node, prefix) for name, node in others.items()
        }
    if isinstance(found.get("responses"), Mapping):
        changed["responses"] = _sendable(mount.contract.document, found["responses"])
    if isinstance(found.get("servers"), list):
        changed["servers"] = _with_mock(prefix + base_paths(found["servers"])[0], found["servers"])
    if found.get("security") and mount.credentials != "verified":
        changed["security"] = _security(mount, found["security"])
    return {**found, **changed} if any(node is not found[name] for name, node in changed.items()) else item


def _security(mount: Mount, authored: Sequence[Any]) -> list[Any]:
    """Requirements that promise no more than the mock keeps: none, or credentials that prove nothing.

    OpenAPI has one word for the latter, `{}` among the requirements (OAS 3.0 §4.7.30).
    """
    if mount.credentials == "off" or not authored:
        return []
    return [*authored, *([] if {} in authored else [{}])]


def _with_mock(base: str, authored: Any) -> list[Any]:
    here = {"url": base or "/", "description": "This mock", ADDED: True}
    others = authored if isinstance(authored, list) else []
    first = others[0].get("url") if others and isinstance(others[0], Mapping) else None
    return others if first == here["url"] else [here, *others]


def _problem_schema() -> dict[str, Any]:
    return {
        "type": "object",
        ADDED: True,
        "description": "Why the mock refused a request (RFC 9457)",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": {"type": "object"}},
        },
    }
