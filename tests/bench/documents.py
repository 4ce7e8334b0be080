"""Writes the documents that are served for measuring: an example many times over, a large one, a resource."""

import json
from pathlib import Path
from typing import Any

_ENTRY = {
    "id": 1,
    "type": "reply",
    "at": "2026-03-02T09:30:00Z",
    "author": "Erika Mustermann",
    "text": "Guten Tag, mein Abschlag scheint mir zu hoch. Bitte prüfen Sie ihn. Vielen Dank!",
    "channel": "email",
}
_ENTRY_SCHEMA = {
    "type": "object",
    "required": ["id", "type", "at", "text"],
    "properties": {
        "id": {"type": "integer"},
        "type": {"type": "string", "enum": ["reply", "note"]},
        "at": {"type": "string", "format": "date-time"},
        "author": {"type": "string", "minLength": 1},
        "text": {"type": "string", "maxLength": 10000},
        "channel": {"type": "string", "enum": ["email", "phone", "chat"]},
    },
}
_HISTORY_SCHEMA = {
    "type": "object",
    "required": ["ticketId", "entries"],
    "properties": {
        "ticketId": {"type": "integer"},
        "entries": {"type": "array", "items": {"$ref": "#/components/schemas/Entry"}},
    },
}
_PARAMETERS = [
    {"name": "ticketId", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}},
    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}},
]


def last_path(operations: int) -> str:
    """A request path of the last operation of either document."""
    return f"/part{operations - 1}/376189/history"


def write_static(folder: Path, operations: int) -> Path:
    """A document of operations that answer the same example of six entries."""
    paths = {f"/part{n}/{{ticketId}}/history": {"get": _operation(n, "History")} for n in range(operations)}
    return _write(folder / f"static-{operations}.json", paths, {})


def write_large(folder: Path, operations: int, size: int) -> Path:
    """A document of so many operations, each with schemas of its own, and of `size` bytes at least."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {}
    # Real documents of this size are for the most part descriptions and examples; a third is schemas.
    third = size * 10 // operations // 28
    for n in range(operations):
        paths[f"/part{n}/{{ticketId}}/history"] = {
            "get": {**_operation(n, f"History{n}"), "description": "Says what happened. " * (third // 20)}
        }
        members = {f"member{m}": _member(n, m) for m in range(third // 90)}
        schemas[f"Part{n}"] = {
            "type": "object",
            "description": "A part. " * (third // 20),
            "properties": members,
        }
        schemas[f"History{n}"] = {
            "allOf": [{"$ref": "#/components/schemas/History"}, {"$ref": f"#/components/schemas/Part{n}"}]
        }
    return _write(folder / "large.json", paths, schemas)


def write_resource(folder: Path) -> Path:
    """A document of one resource, whose rows can be replaced and read."""
    row = {"description": "The entry", "content": {"application/json": {"schema": _ref("Entry")}}}
    entry_id = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    put = {"operationId": "put", "requestBody": {"content": row["content"]}, "responses": {"200": row}}
    get = {"operationId": "get", "responses": {"200": row}}
    item = {"parameters": [entry_id], "get": get, "put": put}
    return _write(folder / "resource.json", {"/entries/{id}": item}, {})


def resource_requests(port: int) -> tuple[bytes, bytes]:
    """A request that replaces a row of the resource, and one that reads it."""
    body = json.dumps(_ENTRY, ensure_ascii=False).encode()
    host = f"Host: 127.0.0.1:{port}\r\n"
    fields = f"{host}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    put = f"PUT /entries/1 HTTP/1.1\r\n{fields}".encode() + body
    return put, f"GET /entries/1 HTTP/1.1\r\n{host}\r\n".encode()


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _member(operation: int, number: int) -> dict[str, Any]:
    if number % 7 == 6:
        return {"$ref": f"#/components/schemas/Part{max(operation - 1, 0)}"}
    kind = ("string", "integer", "boolean")[number % 3]
    return {"type": kind, "nullable": number % 2 == 0, "description": f"What the member {number} says."}


def _operation(number: int, schema: str) -> dict[str, Any]:
    example = {"ticketId": 376189, "entries": [{**_ENTRY, "id": n} for n in range(1, 7)]}
    content = {"schema": {"$ref": f"#/components/schemas/{schema}"}, "example": example}
    ok = {"description": "The history", "content": {"application/json": content}}
    return {"operationId": f"history{number}", "parameters": _PARAMETERS, "responses": {"200": ok}}


def _write(path: Path, paths: dict[str, Any], schemas: dict[str, Any]) -> Path:
    known = {"Entry": _ENTRY_SCHEMA, "History": _HISTORY_SCHEMA, **schemas}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Measured", "version": "1"},
        "paths": paths,
        "components": {"schemas": known},
    }
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path
