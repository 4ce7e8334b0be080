"""The verdict on one exchange: which rules of the contract the request and the response break."""

from dataclasses import dataclass

from vertrag.contract.operations import Contract, Operation
from vertrag.contract.violations import Violation
from vertrag.exchange import Request, Response


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong on either side; `operation` is None where the document knows no such operation."""

    operation: Operation | None
    request: tuple[Violation, ...] = ()
    response: tuple[Violation, ...] = ()


def judge(contract: Contract, request: Request, response: Response | None = None) -> Verdict:
    """Judge a request, and the response to it where there is one.

    HEAD is judged by the operation of GET where the document has none of its own.
    """
    found = contract.find(request.method, request.path, lambda: request)
    if found is None and request.method == "HEAD":
        found = contract.find("GET", request.path, lambda: request)
    if found is None:
        message = f"the document has no {request.method} {request.path}"
        return Verdict(None, (Violation("method", "paths", message, value=request.method),))
    operation, path_values = found
    wrong = operation.judge(response, to_head=request.method == "HEAD") if response is not None else []
    return Verdict(operation, tuple(operation.read(request, path_values).violations), tuple(wrong))
