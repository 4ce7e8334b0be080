"""What our compiled judge finds wrong with the answers that walks get, in the words of the engine's checks.

1. The engine judges what it sent itself. What walks sent is judged here, and told by the same codes and
   keys, so that one breach is one finding whoever met it.
2. A server error is no answer: nothing else is said of it.
"""

from collections.abc import Iterator

from vertrag.contract.operations import Operation
from vertrag.contract.violations import Violation
from vertrag.exchange import Response
from vertrag.fuzz.judging.expectations import status_line
from vertrag.fuzz.observations import Attempt, Complaint

CRASHED = "ST101"

Words = tuple[str, str, str, str, str]
"""The code, the name of the check, the title, the key, and what was expected."""

_HIGH, _MEDIUM = 1, 2
_CODING = "content-encoding"  # for the way alone: who decodes takes it off
_JSON_FAILED = "JSON deserialization error"


def complaints(operation: Operation, attempt: Attempt) -> Iterator[Complaint]:
    """What is wrong with the answer by itself, each as the engine would say it."""
    response = attempt.response
    if response is None:
        return
    if response.status >= 500:
        expected = "any request is answered without a server error"
        status = str(response.status)
        words = (CRASHED, "not_a_server_error", "Server error", status, expected)
        yield _complaint(attempt, words, status_line(response.status), severity=0)
        return
    broken = operation.judge(response, to_head=attempt.sent.method == "HEAD")
    missing = [each for each in broken if each.location == "header" and each.rule == "required"]
    missing = [each for each in missing if each.name.lower() != _CODING]
    if missing:
        names = [each.name for each in missing]
        expected = f"response headers {', '.join(names)}"
        title = "Missing required response headers"
        words = ("ST107", "response_headers_conformance", title, ",".join(names), expected)
        yield _complaint(attempt, words, "an answer without them")
    for violation in broken:
        is_told_by_law = violation.rule == "empty" or (
            violation.location == "status" and 300 <= response.status < 400 and response.status != 304
        )
        is_told_by_law = is_told_by_law or (violation.location, violation.name.lower()) == ("header", _CODING)
        if violation not in missing and not is_told_by_law:
            yield _told(operation, attempt, response, violation)


def _told(operation: Operation, attempt: Attempt, response: Response, violation: Violation) -> Complaint:
    match violation.location:
        case "status":
            expected = f"a documented status: {', '.join(operation.responses)}"
            status = str(response.status)
            words = ("ST103", "status_code_conformance", "Undocumented status code", status, expected)
            return _complaint(attempt, words, status_line(response.status))
        case "media type":
            return _of_another_kind(operation, attempt, response)
    if violation.rule == "malformed":
        check, expected = "response_schema_conformance", "a body that is what its Content-Type says"
        words = ("ST109", check, _JSON_FAILED, _JSON_FAILED, expected)
        return _complaint(attempt, words, violation.message)
    check = f"response_{'headers' if violation.location == 'header' else 'schema'}_conformance"
    expected = f"at {violation.pointer or violation.name or '/'} {violation.rule} as the document has it"
    words = ("ST108", check, "Response violates schema", violation.schema, expected)
    return _complaint(attempt, words, violation.message, severity=_HIGH, place=violation.pointer)


def _of_another_kind(operation: Operation, attempt: Attempt, response: Response) -> Complaint:
    declared = operation.declared(response.status)
    names = ", ".join(each.name for each in declared.body.media_types) if declared else "none"
    content_type = next((text for name, text in response.headers if name == "content-type"), "")
    check = "content_type_conformance"
    if not content_type:
        words = ("ST104", check, "Missing Content-Type header", "", f"a Content-Type: {names}")
        return _complaint(attempt, words, "no Content-Type header")
    if "/" not in content_type:
        words = ("ST106", check, "Malformed media type", "", "a well-formed Content-Type")
        return _complaint(attempt, words, content_type)
    words = ("ST105", check, "Undocumented Content-Type", "", f"a documented media type: {names}")
    return _complaint(attempt, words, content_type)


def _complaint(
    attempt: Attempt, words: Words, actual: str, severity: int = _MEDIUM, place: str | None = None
) -> Complaint:
    code, rule, title, key, expected = words
    return Complaint(
        rule=rule,
        code=code,
        title=title,
        severity=severity,
        operation=attempt.operation,
        key=key,
        expected=expected,
        actual=actual,
        sent=attempt.sent,
        response=attempt.response,
        place=place,
    )
