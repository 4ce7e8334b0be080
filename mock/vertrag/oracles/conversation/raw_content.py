"""Content that is no JSON: files of the media types that an operation takes, small and in their form."""

from collections.abc import Iterator
from dataclasses import dataclass

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.operations import Operation

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_FORMS = {"image/png": _PNG, "application/pdf": _PDF, "application/octet-stream": bytes(range(256))}
_TEXTS = {"text/plain": b"vertrag\n", "text/csv": b"name,value\nvertrag,1\n"}


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes of a media type; `is_kept` says whether nobody has a reason to keep others."""

    media_type: str
    content: bytes
    is_kept: bool = False

    def another(self) -> "Raw":
        """A file of the same form with other bytes."""
        return Raw(self.media_type, self.content + b"%\n", self.is_kept) if self.is_kept else self


def raw_contents(operation: Operation) -> Iterator[Raw]:
    """A file of each media type that an operation declares and that has no members."""
    for each in operation.body.media_types if operation.body else ():
        name = essence_of(each.name)
        if is_json(name):
            return
        content = _FORMS.get(name) or _TEXTS.get(name)
        if content is not None:
            yield Raw(name, content, name in _FORMS and not name.startswith("image/"))
