"""Asks our compiled judge and openapi-core about what the engine complains of: who erred, and how sure it is.

1. An error answer that the document merely forgot is a gap of the document.
2. Where both judges object too, the complaint is certain.
3. Where they differ, it is ambiguous, and it is said what each of them reads.
4. Where neither objects, the engine stands alone: that is a matter of the engine and no finding.
5. A valid request that is refused as the document allows is ambiguous: schemas cannot say everything. So is a
   server error that a program gives on purpose, where the document foresees it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.inference.outlines import status_of, success_of
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Contract, Operation
from vertrag.contract.second_opinion import SecondOpinion, knows_format
from vertrag.contract.violations import Blame, Violation
from vertrag.errors import DocumentError
from vertrag.exchange import Headers, Request, Response
from vertrag.fuzz.judging.excuses import excuse, excused_method
from vertrag.fuzz.judging.occasions import is_undivided, lacks_occasion
from vertrag.fuzz.judging.unkeepable import has_possible_body
from vertrag.fuzz.observations import Complaint, Exchange, Sent

_CRASHED = "ST101"
_NOT_IMPLEMENTED = 501
_ON_PURPOSE = frozenset({"501", "503"})
"""Server errors that a program gives by intention (RFC 9110 §15.6.2, §15.6.4)."""
_UNDOCUMENTED_STATUS = "ST103"
_OF_ANOTHER_KIND = "ST105"
_DRIFT = "ST108"
_ALLOW = "ST205"
_NOT_AVAILABLE = "ST302"
_ABOUT_THE_ANSWER = frozenset({f"ST{number}" for number in range(103, 112)})
_ABOUT_BODIES = frozenset({"ST104", "ST105", "ST106", "ST108", "ST109", "ST110"})
_ABOUT_WRONG_INPUT = frozenset({"ST201", "ST203", "VF802"})
_ABOUT_RIGHT_INPUT = frozenset({"ST202", "VF803"})
_ABOUT_AN_OPERATION = _ABOUT_THE_ANSWER | _ABOUT_RIGHT_INPUT
_DEEPEST_CHOICE = 3
_IMPLIED = frozenset({"HEAD", "OPTIONS"})
_FIRST_REDIRECTION, _FIRST_ERROR = 300, 400
_UNREAD = frozenset({400, 415})
_NOT_MODIFIED, _FORBIDDEN, _NO_METHOD = 304, 403, 405
_ABOUT_CHANGES = frozenset({"if-none-match", "if-modified-since"})
"""Who sends one of these asks for 304 (RFC 9110 §15.4.5); that it may not answer a write is a law."""


OF_NULL = "its description speaks of null, its schema forbids it"
"""What is said of a habit of authors: what is null is told in words alone, wherever it is."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judges say to a complaint: `reading` is where they differ, `upheld` whether any agrees.

    `rule` is where in the document the first broken rule stands, "" where there is none; `broken` says
    which kind of rule a request breaks in which part of it ("query type").
    """

    blame: Blame = "implementation"
    reading: str = ""
    upheld: bool = True
    rule: str = ""
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Jury:
    """The judges of one run; `second` brings openapi-core, or None where it cannot read the document.

    `credentials` are the headers that prove who asks, as far as the run was given any.
    """

    contract: Contract
    base_url: str
    second: Callable[[], SecondOpinion | None] = lambda: None
    credentials: Headers = ()

    def is_gap(self, complaint: Complaint) -> bool:
        """Whether the answer is one that the document forgot to declare, to conditions included."""
        if complaint.code != _UNDOCUMENTED_STATUS or complaint.status is None:
            return False
        operation, _ = self._operation(complaint)
        if complaint.status == _NOT_MODIFIED:
            return any(name in _ABOUT_CHANGES for name, _ in complaint.sent.below(self.base_url).headers)
        if operation is None:
            return False
        if complaint.status == _FORBIDDEN and self._has_a_word_for_strangers(operation, complaint.sent):
            return False
        request = complaint.sent.below(self.base_url)
        if lacks_occasion(complaint.status, request, operation):
            return False
        if complaint.status in _UNREAD and is_undivided(request):
            return True
        is_success = complaint.status < _FIRST_REDIRECTION
        return complaint.status in operation.duties or (is_success and not operation.promises_success)

    def _has_a_word_for_strangers(self, operation: Operation, sent: Sent) -> bool:
        """Whether a stranger asks, and the document says what is answered: 401, and not 403."""
        proofs = {(name.lower(), value) for name, value in self.credentials}
        is_stranger = bool(proofs) and proofs.isdisjoint((name.lower(), text) for name, text in sent.headers)
        return is_stranger and "401" in operation.responses

    def opinion(self, complaint: Complaint) -> Opinion:
        """What both judges say; the engine's word alone where they have none."""
        if reason := self._on_methods(complaint):
            return Opinion("ambiguous", reason, upheld=False)
        operation, values = self._operation(complaint)
        request = complaint.sent.below(self.base_url)
        if operation is None:
            is_elsewhere = complaint.status == _NO_METHOD or not any(self.contract.paths.find(request.path))
            if complaint.code in _ABOUT_AN_OPERATION and is_elsewhere:
                return Opinion("ambiguous", "what was sent is the path of no such operation", upheld=False)
            return Opinion()
        response = complaint.response
        violations = operation.read(request, values).violations
        reason = (
            excuse(complaint, request, operation, violations)
            or self._on_bodies(complaint, operation)
            or self._on_what_was_made(complaint, operation)
            or self._on_numbers(complaint, violations)
        )
        if reason:
            return Opinion("ambiguous", reason, upheld=False)
        is_its_own = operation.label == complaint.operation  # the engine follows redirections
        if complaint.code == _OF_ANOTHER_KIND and is_its_own and _has_no_content(operation, response):
            return Opinion("ambiguous", "an answer without a schema has no content in Swagger 2.0")
        second = self.second()
        if complaint.code in _ABOUT_THE_ANSWER and response is not None:
            ours = operation.judge(response, to_head=request.method == "HEAD")
            ours = sorted(ours, key=lambda each: each.pointer != complaint.place)  # what it is about, first
            is_read = not self._has_alternatives(operation, response)
            theirs = second.on_response(request, response) if second and is_read else None
        elif complaint.code in _ABOUT_WRONG_INPUT | _ABOUT_RIGHT_INPUT:
            ours = violations
            is_read = not self._is_read_otherwise(operation, request)
            theirs = second.on_request(request) if second and is_read else None
        else:
            return self._on_failing(complaint, operation)
        theirs = self._heard(theirs, ours)
        if complaint.code == _DRIFT and ours and self._speaks_of(ours[0]):
            return Opinion("ambiguous", OF_NULL, rule=ours[0].schema)
        if complaint.code in _ABOUT_RIGHT_INPUT:
            opinion = _weighed(ours, theirs, expects_faults=False)
            return _softened(opinion, operation, response) if response is not None else opinion
        broken = f"{violations[0].location} {violations[0].rule}" if violations else ""
        return replace(_weighed(ours, theirs, expects_faults=True), broken=broken)

    def _on_methods(self, complaint: Complaint) -> str:
        """Why an answer that is about the methods of a path may be right."""
        if complaint.code == _ALLOW and self._has_other_methods(complaint):
            return "the document has these methods for this path, not all of them in one path item"
        return excused_method(complaint)

    def _on_bodies(self, complaint: Complaint, operation: Operation) -> str:
        """Why no answer of this status can be right."""
        if complaint.code not in _ABOUT_BODIES or complaint.status is None:
            return ""
        is_possible = has_possible_body(self.contract.document, operation, complaint.status)
        return "" if is_possible else "nothing satisfies the schema that the document has for this answer"

    def _on_failing(self, complaint: Complaint, operation: Operation) -> Opinion:
        """What is said of a server error: some are given on purpose, where the document foresees them."""
        if complaint.code != _CRASHED:
            return Opinion()
        if complaint.status == _NOT_IMPLEMENTED and not self._can_succeed(operation):
            return Opinion("ambiguous", "nothing satisfies the schema that the document has for the success")
        if str(complaint.status) not in operation.responses.keys() & _ON_PURPOSE:
            return Opinion()
        reading = f"the document foresees {complaint.status}, which no program gives by accident"
        return Opinion("ambiguous", reading)

    def _can_succeed(self, operation: Operation) -> bool:
        """Whether the success that the document promises, if any, has a body that satisfies its schema."""
        promised = success_of(operation)
        return promised is None or has_possible_body(self.contract.document, operation, status_of(promised))

    def _on_what_was_made(self, complaint: Complaint, operation: Operation) -> str:
        """Why something of a new row may not be there, although the row is."""
        path = complaint.sent.below(self.base_url).path
        is_put_there = any("PUT" in found for found, _ in self.contract.paths.find(path))
        if complaint.code != _NOT_AVAILABLE or operation.path.endswith("}") or not is_put_there:
            return ""
        return "what lies there is put there by another request"

    def _on_numbers(self, complaint: Complaint, violations: Sequence[Violation]) -> str:
        """Why numbers that no schema forbids may be refused."""
        is_theirs = complaint.code in _ABOUT_RIGHT_INPUT and bool(violations)
        if not is_theirs or not all(map(self._is_of_a_format, violations)):
            return ""
        return "numbers of its format have a range of their own"

    def _is_of_a_format(self, violation: Violation) -> bool:
        """Whether a bound that is broken is that of a format: no schema has it."""
        if violation.rule not in ("minimum", "maximum"):
            return False
        try:
            self.contract.document.at("#" + violation.schema.lstrip("#"))
        except DocumentError:
            return True
        return False

    def _heard(self, theirs: list[str] | None, ours: Sequence[Violation]) -> list[str] | None:
        """What openapi-core says; nothing where it did not look at any rule that we read as broken."""
        is_silent = not theirs and bool(ours) and all(map(self._is_passed_over, ours))
        return None if is_silent else theirs

    def _is_passed_over(self, violation: Violation) -> bool:
        """Whether openapi-core does not look at a rule: a format of which it knows nothing."""
        if violation.rule != "format" or not violation.schema:
            return False
        name = self.contract.document.at("#" + violation.schema.lstrip("#"))
        return isinstance(name, str) and not knows_format(name)

    def _is_read_otherwise(self, operation: Operation, request: Request) -> bool:
        """Whether openapi-core does not read the body as its schema says.

        It passes over the headers of parts, and lets a discriminator choose what schemas alone decide
        (OAS 3.1 §4.8.25).
        """
        sent = _content_type(request.headers)
        media_type = operation.body.media_type(sent) if operation.body else None
        if media_type is None:
            return False
        document = self.contract.document
        node = document.resolve(document.resolve(operation.node["requestBody"])["content"][media_type.name])
        if not isinstance(node, Mapping) or not essence_of(sent).startswith("multipart/"):
            return isinstance(node, Mapping) and _is_told_apart(document, node.get("schema"))
        encodings = node.get("encoding")
        parts = encodings.values() if isinstance(encodings, Mapping) else ()
        return any(isinstance(each, Mapping) and "headers" in each for each in map(document.resolve, parts))

    def _has_alternatives(self, operation: Operation, response: Response) -> bool:
        """Whether a discriminator chooses between what the body of an answer may be; see above."""
        declared = operation.declared(response.status)
        media_type = declared.body.media_type(_content_type(response.headers)) if declared else None
        if declared is None or media_type is None:
            return False
        document = self.contract.document
        described = document.resolve(operation.node["responses"][declared.status])
        node = document.resolve(described["content"][media_type.name])
        return isinstance(node, Mapping) and _is_told_apart(document, node.get("schema"))

    def _has_other_methods(self, complaint: Complaint) -> bool:
        """Whether Allow names the methods of the path, some no fields of its path item, or of another one.

        Of several path items that a path fits, it may be the methods of one, or of all.
        """
        path = complaint.sent.below(self.base_url).path
        items = [found for found, _ in self.contract.paths.find(path)]
        described = {method: each for found in items for method, each in found.items()}
        headers = complaint.response.headers if complaint.response is not None else ()
        allowed = {each.strip() for name, text in headers if name == "allow" for each in text.split(",")}
        has_others = len(items) > 1 or any(each.is_additional for each in described.values())
        fitting = [described.keys(), *(each.keys() for each in items)]
        return has_others and any(allowed - _IMPLIED == each - _IMPLIED for each in fitting)

    def likeness(self, exchange: Exchange) -> object:
        """What an exchange has in common with every other that breaks the contract in the same way."""
        response = exchange.response
        request = exchange.sent.below(self.base_url)
        found = self.contract.find(request.method, request.path, lambda: request)
        if response is None or found is None:
            return response and response.status
        broken = found[0].judge(response, to_head=request.method == "HEAD")
        return response.status, {(each.location, each.rule, each.schema) for each in broken}

    def _speaks_of(self, violation: Violation) -> bool:
        """Whether what is null where a schema forbids it may be null in the words of its description."""
        if violation.rule != "type" or violation.value is not None or not violation.schema:
            return False
        node = self.contract.document.at("#" + violation.schema.lstrip("#").rpartition("/")[0])
        description = node.get("description") if isinstance(node, Mapping) else None
        return "null" in str(description).lower()

    def _operation(self, complaint: Complaint) -> tuple[Operation | None, dict[str, str]]:
        request: Request = complaint.sent.below(self.base_url)
        return self.contract.find(request.method, request.path, lambda: request) or (None, {})


def _has_no_content(operation: Operation, response: Response | None) -> bool:
    """Whether an answer has a body where the document has none; redirections may (RFC 9110 §15.4).

    The engine tells its media type in documents of Swagger 2.0, whose `produces` speaks of all answers. What
    programs read does no harm: many servers say in JSON what is wrong.
    """
    if response is None or not response.body or _FIRST_REDIRECTION <= response.status < _FIRST_ERROR:
        return False
    if is_json(essence_of(_content_type(response.headers))):
        return False
    declared = operation.declared(response.status)
    return declared is not None and not declared.body.media_types


def _is_told_apart(document: Document, schema: Any, depth: int = 0) -> bool:
    """Whether a discriminator chooses between what a schema is composed of."""
    node = document.resolve(schema)
    if not isinstance(node, Mapping) or depth > _DEEPEST_CHOICE:
        return False
    parts = [part for keyword in ("allOf", "anyOf", "oneOf") for part in node.get(keyword) or ()]
    return "discriminator" in node or any(_is_told_apart(document, part, depth + 1) for part in parts)


def _content_type(headers: Headers) -> str:
    return next((text for name, text in headers if name == "content-type"), "")


def _softened(opinion: Opinion, operation: Operation, response: Response) -> Opinion:
    """The opinion on a refusal of valid input, less sure where the document has a refusal like it."""
    status = response.status
    is_foreseen = operation.declared(status) is not None or status in operation.duties
    if opinion.blame != "implementation" or not is_foreseen:
        return opinion
    reading = f"the schemas allow the request, the responses a {status}: one of them says too little"
    return replace(opinion, blame="ambiguous", reading=reading)


def _weighed(ours: Sequence[Violation], theirs: Sequence[str] | None, *, expects_faults: bool) -> Opinion:
    rule = ours[0].schema if ours else ""
    agreeing = [bool(faults) is expects_faults for faults in (ours, theirs) if faults is not None]
    if all(agreeing):
        return Opinion(rule=rule)
    said = [_said("vertrag", ours), *([_said("openapi-core", theirs)] if theirs is not None else [])]
    return Opinion("ambiguous", "; ".join(said), upheld=any(agreeing), rule=rule)


def _said(judge: str, faults: Sequence[object]) -> str:
    return f"{judge} reads it as broken: {faults[0]}" if faults else f"{judge} finds nothing wrong"
