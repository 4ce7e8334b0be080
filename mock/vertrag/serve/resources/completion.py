"""Completes the headers of an answer with those that are declared for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vertrag.contract.loading.document import Document
from vertrag.contract.operations import DeclaredResponse
from vertrag.contract.reading.parameters import Parameter
from vertrag.exchange import Headers
from vertrag.serve.composing.declared_headers import Invent, header_lines
from vertrag.serve.resources.locations import spelled


@dataclass(frozen=True)
class DeclaredHeaders:
    """The headers that one response declares in its node."""

    document: Document
    response: DeclaredResponse
    node: Mapping[str, Any]
    invent: Invent

    def completed(self, own: Headers) -> Headers:
        """All declared headers, invented where these of our own do not say what is in them.

        One of our own that is empty stands for none.
        """
        if not self._declared:
            return own
        written = (next((each for each in _spelled(*one) if self._takes(*each)), None) for one in own)
        said = [each for each in written if each is not None]
        names = {name for name, _ in said}
        return (
            *(each for each in self._invented if each[0] not in names),
            *(each for each in said if each[1]),
        )

    def _takes(self, name: str, text: str) -> bool:
        header = self._declared.get(name)
        return header is None or not any(True for _ in header.read_into({}, {name: [text]}))

    @cached_property
    def _declared(self) -> dict[str, Parameter]:
        return {each.sent_as: each for each in self.response.headers}

    @cached_property
    def _invented(self) -> Headers:
        return tuple(header_lines(self.document, self.node, self.response, self.invent))


def _spelled(name: str, text: str) -> Iterator[tuple[str, str]]:
    yield from ((name, each) for each in (spelled(text) if name == "location" else (text,)))
