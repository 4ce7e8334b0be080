"""The entity tags of the rows of one resource, in the form that the document gives them.

A document may say more of its ETag than HTTP does, `^"[0-9a-f]{12}"$`: then the tag is a number in quotes, or
a text of that form, drawn by what the row holds, so that it is another one after every change all the same.
"""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.loading.document import Document
from vertrag.contract.reading.parameters import Parameter
from vertrag.invent.values import Impossible, invent
from vertrag.serialization import to_json

HEADER = "etag"


class RowTags:
    """Makes the tags of rows; `deeds` are those of their resource."""

    def __init__(self, document: Document, deeds: Iterable[Deed]) -> None:
        self._document = document
        self._demanding = next((each for each in _declared(deeds) if not _takes(each, _plain({}))), None)

    def of(self, row: Any) -> str:
        """The entity tag of a row: another one after every change."""
        plain = _plain(row)
        return plain if self._demanding is None else self._shaped(self._demanding, plain)

    def _shaped(self, header: Parameter, plain: str) -> str:
        if _takes(header, number := f'"{int(plain[1:-1], 16)}"'):
            return number
        try:
            text = invent(self._document, header.schema, label=HEADER, seed=int(plain[1:-1], 16))
        except Impossible:
            return plain
        fits = isinstance(text, str) and text.isascii() and text.isprintable() and _takes(header, text)
        return text if fits else plain


def _plain(row: Any) -> str:
    return f'"{blake2b(to_json(row), digest_size=8).hexdigest()}"'


def _declared(deeds: Iterable[Deed]) -> Iterable[Parameter]:
    answers = (success_of(deed.operation, creates=deed.kind == "create") for deed in deeds)
    return (header for answer in answers if answer for header in answer.headers if header.sent_as == HEADER)


def _takes(header: Parameter, text: str) -> bool:
    return not any(True for _ in header.read_into({}, {HEADER: [text]}))
