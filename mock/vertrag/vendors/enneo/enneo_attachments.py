"""Files as enneo shows them, and the files themselves."""

from mimetypes import guess_type
from pathlib import PurePath
from typing import Any

from vertrag.errors import Refused
from vertrag.exchange import Call, Reply
from vertrag.world.helpdesk.enclosures import form_of
from vertrag.world.helpdesk.service import Attachment, Message

_FOREIGN = "foreign"
_UNKNOWN = "application/octet-stream"
_CONFIDENCE = 0.93  # of the reading
_BASE = "/api/mind"  # where the document is served


def get_attachment(call: Call) -> Reply:
    """A file that the world made; those of other servers lie there."""
    asked = call.arguments["attachmentId"]
    content: bytes | None = call.world.file(int(asked))
    if content is None:
        raise Refused(404, f"There is no attachment {asked}.")
    kind = "image/jpeg" if content.startswith(b"\xff\xd8") else "application/pdf"
    return Reply(content, headers=(("content-type", kind),))


def shown_attachments(message: Message, reading: int | None) -> list[dict[str, Any]]:
    """The files of a message; `reading` is what a picture of a meter shows."""
    return [_shown(file, reading) for file in message.attachments]


def address_of(file: Attachment) -> str:
    """Where a file can be had: on this server, or where somebody else keeps it."""
    return file.url or f"{_BASE}/attachment/{file.id}"


def _shown(file: Attachment, reading: int | None) -> dict[str, Any]:
    foreign = file.kind == _FOREIGN
    form = None if foreign else form_of(file.kind)
    read = file.kind == "meter" and reading is not None
    ending = PurePath(file.name).suffix.removeprefix(".").lower()
    return {
        "id": str(file.id),
        "url": address_of(file),
        "name": file.name,
        "size": form.size if form else 0,
        "width": form.width if form else None,
        "height": form.height if form else None,
        "inline": False,
        "fileEnding": ending,
        "contentType": form.content_type if form else guess_type(file.name)[0] or _UNKNOWN,
        "originalUrl": file.url,
        "extractedData": None,
        "extractionStatus": "success" if read else None,
        "extractionData": {"confidence": _CONFIDENCE, "meterValue": reading} if read else None,
    }
