"""The operation that, asked next, answers just what a write has answered.

Law: it is one only where nothing but the row decides both answers: the document says the same of them, the
row is the whole body, and there is nothing else to ask for.
"""

from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.resources import Resource
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Operation


def reader_after(document: Document, resource: Resource, written: Deed) -> Operation | None:
    """The operation that reads the row just as a deed shows what it wrote; None where there is none."""
    read = resource.deed("read")
    if read is None or written.kind not in ("replace", "patch"):
        return None
    shows_the_same = (
        read.row == written.row == ()
        and (read.key, read.schema) == (written.key, written.schema)
        and _promise(document, read.operation) == _promise(document, written.operation)
        and _promise(document, read.operation) is not None
    )
    is_asked_the_same = (
        read.operation.path == written.operation.path
        and read.operation.parameters.keys() <= {"path"}
        and _path(read.operation) == _path(written.operation)
        and bool(read.operation.security) == bool(written.operation.security)
    )
    return read.operation if shows_the_same and is_asked_the_same else None


def _promise(document: Document, operation: Operation) -> Any:
    """What the document says of the success; None where it wants headers, which are invented."""
    response = success_of(operation)
    if response is None or response.headers:
        return None
    node = document.resolve(operation.node["responses"][response.status])
    return response.status, node.get("content")


def _path(operation: Operation) -> list[tuple[Any, ...]]:
    parameters = operation.parameters.get("path", ())
    return [(each.name, each.style, each.explode, each.schema) for each in parameters]
