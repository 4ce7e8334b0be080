"""Upgrades a Swagger 2.0 document to OpenAPI 3.0: the same API in the newer words.

Laws
1. What the author wrote twice stays one thing: definitions become component schemas, and keep their names.
2. Parameters and responses that are referred to are converted where they are used: a body parameter is a
   request body in 3.0, and which media types it has is said by the operation.
3. Extensions are kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from vertrag.contract.loading.grammar import walk
from vertrag.contract.loading.parameters_of_2 import body_of, parameter_of, schema_of
from vertrag.contract.loading.pointers import at, fragment, plain_tokens
from vertrag.contract.loading.schemes_of_2 import security_scheme
from vertrag.contract.loading.tidying import fits
from vertrag.contract.reading.fields import STRUCTURE

_JSON = ["application/json"]
_MOVED = (
    *("definitions", "parameters", "responses", "securityDefinitions"),
    *("swagger", "host", "basePath", "schemes"),
)
_NEVER_KEPT = ("consumes", "produces")
_METHODS = tuple(field for field, kind in STRUCTURE["PathItem2"].items() if kind == "Operation2")

Node = Mapping[str, Any]


def upgraded(tree: dict[str, Any], annexes: Mapping[str, str]) -> dict[str, Any]:
    """The tree as one of OpenAPI 3.0.3, whose schemas are changed in place.

    `annexes` are the schemas that only references know, by pointer.
    """
    made = _Upgrade(tree).document()
    _upgrade_schemas(made, annexes)
    return made


class _Upgrade:
    def __init__(self, tree: dict[str, Any]) -> None:
        self._tree = tree
        self._consumes = tree.get("consumes") or _JSON
        self._produces = tree.get("produces") or _JSON

    def document(self) -> dict[str, Any]:
        """The whole."""
        tree = self._tree
        kept = {key: value for key, value in tree.items() if key not in (*_MOVED, *_NEVER_KEPT, "paths")}
        schemes = (tree.get("securityDefinitions") or {}).items()
        return {
            "openapi": "3.0.3",
            **kept,
            "servers": self._servers(),
            "paths": {
                path: self._path_item(item) if not path.startswith("x-") else item
                for path, item in (tree.get("paths") or {}).items()
            },
            "components": {
                "schemas": tree.get("definitions") or {},
                "securitySchemes": {name: security_scheme(self._resolved(node)) for name, node in schemes},
            },
        }

    def _servers(self) -> list[dict[str, str]]:
        host, path = self._tree.get("host"), str(self._tree.get("basePath") or "")
        if not isinstance(host, str) or not host:
            return [{"url": path or "/"}]
        return [{"url": f"{scheme}://{host}{path}"} for scheme in self._tree.get("schemes") or ["https"]]

    def _resolved(self, node: Any) -> Any:
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            node = at(self._tree, plain_tokens(unquote(node["$ref"][1:])))
        return node if isinstance(node, dict) else {}

    def _path_item(self, item: Any) -> dict[str, Any]:
        item = self._resolved(item)
        shared = [self._resolved(each) for each in item.get("parameters") or ()]
        made = {key: value for key, value in item.items() if key not in ("parameters", *_METHODS)}
        for method in _METHODS:
            if method in item:
                made[method] = self._operation(item[method], shared)
        return made

    def _operation(self, node: Node, shared: Iterable[Node]) -> dict[str, Any]:
        own = [self._resolved(each) for each in node.get("parameters") or ()]
        # An operation's own parameter replaces that of its path (Swagger 2.0, Operation Object).
        usable = [each for each in (*shared, *own) if "in" in each and fits(each, "Parameter2")]
        found = {(each["in"], each["name"]): each for each in usable}
        parameters = list(found.values())
        consumes = node.get("consumes") or self._consumes
        produces = node.get("produces") or self._produces
        made = {
            key: value
            for key, value in node.items()
            if key not in (*_NEVER_KEPT, "parameters", "responses", "schemes")
        }
        of_the_body = ("body", "formData")
        made["parameters"] = [parameter_of(each) for each in parameters if each["in"] not in of_the_body]
        body = body_of(parameters, consumes)
        if body is not None:
            made["requestBody"] = body
        made["responses"] = {
            status: self._response(each, produces) if not status.startswith("x-") else each
            for status, each in (node.get("responses") or {}).items()
        }
        return made

    def _response(self, node: Any, produces: list[Any]) -> dict[str, Any]:
        node = self._resolved(node)
        made = {key: value for key, value in node.items() if key not in ("schema", "headers", "examples")}
        made.setdefault("description", "")
        if node.get("headers"):
            made["headers"] = {name: _header(self._resolved(each)) for name, each in node["headers"].items()}
        examples = node.get("examples") or {}
        described = {"schema": node["schema"]} if "schema" in node else {}
        if described or examples:
            made["content"] = {
                name: {**described, "example": examples[name]} if name in examples else dict(described)
                for name in dict.fromkeys([*map(str, produces), *examples])
            }
        return made


def _header(node: Node) -> dict[str, Any]:
    made = {key: value for key, value in node.items() if key == "description" or key.startswith("x-")}
    return {**made, "schema": schema_of(node)}


def _upgrade_schemas(tree: dict[str, Any], annexes: Mapping[str, str]) -> None:
    """Put all schemas, those of other files too, into the words of 3.0, in place."""
    foreign = [(at(tree, plain_tokens(pointer)), kind) for pointer, kind in annexes.items()]
    for node, kind in [(tree, "OpenAPI"), *foreign]:
        for schema in _schemas(node, kind):
            _upgrade_schema(schema)


def _schemas(node: Any, kind: str) -> Iterator[dict[str, Any]]:
    for _, inner, schema in walk(node, kind):
        if inner == "Schema" and isinstance(schema, dict):
            yield schema
        elif inner == "Schema" and isinstance(schema, list):  # `items`, as JSON Schema had them until 2019
            for each in schema:
                yield from _schemas(each, "Schema")


def _upgrade_schema(schema: dict[str, Any]) -> None:
    reference = schema.get("$ref")
    if isinstance(reference, str) and unquote(reference).startswith("#/definitions/"):
        schema["$ref"] = fragment("/components/schemas" + unquote(reference).removeprefix("#/definitions"))
    if schema.get("type") == "file":
        schema.update(type="string", format="binary")
    if schema.pop("x-nullable", None) is True:
        schema["nullable"] = True
