"""What a finding shares with others of the same cause: the habit, the rule or the handler behind it.

1. A law that is broken here and there is broken by one habit; so is a kind of rule that nobody checks.
2. A document that allows more than is taken does so in many places: what is refused is one matter. What else
   is refused, or fails, in the same words comes from the same place in the server.
   So is null where only descriptions speak of it.
3. Other roots are where in the document the broken rule stands, else what came instead, else the operation.
"""

from collections.abc import Mapping
from http import HTTPStatus

import orjson

from vertrag.fuzz.judging.jury import OF_NULL, Opinion
from vertrag.fuzz.judging.phrasing import own_words
from vertrag.fuzz.observations import Complaint
from vertrag.oracles.conversation.probes import ITS_TYPE
from vertrag.oracles.journeys.probing import WITHOUT_VALUE

# What one place in the server does to every operation: an undocumented status, a wrong media type.
_ALIKE_EVERYWHERE = frozenset({"ST103", "ST104", "ST105", "ST106", "ST107", "ST109"})
# What one router does to every operation, whatever the answer says; it may answer in several ways.
_ROUTED, _ALLOWED = "ST204", "ST205"
# What one reader of content does to every operation, whatever is sent.
_UNREAD = "ST102"
# What one value does to every operation that reads it in the same place.
_ONE_VALUE = "VF801"
_UNANSWERED = "VF01"
_ACCEPTED = "VF802"
# Checks of the engine and laws of ours that see the same.
_TWINS: Mapping[str, str] = {
    "ST201": _ACCEPTED,
    "ST301": "VF410",
    "ST302": "VF401",
    "ST401": "VF705",
    "VF603": "VF205",
    "VF803": "ST202",
}
_REFUSED = "ST202"
_CRASHED = "ST101"


def root_of(complaint: Complaint, opinion: Opinion, answer: str) -> str:
    """The root of a complaint and of what the judges say to it; `answer` is the body without secrets."""
    code = _code_of(complaint)
    if code == _ACCEPTED and opinion.broken:
        return f"{code} {opinion.broken}".replace(" style", " type")  # a list where a number was meant
    if (code.startswith("VF") and code not in (_ONE_VALUE, _ACCEPTED)) or code in (_ALLOWED, _UNREAD):
        return code
    if code == _ROUTED:
        return f"{code} {complaint.status}"
    if code in (_ONE_VALUE, _ACCEPTED) or code in _ALIKE_EVERYWHERE:
        return f"{code} {complaint.actual}"
    if heap := _heap(code, opinion):
        return heap
    words = own_words(answer, complaint.sent, quoted=code != _REFUSED)
    if code == _REFUSED:
        return f"{code} {complaint.status} {words}".rstrip()
    if code == _CRASHED and words:  # below one path: many programs have but one text for all crashes
        return f"{code} {complaint.operation.partition(' ')[2]} {words}"
    is_written_again = "/paths/" in opinion.rule and (complaint.status or 0) >= HTTPStatus.BAD_REQUEST
    if is_written_again:  # authors who refer to nothing describe their one error body in every operation
        rule = opinion.rule.rpartition("/")[2]
        return f"{code} {complaint.status} {complaint.place} {rule} {_outline(complaint)}"
    return f"{code} {opinion.rule or f'{complaint.operation} {complaint.key}'}"


def _code_of(complaint: Complaint) -> str:
    """The code of a complaint, or that of what it really is."""
    if complaint.code == _ONE_VALUE and complaint.actual.endswith(WITHOUT_VALUE):
        return _CRASHED
    if complaint.code == _ONE_VALUE and complaint.key.endswith(ITS_TYPE):
        return _UNREAD
    if complaint.code == _ONE_VALUE and complaint.response is None:
        return _UNANSWERED
    return _TWINS.get(complaint.code, complaint.code)


def _heap(code: str, opinion: Opinion) -> str:
    """The root of all that a document says too little of in one way, "" for anything else."""
    if code == _REFUSED and opinion.blame == "ambiguous":
        return code
    return f"{code} {OF_NULL}" if opinion.reading == OF_NULL else ""


def _outline(complaint: Complaint) -> str:
    """What the body of the answer looks like: the names of its members, else what it is."""
    content = complaint.response.body if complaint.response is not None else b""
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        return "bytes"
    return " ".join(sorted(body)) if isinstance(body, dict) else type(body).__name__
