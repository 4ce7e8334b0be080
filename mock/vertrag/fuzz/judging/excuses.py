"""Why an answer is right although the contract alone would have another.

A calm tool knows what servers may do without a word in the document: answer conditions and repeated keys,
read an empty parameter as none, know no tokens but those of their own pages, give the very status that a path
asks for, refuse what lies in the past, look at a body before its method, and write what they like where the
document is silent.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from vertrag.contract.content.media import FORM, essence_of
from vertrag.contract.inference.naming import words_of
from vertrag.contract.inference.queries import takes_token
from vertrag.contract.operations import SAFE_METHODS, Operation
from vertrag.contract.violations import Violation
from vertrag.exchange import Request
from vertrag.fuzz.judging.occasions import wishes_for_another
from vertrag.fuzz.observations import Complaint
from vertrag.oracles.conversation.probes import OF_CLIENTS
from vertrag.oracles.echoes import KEY_HEADERS
from vertrag.serialization import from_json

_RIGHT_INPUT = frozenset({"ST202", "VF803"})
_MADE_UP = "ST202"
"""Of the two the one whose values the engine makes up; a law on valid input takes rows that are there."""
_WRONG_INPUT = frozenset({"ST201", "VF802"})
_LEFT_OUT = "ST203"
_OTHER_METHOD = "ST204"
_CREDENTIALS = frozenset({"ST401", "VF702", "VF705", "VF706"})
_BODIES = frozenset({"ST104", "ST105", "ST106", "ST108", "ST109", "ST110", "ST111"})
_STATUS = frozenset({"ST101", "ST103", "VF01", "VF109", "VF801"})
_BODILESS = frozenset({204, 205, 304})
_CONDITIONS = frozenset({"if-match", "if-none-match", "if-unmodified-since"})
_UNMET, _UNCONDITIONAL = 412, 428
_GONE, _NOT_ACCEPTABLE = 410, 406
_BAD_REQUEST = 400
_UNKNOWN = frozenset({400, 404, 410, 422})
_UNFIT = frozenset({400, 409, 422})
_NOT_NOW = frozenset({409, 422})
_LOOKED_AT = frozenset({400, 403, 411, 413, 415, 422})
_WITH_BODIES = frozenset({"POST", "PUT", "PATCH"})
_IDS = frozenset({("id",), ("ids",), ("uuid",)})
_ITS_OWN = frozenset({"id", "uuid"})  # what a body calls its row
_DEEPEST = 3  # members within members that are looked into
_OVER = re.compile("in the past|already (?:over|passed|expired)|Vergangenheit", re.IGNORECASE)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ][0-9:]{5,8})?")
_FORMS = frozenset({"type", "format", "pattern", "enum"})
"""Rules that an empty text breaks; who asks for some length asks for a text."""
_NO_PARAMETERS = frozenset({"accept", "authorization", "content-type"})
_HEADER = re.compile("`([^`]+)` (?:at|in) header")
"""How the engine says which header it spoilt or left out."""
_SHALLOW = re.compile("(?:/[^/]*(?:/[0-9]+)?)?")
_STRANGE_COOKIE = ("in cookie", "unexpected properties")
"""How the engine says that it sent a cookie that is not declared."""
_NOBODY_DESCRIBES = "no document can describe this header as a parameter (OAS 3.0 §4.7.12.2.1)"
_TRUSTING = "for any credential"
"""How a mock of ours that takes every credential ends its X-Vertrag-Why: nothing was tested there."""


def excuse(
    complaint: Complaint, request: Request, operation: Operation, violations: Sequence[Violation]
) -> str:
    """The reason, "" where there is none; `violations` are those of the request."""
    code = complaint.code
    if code in _RIGHT_INPUT:
        return _excused_reading(request, violations) or _excused_refusal(complaint, request, operation)
    if code in _WRONG_INPUT:
        return _excused_acceptance(complaint, request, operation, violations)
    if code == _LEFT_OUT and complaint.key.lower() in _NO_PARAMETERS:
        return _NOBODY_DESCRIBES
    if code == _LEFT_OUT and complaint.key.lower() in OF_CLIENTS:
        return "what sends the requests writes this header itself"
    if code == _LEFT_OUT and complaint.status == _UNCONDITIONAL:
        return "a condition that is missing is asked for with this status (RFC 6585 §3)"
    if code in _CREDENTIALS and _is_trusting(complaint):
        return "the mock was told to take any credential, and verifies them with --auth on"
    if code in _BODIES and complaint.status in _BODILESS:
        return "no answer with this status has a body"
    if code in _BODIES and complaint.status is not None and operation.declared(complaint.status) is None:
        return "the document says nothing of answers with this status"
    if code in _STATUS and _asks_for(request, complaint.status):
        return "the request asks for this status by its number"
    return ""


def excused_method(complaint: Complaint) -> str:
    """Why a method that the document lacks may be refused with another status than 405, "" where not."""
    is_heavy = complaint.sent.method in _WITH_BODIES and complaint.status in _LOOKED_AT
    if complaint.code != _OTHER_METHOD or not is_heavy:
        return ""
    return "405 should answer it (RFC 9110 §9.1), and what comes with it may be looked at first"


def _excused_acceptance(
    complaint: Complaint, request: Request, operation: Operation, violations: Sequence[Violation]
) -> str:
    """Why a request that the schemas forbid may be answered so."""
    if _is_gone(complaint, operation):
        return "it was refused: what it asks for was deleted"
    if all(words in complaint.actual for words in _STRANGE_COOKIE):
        return "a document cannot forbid cookies that it does not know"
    header = _HEADER.search(complaint.actual)
    if header is not None and header[1].lower() in _NO_PARAMETERS:
        return _NOBODY_DESCRIBES
    is_bodiless = not request.body and operation.body is not None and not operation.body.required
    if is_bodiless and violations and all(each.location == "body" for each in violations):
        return "many servers read an empty body as one that was not sent"
    if violations and all(_is_vacant(operation, each) for each in violations):
        return "many servers read an empty parameter as one that was not sent"
    return ""


def _excused_reading(request: Request, violations: Sequence[Violation]) -> str:
    """Why a request may be read as another than was meant."""
    if any(each.rule == "style" for each in violations):
        return "as it was sent, it is not in the style that the document asks for"
    if any(each.rule == "oneOf" for each in violations):
        return "it is of several alternatives, of which only one may match whatever a discriminator says"
    are_missing = bool(violations) and all(each.rule == "required" for each in violations)
    if (
        are_missing
        and _is_form(request, "multipart/")
        and all(each.location == "body" for each in violations)
    ):
        return "a form has no way to write an empty list: nothing of it was sent"
    if _is_form(request) and any(_lies_deep(each) for each in violations):
        return "how a form writes what lies within its members, no standard says (OAS 3.0 §4.7.12.4)"
    return ""


def _excused_refusal(complaint: Complaint, request: Request, operation: Operation) -> str:
    """Why a request that the schemas take may be refused."""
    names = {name for name, _ in request.headers}
    if not names.isdisjoint(KEY_HEADERS):
        return "its Idempotency-Key may have come with another request"
    if complaint.status == _UNMET and names & _CONDITIONS:
        return "it made a condition that the row did not meet"
    if complaint.status == _NOT_ACCEPTABLE and wishes_for_another(request, operation):
        return "its Accept header names nothing that is declared"
    if complaint.status in _UNKNOWN and _brings_a_token(request, operation):
        return "no earlier page gave the token that it came with"
    if _is_gone(complaint, operation):
        return "what it asks for was deleted, as 404 would say less clearly"
    return _unfit_as_it_is(complaint, request, operation)


def _unfit_as_it_is(complaint: Complaint, request: Request, operation: Operation) -> str:
    """Why a request that the schemas take may not be carried out, by what is there and by the time."""
    if complaint.status in _UNFIT and operation.body and operation.body.required and not request.body:
        return "many servers read an empty body as one that was not sent"
    if complaint.status in _NOT_NOW and _asks_for_a_step(request, operation):
        return "there is nothing in it that could be wrong: the row is not in the state for it"
    if complaint.status in _UNFIT and _is_over(complaint, request):
        return "it names a time that is over, which the server says it cannot take"
    if complaint.status in _UNFIT and _is_json_patch(request):
        return "whether a patch can be applied is for the row to say"
    if complaint.code == _MADE_UP and _is_for_the_unknown(complaint, operation) and _names_others(request):
        return "it names other rows, of which nobody says that they are there"
    return ""


def _is_form(request: Request, *others: str) -> bool:
    kinds = (essence_of(text) for name, text in request.headers if name == "content-type")
    return any(kind.startswith((FORM, *others)) for kind in kinds)


def _lies_deep(violation: Violation) -> bool:
    """Whether what is wrong is neither a member of the body nor an item of one."""
    return violation.location == "body" and not _SHALLOW.fullmatch(violation.pointer)


def _is_over(complaint: Complaint, request: Request) -> bool:
    """Whether the refusal speaks of the past, and the request names a moment of it."""
    said = complaint.response.body.decode("utf-8", "replace") if complaint.response is not None else ""
    now = datetime.now(UTC).isoformat()
    sent = f"{unquote(request.query)} {request.body.decode('utf-8', 'replace')}"
    return bool(_OVER.search(said)) and any(moment < now for moment in _MOMENT.findall(sent))


def _asks_for_a_step(request: Request, operation: Operation) -> bool:
    """Whether a row is to do something, and the path says all about it."""
    is_bare = operation.body is None and not request.query and "{" in operation.path
    return is_bare and request.method not in SAFE_METHODS


def _is_gone(complaint: Complaint, operation: Operation) -> bool:
    return complaint.status == _GONE and "{" in operation.path


def _is_trusting(complaint: Complaint) -> bool:
    headers = complaint.response.headers if complaint.response is not None else ()
    return any(name == "x-vertrag-why" and text.endswith(_TRUSTING) for name, text in headers)


def _asks_for(request: Request, status: int | None) -> bool:
    return str(status) in re.split("[/,]", unquote(request.path))


def _brings_a_token(request: Request, operation: Operation) -> bool:
    sent = {name for name, _ in parse_qsl(request.query, keep_blank_values=True)}
    known = operation.parameters.get("query", ())
    return any(each.name in sent and takes_token(each, known) for each in known)


def _is_json_patch(request: Request) -> bool:
    try:
        sent = from_json(request.body)
    except ValueError:
        return False
    return (
        isinstance(sent, list)
        and bool(sent)
        and all(isinstance(each, dict) and {"op", "path"} <= each.keys() for each in sent)
    )


def _is_for_the_unknown(complaint: Complaint, operation: Operation) -> bool:
    """Whether the document foresees a refusal that may say that something is not there."""
    is_told = complaint.status in _UNFIT and str(complaint.status) in operation.responses
    others = {"404", "409", "422"} & operation.responses.keys()
    return is_told and (complaint.status != _BAD_REQUEST or not others)


def _names_others(request: Request) -> bool:
    """Whether a member or a parameter is called as the id of something: what is made up names nothing."""
    try:
        sent = from_json(request.body)
    except ValueError:
        sent = None
    if isinstance(sent, dict):
        sent = {name: each for name, each in sent.items() if name not in _ITS_OWN}
    names = (*(name for name, _ in parse_qsl(request.query)), *_members(sent))
    return any(words_of(name)[-1:] in _IDS for name in names)


def _members(value: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner if depth < _DEEPEST else ():
        yield from _members(each, depth + 1)


def _is_vacant(operation: Operation, violation: Violation) -> bool:
    if violation.value != "" or violation.rule not in _FORMS:
        return False
    parameters = operation.parameters.get(violation.location, ())
    return any(each.name == violation.name and not each.required for each in parameters)
