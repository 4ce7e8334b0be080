"""Rules on operations, their responses and their bodies."""

import re
from collections.abc import Iterator

from vertrag.contract.loading.document import escape
from vertrag.contract.violations import shown
from vertrag.lint.rule import Rule, Where
from vertrag.lint.survey import Survey, member

_STATUS = re.compile(r"[1-5](\d\d|XX)|default|x-.*")
_SUCCESS = re.compile(r"[1-3](\d\d|XX)|default", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"([\w!#$&^.+-]+|\*)/([\w!#$&^.+-]+|\*)(\s*;.*)?")  # RFC 6838 §4.2
_WITHOUT_BODY = ("get", "head", "delete", "trace")


def _nameless(survey: Survey) -> Iterator[Where]:
    for call in survey.calls:
        if not call.node.get("operationId"):
            yield call.pointer, f"{call.label} has no operationId."


def _homonyms(survey: Survey) -> Iterator[Where]:
    first: dict[str, str] = {}
    for call in survey.calls:
        name = call.node.get("operationId")
        if isinstance(name, str) and name and first.setdefault(name, call.pointer) != call.pointer:
            yield f"{call.pointer}/operationId", f"{name!r} is also the operationId of {first[name]}."


def _silent(survey: Survey) -> Iterator[Where]:
    for call in survey.calls:
        # Since 3.1 `responses` may be left out; what answers is then still unknown.
        if not any(not status.startswith("x-") for status in member(call.node, "responses")):
            yield call.pointer, f"{call.label} declares no response."


def _never_succeeding(survey: Survey) -> Iterator[Where]:
    for call in survey.calls:
        statuses = [status for status in member(call.node, "responses") if not status.startswith("x-")]
        if statuses and not any(_SUCCESS.fullmatch(status) for status in statuses):
            yield f"{call.pointer}/responses", f"{call.label} declares errors only: {', '.join(statuses)}."


def _unexpected_bodies(survey: Survey) -> Iterator[Where]:
    for call in survey.calls:
        if call.method in _WITHOUT_BODY and "requestBody" in call.node:
            yield f"{call.pointer}/requestBody", f"A body of {call.method.upper()} has no defined meaning."


def _impossible_statuses(survey: Survey) -> Iterator[Where]:
    for call in survey.calls:
        for status in member(call.node, "responses"):
            if not _STATUS.fullmatch(status):
                yield f"{call.pointer}/responses/{escape(status)}", f"{status!r} is no status code."


def _undescribed(survey: Survey) -> Iterator[Where]:
    if survey.document.version >= (3, 2):
        return  # optional since then
    for place in survey.every("Response"):
        if not isinstance(place.node.get("description"), str):
            yield place.pointer, "The response has no description."


def _impossible_media_types(survey: Survey) -> Iterator[Where]:
    for place in survey.every("RequestBody", "Response", "Parameter", "Header"):
        for name in member(place.node, "content"):
            if not _MEDIA_TYPE.fullmatch(name) and not name.startswith("x-"):
                yield f"{place.pointer}/content/{escape(name)}", f"{shown(name)} is no media type."


RULES = (
    Rule(
        "V130",
        "warning",
        "no operationId",
        "The operationId names the operation in code, links, reports and handlers. vertrag takes the "
        "method and the path instead.",
        "Add an `operationId` that is unique in the document.",
        _nameless,
    ),
    Rule(
        "V131",
        "error",
        "operationId is not unique",
        "Two operations have the same operationId, so links, generated code and handlers cannot tell them "
        "apart.",
        "Rename one of them.",
        _homonyms,
    ),
    Rule(
        "V132",
        "error",
        "no responses",
        "The operation does not declare any response, so whatever an implementation answers breaks the "
        "contract and a mock has nothing to answer.",
        "Add at least the successful response to `responses`.",
        _silent,
    ),
    Rule(
        "V133",
        "warning",
        "no successful response",
        "All declared responses are errors; nobody says what a good request gets. "
        "vertrag answers it with 204.",
        "Add the response of a request that succeeds, such as 200 or 204.",
        _never_succeeding,
    ),
    Rule(
        "V134",
        "warning",
        "body where none belongs",
        "HTTP gives a body of GET, HEAD, DELETE and TRACE no meaning (RFC 9110 §9.3); clients, proxies and "
        "servers drop it. OpenAPI 3.0 tells tools to ignore it.",
        "Use parameters, or another method.",
        _unexpected_bodies,
    ),
    Rule(
        "V135",
        "error",
        "no status code",
        "Keys of `responses` are status codes from 100 to 599, ranges from `1XX` to `5XX`, or `default`.",
        "Correct the key.",
        _impossible_statuses,
    ),
    Rule(
        "V136",
        "warning",
        "response without description",
        "Up to 3.1 `description` is required of every response.",
        "Say in a few words when this response comes.",
        _undescribed,
    ),
    Rule(
        "V137",
        "error",
        "no media type",
        "Keys of `content` are media types such as `application/json`, or ranges such as `text/*`.",
        "Correct the key.",
        _impossible_media_types,
    ),
)
