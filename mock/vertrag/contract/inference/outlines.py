"""The shapes of what an operation takes and gives, and which of its answers means that it was done."""

from collections.abc import Mapping
from typing import Any

from vertrag.contract.content.bodies import Body
from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import EMPTY, DeclaredResponse, Operation
from vertrag.contract.schema.shapes import ANYTHING, Shape, Shapes

_PROMISES = "2d3"
_UNCHANGED = "304"  # speaks of what the client has, not of what was done
_DEEPEST = 4  # `data.items`, a row in it, a member of that, and what is in there


class Outlines:
    """The shapes of one document's bodies and parameters, each schema read once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._shapes = Shapes(document, _DEEPEST)

    def sent(self, operation: Operation) -> Shape | None:
        """The shape of the body that the operation takes; None where it takes none."""
        if operation.body is None:
            return None
        described = self._document.resolve(operation.node.get("requestBody"))
        return self._of_content(described, operation.body)

    def given(self, operation: Operation, response: DeclaredResponse | None) -> Shape | None:
        """The shape of the body of a response; None where it has none."""
        if response is None:
            return None
        described = self._document.resolve(operation.node["responses"][response.status])
        return self._of_content(described, response.body)

    def schema_sent(self, operation: Operation) -> Any:
        """The schema of the JSON that the operation takes; None where it takes none."""
        if operation.body is None:
            return None
        described = self._document.resolve(operation.node.get("requestBody"))
        names = (each.name for each in operation.body.media_types if is_json(essence_of(each.name)))
        node = self._document.resolve(described["content"][name]) if (name := next(names, None)) else None
        return node.get("schema") if isinstance(node, Mapping) else None

    def is_open(self, operation: Operation, response: DeclaredResponse | None) -> bool:
        """Whether a response has a body of JSON, of which nothing is said."""
        if response is None or status_of(response) in EMPTY:
            return False
        names = (each.name for each in response.body.media_types)
        is_json_body = any(is_json(essence_of(name)) for name in names)
        return is_json_body and self.given(operation, response) == ANYTHING

    def of(self, schema: Any) -> Shape:
        """The shape of a schema."""
        return self._shapes.of(schema)

    def _of_content(self, described: Any, body: Body) -> Shape | None:
        names = [media_type.name for media_type in body.media_types]
        chosen = next((name for name in names if is_json(essence_of(name))), names[0] if names else None)
        if chosen is None:
            return None
        node = self._document.resolve(described["content"][chosen])
        return self._shapes.of(node.get("schema")) if isinstance(node, Mapping) else None


def success_of(operation: Operation, *, creates: bool = False) -> DeclaredResponse | None:
    """The response that says that it was done: 201 where something was created, else the lowest success.

    Where there is none, `default` says it, else a redirection to what came of it (RFC 9110 §15.4.4).
    """
    responses = operation.responses
    if creates and "201" in responses:
        return responses["201"]
    promises = sorted(status for status in responses if status[0] in _PROMISES and status != _UNCHANGED)
    return responses[min(promises, key=_by_promise)] if promises else None


def _by_promise(status: str) -> tuple[int, str]:
    return _PROMISES.index(status[0]), status


def status_of(response: DeclaredResponse) -> int:
    """The status that a declared response is sent with: `default` and `2XX` stand for 200."""
    return 200 if response.status == "default" else int(response.status.replace("XX", "00"))


def is_untold(response: DeclaredResponse | None) -> bool:
    """Whether a response may have a body, and the document does not say that it has one."""
    return response is not None and not response.body.media_types and status_of(response) not in EMPTY
