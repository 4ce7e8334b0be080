"""Why this answer: a fixed ladder, and the first rung that serves wins.

handler (the vendors' or the user's own) → example that validates → invented from the schema
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vertrag import problems
from vertrag.contract.bodies import MediaType
from vertrag.contract.document import Document
from vertrag.contract.operations import DeclaredResponse, Operation
from vertrag.errors import Refused
from vertrag.exchange import Call, Handler, Reply
from vertrag.invent.values import Impossible, invent
from vertrag.problems import Problem
from vertrag.serve.mounts import Mount
from vertrag.serve.refusals import Refusal, from_refused


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, and the rung of the ladder that it comes from."""

    reply: Reply
    why: str


def answer(mount: Mount, operation: Operation, call: Call) -> Answer:
    """The first answer that the ladder offers; `Refusal` where a handler refuses or nothing serves."""
    handler = mount.handlers.get(operation.key)
    if handler is not None:
        return answer_from_handler(mount, handler, call)
    return answer_from_document(mount, operation, call)


def answer_from_handler(mount: Mount, handler: Handler, call: Call) -> Answer:
    """What the handler replies."""
    try:
        return Answer(handler(call), "handler")
    except Refused as refused:
        raise from_refused(refused, mount) from None


def answer_from_document(mount: Mount, operation: Operation, call: Call) -> Answer:
    """An example of the first success response that validates, else a value invented from its schema."""
    status, declared = _success(operation)
    if declared is None or not declared.body.media_types:
        return Answer(Reply(None, status), "no body declared")
    media_type = declared.body.media_types[0]
    node = _media_type_node(mount.contract.document, operation, declared, media_type)
    headers = (("content-type", media_type.name),)
    for value in _examples(mount.contract.document, node):
        if not any(media_type.judge(value)):
            return Answer(Reply(value, status, headers), "example")
    try:
        value = invent(mount.contract.document, node.get("schema"), call.arguments)
    except Impossible as error:
        raise _nothing_to_say(mount, operation, str(error)) from None
    if any(media_type.judge(value)):
        raise _nothing_to_say(mount, operation, "what was invented from the schema does not satisfy it")
    return Answer(Reply(value, status, headers), "invented")


def _success(operation: Operation) -> tuple[int, DeclaredResponse | None]:
    """The lowest declared success; `default` stands for 200; nothing declared is an empty 204."""
    for status in sorted(operation.responses):
        if status.startswith("2"):
            return (200 if status == "2XX" else int(status)), operation.responses[status]
    if "default" in operation.responses:
        return 200, operation.responses["default"]
    return 204, None


def _media_type_node(
    document: Document, operation: Operation, declared: DeclaredResponse, media_type: MediaType
) -> Mapping[str, Any]:
    responses = operation.node["responses"]
    described = document.resolve(responses.get(declared.status) or responses[declared.status.lower()])
    return dict(document.resolve(described["content"][media_type.name]) or {})


def _examples(document: Document, node: Mapping[str, Any]) -> Iterator[Any]:
    if "example" in node:
        yield node["example"]
    for example in (node.get("examples") or {}).values():
        resolved = document.resolve(example)
        if isinstance(resolved, Mapping) and "value" in resolved:
            yield resolved["value"]
    schema = document.resolve(node.get("schema"))
    if isinstance(schema, Mapping):
        if "example" in schema:
            yield schema["example"]
        yield from schema.get("examples") or ()


def _nothing_to_say(mount: Mount, operation: Operation, reason: str) -> Refusal:
    detail = f"{operation.label} has no handler and no valid example, and {reason}."
    return Refusal(Problem(problems.NO_ANSWER, detail, 501), mount)
