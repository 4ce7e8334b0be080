"""Answers a declared HEAD as the read or the list at its path would answer (RFC 9110 §9.3.2)."""

from dataclasses import dataclass, replace

from vertrag.contract.operations import EMPTY, Operation
from vertrag.exchange import Call, Reply
from vertrag.serve.resources.conditions import UNCONDITIONAL, Conditions
from vertrag.serve.resources.performance import Performer
from vertrag.serve.resources.views import View


@dataclass(frozen=True, slots=True)
class Heading:
    """Performs what GET does, and says of it what the document declares for HEAD."""

    performer: Performer
    view: View
    reader: None = None  # it writes nothing, so nothing reads it back

    def reply(self, call: Call, accept: str, conditions: Conditions) -> Reply | None:
        """What GET replies, with the status and the headers of HEAD. Raises `Refused`.

        The body stays: the server leaves it out, and Content-Length says how long it is.
        """
        may_be_unchanged = "304" in self.view.deed.operation.responses
        reply = self.performer.reply(call, accept, conditions if may_be_unchanged else UNCONDITIONAL)
        if reply is None or reply.status in EMPTY:
            return reply
        status, headers = self.view.status, self.view.headers(reply.headers)
        if status in EMPTY:
            return Reply(None, status, tuple(each for each in headers if each[0] != "content-type"))
        return replace(reply, status=status, headers=headers)


def shown_by(operation: Operation, operations: tuple[Operation, ...]) -> Operation | None:
    """The GET that a HEAD is about; None for any other operation, and where its path has none."""
    if operation.method != "HEAD":
        return None
    return next((each for each in operations if each.method == "GET" and each.path == operation.path), None)
