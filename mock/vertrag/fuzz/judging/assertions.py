"""What a test can ask of the answer that a finding is about, as Python: false now, true once it is repaired.

The expressions speak of `status`, `headers` and `body`, and need the functions `at` and `there` of a written
test, `re` and nothing else. What cannot be said so, such as what must hold across several answers, is left to
laws.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from vertrag.contract.loading.pointers import plain_tokens
from vertrag.contract.operations import Contract, Operation
from vertrag.fuzz.observations import Complaint

_BY_ANOTHER = "VF902"
_BY_CODE: Mapping[str, str] = {
    "ST101": "status < 500",
    "ST109": "[at(body)]",  # which raises where it is no JSON
    "ST201": "400 <= status < 500",
    "ST202": "status < 400 or status in (401, 403, 404, 409, 429)",  # as the check: the row may be gone
    "ST203": "400 <= status < 500",
    "ST301": "status in (404, 410)",
    "ST302": "status < 400",
    "ST401": "status in (401, 403)",
    "ST204": 'status == 405 and "Allow" in headers',
    "VF01": "status",
    "VF101": 'status < 400 or at(body, "status") == status',
    "VF102": 'status != 401 or "WWW-Authenticate" in headers',
    "VF103": "not body",
    "VF104": "status != 201",
    "VF105": "status not in (413, 415)",
    "VF106": "status != 304",
    "VF401": "status < 400",
    "VF406": "status != 201",
    "VF410": "status in (404, 410)",
    "VF414": "status in (404, 410)",
    "VF423": "status in (404, 410)",
    "VF508": "status < 400",
    "VF509": "status == 412",
    "VF510": "status == 200",
    "VF511": "status in (404, 410)",
    "VF701": "status in (400, 415)",
    "VF702": "status in (401, 403)",
    "VF704": "status < 400",
    "VF705": "status in (401, 403)",
    "VF706": "status in (401, 403)",
    "VF801": "status < 500",
    "VF802": "400 <= status < 500",
    "VF803": "status < 400",
    "VF901": "status in (401, 403, 404)",
    "VF902": "status in (401, 403, 404)",
}
_TYPES = {
    "string": "isinstance({0}, str)",
    "integer": "isinstance({0}, int | float) and {0} == int({0}) and not isinstance({0}, bool)",
    "number": "isinstance({0}, int | float) and not isinstance({0}, bool)",
    "boolean": "isinstance({0}, bool)",
    "array": "isinstance({0}, list)",
    "object": "isinstance({0}, dict)",
    "null": "{0} is None",
}
_OF_VALUES: Mapping[str, str] = {
    "enum": "{0} in {1!r}",
    "const": "{0} == {1!r}",
    "required": "all(name in {0} for name in {1!r})",
    "minLength": "len({0}) >= {1!r}",
    "maxLength": "len({0}) <= {1!r}",
    "minItems": "len({0}) >= {1!r}",
    "maxItems": "len({0}) <= {1!r}",
    "minimum": "{0} >= {1!r}",
    "maximum": "{0} <= {1!r}",
}
_OF_FORMATS: Mapping[str, str] = {
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "date-time": r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9:]{8}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})",
    "uuid": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
}


def assertion(contract: Contract, base_url: str, complaint: Complaint) -> str:
    """The expression; "" where there is none that says it."""
    if complaint.code == _BY_ANOTHER and "{" not in complaint.operation:
        return "400 <= status < 500"  # a body that names what is hidden may be refused as a wrong one
    if complaint.code in _BY_CODE:
        return _BY_CODE[complaint.code]
    request = complaint.sent.below(base_url)
    found = contract.find(request.method, request.path, lambda: request)
    ask = _BY_DOCUMENT.get(complaint.code)
    return ask(contract, found[0], complaint) if ask and found else ""


def _declared_status(_: Contract, operation: Operation, __: Complaint) -> str:
    known = tuple(operation.responses)
    return f'str(status) in {known!r} or f"{{status // 100}}XX" in {known!r}'


def _declared_type(_: Contract, operation: Operation, complaint: Complaint) -> str:
    declared = operation.declared(complaint.status or 0)
    names = sorted(each.name.lower() for each in declared.body.media_types) if declared else []
    is_plain = names and not any(mark in name for name in names for mark in "*;")
    return f"headers.get_content_type() in {names!r}" if is_plain else ""


def _declared_headers(_: Contract, operation: Operation, complaint: Complaint) -> str:
    declared = operation.declared(complaint.status or 0)
    names = sorted(each.sent_as for each in declared.headers if each.required) if declared else []
    return f"all(name in headers for name in {names!r})" if names else ""


def _broken_rule(contract: Contract, operation: Operation, complaint: Complaint) -> str:
    """The rule of the schema that is broken, held against the place where it is."""
    broken = operation.judge(complaint.response) if complaint.response is not None else []
    first = next((each for each in broken if each.location == "body" and each.schema), None)
    if first is None:
        return ""
    rule = contract.document.at(f"#{first.schema}")
    around = contract.document.at(f"#{first.schema.rpartition('/')[0]}")
    steps = [int(step) if step.isdecimal() else step for step in plain_tokens(first.pointer)]
    place = f"at(body, {', '.join(map(repr, steps))})" if steps else "at(body)"
    kept = _OF_VALUES[first.rule].format(place, rule) if first.rule in _OF_VALUES else ""
    if first.rule == "type":
        kept = _typed(rule, place, nullable=around.get("nullable") is True)
    if first.rule in ("format", "pattern"):
        kept = _matching(first.rule, str(rule), place)
    if first.rule == "writeOnly":
        kept = "False"  # it has no business there
    # A server that is repaired may have no such row, and may leave out what need not be there.
    return f"not there(body, {', '.join(map(repr, steps))}) or {kept}" if kept and steps else kept


def _matching(rule: str, text: str, place: str) -> str:
    """A text in its form, where Python reads the expression as the document means it."""
    if rule == "format":
        return f"re.fullmatch({_OF_FORMATS[text]!r}, {place})" if text in _OF_FORMATS else ""
    try:
        re.compile(text)
    except re.error:
        return ""
    return f"re.search({text!r}, {place})"


def _typed(rule: Any, place: str, *, nullable: bool) -> str:
    names = [rule] if isinstance(rule, str) else list(rule)
    tests = [
        _TYPES[name].format(place) for name in [*names, *(["null"] if nullable else [])] if name in _TYPES
    ]
    return " or ".join(tests)


_BY_DOCUMENT: Mapping[str, Callable[[Contract, Operation, Complaint], str]] = {
    "ST103": _declared_status,
    "ST104": _declared_type,
    "ST105": _declared_type,
    "ST107": _declared_headers,
    "ST108": _broken_rule,
}
