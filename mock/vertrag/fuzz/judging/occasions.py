"""Error answers that a server owes only to requests that give occasion to them.

Who is answered so without it meets a fault of the implementation, and no status that a document forgot.
"""

from vertrag.contract.content.media import essence_of, matches
from vertrag.contract.operations import Operation
from vertrag.exchange import Request

_NOT_ACCEPTABLE, _EXPECTATION = 406, 417
_UNMET = 412
CONDITIONS = frozenset({"if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range"})


def lacks_occasion(status: int, request: Request, operation: Operation) -> bool:
    """Whether a status answers a header that was not sent (RFC 9110 §15.5.7, §15.5.13, §15.5.18)."""
    names = {name for name, _ in request.headers}
    if status == _NOT_ACCEPTABLE:
        return not wishes_for_another(request, operation)
    if status == _UNMET:
        return names.isdisjoint(CONDITIONS)
    return status == _EXPECTATION and "expect" not in names


def is_undivided(request: Request) -> bool:
    """Whether a request says that it has parts, and not what divides them: it may be refused anywhere."""
    content_type = next((text for name, text in request.headers if name == "content-type"), "")
    return essence_of(content_type).startswith("multipart/") and "boundary=" not in content_type.lower()


def wishes_for_another(request: Request, operation: Operation) -> bool:
    """Whether an answer is wished for in media types of which no response has one."""
    accept = ",".join(text for name, text in request.headers if name == "accept")
    declared = [each for response in operation.responses.values() for each in response.body.media_types]
    offered = [essence_of(each.name) for each in declared]
    asked = [essence_of(each) for each in accept.split(",") if each]
    takes_all = "*/*" in asked  # whatever there is, be it declared or not (RFC 9110 §12.5.1)
    return (
        bool(asked) and not takes_all and not any(matches(each, name) for each in asked for name in offered)
    )
