"""Keeps files: what was put at a path is read there, byte by byte, until it is deleted or another is put.

Law: a file answers only in a media type that the document has for the read, and only where it satisfies that.
Texts come back in UTF-8, whatever they were sent in.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from vertrag.contract.content.media import essence_of, family_of
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.operations import Operation
from vertrag.errors import Refused
from vertrag.exchange import GONE, Call, Reply
from vertrag.serve.composing.negotiation import negotiated
from vertrag.serve.resources.addresses import Pattern
from vertrag.serve.resources.conditions import Conditions
from vertrag.serve.resources.descent import written_above
from vertrag.serve.resources.performance import Performer
from vertrag.serve.resources.views import View

_KIND = "file"
_RAW = frozenset({"application/octet-stream", "text/plain"})  # families whose values are no structures
_VARIABLE = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Filing:
    """One operation on the files at its path.

    `read` is the operation that gives them; `above` are the rows that they hang on; `performer` does what
    else the operation does, None where that is nothing.
    """

    view: View
    read: Operation
    base: str
    above: tuple[Pattern, ...]
    performer: Performer | None
    reader: None = None  # a file is not what the write answers

    def reply(self, call: Call, accept: str, conditions: Conditions) -> Reply | None:
        """What a file answers; None where the document, or the resource, says it. Raises `Refused`."""
        written_above(self.above, call)  # refused where a row that it hangs on was deleted
        operation, place = self.view.deed.operation, self._place(call.arguments)
        stored = call.state.get(_KIND, place)
        if stored is GONE and operation.method in ("GET", "DELETE"):
            raise Refused(404, f"There is no file at {place}.")
        if operation.method == "GET":
            return self._shown(stored, accept) if stored is not None else None
        if operation.method == "DELETE":
            call.state.delete(_KIND, place)
            return self.performer.reply(call, accept, conditions) if self.performer else None
        kept = _kept(call)
        if kept is not None:
            call.state.put(_KIND, place, kept)
        return None

    def _place(self, arguments: Mapping[str, Any]) -> str:
        path = _VARIABLE.sub(lambda found: quote(str(arguments.get(found[1], "")), safe=""), self.read.path)
        return self.base + path

    def _shown(self, stored: Mapping[str, str], accept: str) -> Reply | None:
        media_type, content = stored["type"], b64decode(stored["content"])
        promised = success_of(self.read)
        declared = promised.body.media_type(media_type) if promised is not None else None
        if declared is None or declared.read(content, media_type)[1]:
            return None
        if accept and negotiated(accept, [media_type]) is None:
            return None
        return Reply(content, self.view.status, self.view.headers((("content-type", media_type),)))


def _kept(call: Call) -> dict[str, str] | None:
    """What is kept of what was sent; None for what is no file, or was read as something else than a text."""
    essence = essence_of(call.media_type)
    if not isinstance(call.body, str) or not essence or family_of(essence) not in _RAW:
        return None
    is_text = essence.startswith("text/")
    content = call.body.encode("utf-8" if is_text else "latin-1", "replace")
    media_type = f"{essence}; charset=utf-8" if is_text else call.media_type
    return {"type": media_type, "content": b64encode(content).decode()}


def filed_by(operation: Operation, operations: Sequence[Operation]) -> Operation | None:
    """The operation that reads the files which this one reads, puts or deletes; None where there are none."""
    here = {each.method: each for each in operations if each.path == operation.path}
    read, puts = here.get("GET"), [each for each in (here.get("PUT"), here.get("POST")) if each is not None]
    if read is None or not any(set(_families(put)) & _RAW for put in puts):
        return None
    promised = success_of(read)
    given = {family_of(essence_of(each.name)) for each in promised.body.media_types} if promised else set()
    return read if given and given <= _RAW else None


def _families(put: Operation) -> Iterator[str]:
    for each in put.body.media_types if put.body else ():
        yield family_of(essence_of(each.name))
