"""The shipped documents, and a strict reading of their schemas."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT4

from vertrag.shipped import folder

NAMES = ("enneo-mind", "socialboards-tickets", "zoho-desk")
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
Document = dict[str, Any]
Operation = tuple[str, str, dict[str, Any]]


@pytest.fixture(params=NAMES, scope="session")
def document(request: pytest.FixtureRequest) -> Document:
    text = (folder("specs") / f"{request.param}.yaml").read_text(encoding="utf-8")
    parsed: Document = yaml.safe_load(text)
    return parsed


@pytest.fixture(scope="session")
def documents() -> dict[str, Document]:
    specs = folder("specs")
    return {name: yaml.safe_load((specs / f"{name}.yaml").read_text(encoding="utf-8")) for name in NAMES}


@pytest.fixture(scope="session")
def operations(document: Document) -> list[Operation]:
    return [
        (method, path, item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


@pytest.fixture(scope="session")
def walk() -> Callable[[Any], Iterator[dict[str, Any]]]:
    def mappings(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            yield node
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            yield from mappings(child)

    return mappings


@pytest.fixture(scope="session")
def resolve(document: Document) -> Callable[[Any], Any]:
    def target(node: Any) -> Any:
        while isinstance(node, dict) and "$ref" in node:
            found: Any = document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            node = found
        return node

    return target


@pytest.fixture(scope="session")
def faults(document: Document) -> Callable[[Any, Any], list[str]]:
    registry: Registry[Any] = Registry().with_resource("urn:document", DRAFT4.create_resource(document))

    def messages(schema: Any, value: Any) -> list[str]:
        # A reference inside a schema is meant within the document, wherever the schema was taken from.
        rooted = {"$ref": f"urn:document{schema['$ref']}"} if "$ref" in schema else _rooted(schema)
        judge = OAS30Validator(rooted, registry=registry, format_checker=oas30_format_checker)
        return [f"{error.json_path}: {error.message}" for error in judge.iter_errors(value)]

    return messages


def _rooted(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: f"urn:document{child}"
            if key == "$ref" and isinstance(child, str) and child.startswith("#")
            else _rooted(child)
            for key, child in node.items()
        }
    return [_rooted(child) for child in node] if isinstance(node, list) else node
