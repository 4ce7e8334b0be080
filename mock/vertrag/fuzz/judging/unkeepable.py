"""Whether any body could be what the document asks for: nobody is blamed for what nobody can do."""

from collections.abc import Mapping
from typing import Any

from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Operation
from vertrag.invent.values import Impossible, Undecided, invent


def has_possible_body(document: Document, operation: Operation, status: int) -> bool:
    """Whether one of the bodies that are declared for a status exists, or none is declared."""
    declared = operation.declared(status)
    if declared is None or not declared.body.media_types:
        return True
    described = document.resolve(operation.node["responses"][declared.status])
    nodes = (document.resolve(described["content"][each.name]) for each in declared.body.media_types)
    return any(_is_possible(document, node.get("schema")) for node in nodes if isinstance(node, Mapping))


def _is_possible(document: Document, schema: Any) -> bool:
    try:
        invent(document, schema)
    except Undecided:
        return True  # for all that is known
    except Impossible:
        return False
    return True
