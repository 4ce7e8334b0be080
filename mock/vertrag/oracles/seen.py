"""One exchange as the laws see it: the operation, what was asked, and what came, decoded."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

import orjson

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.positions import NOWHERE, Place, value_at, with_value
from vertrag.contract.operations import Contract, Operation, Reading
from vertrag.exchange import Request, Response
from vertrag.serialization import to_json


@dataclass(frozen=True, slots=True)
class Seen:
    """An exchange whose request the document knows; `body` is NOWHERE where the answer has no JSON.

    `values` are the path's, raw, by the names of their variables.
    """

    operation: Operation
    request: Request
    response: Response
    reading: Reading
    values: Mapping[str, str]
    body: Any

    @property
    def succeeded(self) -> bool:
        """Whether a request that keeps the contract was answered with a success."""
        return self.response.status < 300 and not self.reading.violations

    def may_hold(self, place: Place, value: Any) -> bool:
        """Whether the document lets the answer hold a value: who may not show it has to choose another."""
        return self._may_be(with_value(self.body, place, value))

    def may_lack(self, place: Place) -> bool:
        """Whether the document lets the answer come without a member: who has to show it cannot drop it."""
        above = value_at(self.body, place[:-1])
        if not isinstance(above, dict):
            return True
        rest = {name: value for name, value in above.items() if name != place[-1]}
        return self._may_be(with_value(self.body, place[:-1], rest))

    def _may_be(self, body: Any) -> bool:
        told = replace(self.response, body=to_json(body))
        return len(self.operation.judge(told)) <= len(self.operation.judge(self.response))

    def is_in_path(self, name: str, value: Any) -> bool:
        """Whether the path says of a member of this name that it is this value."""
        known = ((joined(each), unquote(text)) for each, text in self.values.items())
        return isinstance(value, str | int) and (joined(name), str(value)) in known

    def header(self, name: str) -> str | None:
        """A header of the answer, by its lower-case name."""
        return next((text for key, text in self.response.headers if key == name), None)


def seen(contract: Contract, request: Request, response: Response) -> Seen | None:
    """The exchange, decoded; None where the document has no such operation."""
    found = contract.find(request.method, request.path, lambda: request)
    if found is None:
        return None
    operation, values = found
    reading = operation.read(request, values)
    return Seen(operation, request, response, reading, values, _json(response))


def _json(response: Response) -> Any:
    content_type = next((text for name, text in response.headers if name == "content-type"), "")
    if content_type and not is_json(essence_of(content_type)):
        return NOWHERE  # what has no type may be looked at (RFC 9110 §8.3)
    try:
        return orjson.loads(response.body)
    except orjson.JSONDecodeError:
        return NOWHERE
