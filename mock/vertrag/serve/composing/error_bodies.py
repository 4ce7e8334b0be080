"""Writes a problem in the error schema of any document: an invented body, its members filled by their names.

Laws
1. Only a body that satisfies the schema is written; a member that would break it stays as invented.
2. Names decide what a member means, types whether it can take it; at most one level down (`error.message`).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from html import escape
from typing import Any

from vertrag.contract.content.bodies import MediaType
from vertrag.contract.content.media import essence_of, family_of, is_json, is_xml
from vertrag.contract.operations import Operation
from vertrag.contract.schema.shapes import shape_of
from vertrag.invent.values import Impossible, invent
from vertrag.problems import Fault, Problem
from vertrag.serialization import to_json
from vertrag.serve.composing.negotiation import content_type_in
from vertrag.serve.mounts import Mount

_DETAILS = frozenset(
    (
        *("message", "detail", "details", "description", "reason", "cause", "text", "info", "msg", "error"),
        *("errormessage", "errortext", "errordescription", "developermessage", "usermessage"),
    )
)
_TITLES = frozenset({"title", "summary", "label", "heading"})
_STATUSES = frozenset(
    {"status", "statuscode", "httpstatus", "httpcode", "httpstatuscode", "code", "errorcode"}
)
_PLACES = frozenset(
    {"field", "fieldname", "name", "path", "pointer", "param", "parameter", "property", "loc", "location"}
)
_LISTS = frozenset(
    {
        "errors",
        "error",
        "detail",
        "message",
        "violations",
        "issues",
        "problems",
        "fielderrors",
        "invalidparams",
        "details",
        "messages",
    }
)
_GOOD = frozenset({"success", "ok", "succeeded", "successful", "valid"})
_BAD = frozenset({"error", "failed", "iserror", "haserror", "haserrors"})


def written(problem: Problem, mount: Mount, operation: Operation) -> tuple[str, bytes] | None:
    """Media type and body of a problem as the operation declares them; None where it cannot be said so."""
    declared = operation.declared(problem.status)
    if declared is None:
        return None
    document = mount.contract.document
    described = document.resolve(operation.node["responses"][declared.status])
    for name, media_type in _speaking(declared.body.media_types):
        node = document.resolve(described["content"][media_type.name])
        kind = media_type.kind(essence_of(name))
        node = node if isinstance(node, Mapping) else {}
        if name.startswith("text/"):
            node = {"schema": {"type": "string"}, **node}  # a text: it has no other form
        if _is_unspoken(essence_of(name)) and not shape_of(document, node.get("schema"), deepest=0).is_object:
            if essence_of(name) not in _WORDS:
                continue
            node = {"schema": {"type": "string"}}  # words are bytes, too
        content = _bytes(_body(problem, mount, kind, node), name, kind)
        if content is not None:
            return name, content
    return None


_NONE = object()
_WORDS = frozenset({"application/octet-stream", "application/text", "application/plain"})
"""Media types of no text that words may come in: bytes of any kind, and what is meant as a text."""


def _is_unspoken(essence: str) -> bool:
    return family_of(essence) == "application/octet-stream"


_SPEAKING: tuple[Callable[[str], bool], ...] = (
    *(is_json, lambda essence: essence.startswith("text/"), is_xml, _is_unspoken),
)


def _speaking(media_types: Iterable[MediaType]) -> list[tuple[str, MediaType]]:
    """The media types that may have words, with what they are called where they are ranges: JSON, text, XML.

    Others may as well: what is an object there is sent as JSON.
    """
    named = [(content_type_in(each.name, ""), each) for each in media_types]
    return [pair for speaks in _SPEAKING for pair in named if speaks(essence_of(pair[0]))]


def _bytes(body: Any, name: str, media_type: MediaType) -> bytes | None:
    """The body as it is sent; what the client said comes back as words, never as a part of a page."""
    if body is _NONE:
        return None
    if isinstance(body, str) and not is_json(essence_of(name)) and not is_xml(essence_of(name)):
        return (escape(body) if essence_of(name) == "text/html" else body).encode("utf-8", "replace")
    if essence_of(name) == "text/html":
        return None
    return media_type.encode(body) if media_type.encode else to_json(body)


def _body(problem: Problem, mount: Mount, media_type: MediaType, node: Mapping[str, Any]) -> Any:
    own = problem.as_problem_json()
    body = _pattern(mount, media_type, node)
    valid = not any(media_type.judge(body))
    for whole in _whole(body, problem):
        if not any(media_type.judge(whole)):
            return whole
    if valid and isinstance(body, dict) and fill(body, problem, media_type):
        return body
    # No member of the schema says what is wrong: our own words do, where the schema lets them in.
    if not any(media_type.judge(own)):
        return own
    return body if valid else _NONE


def _pattern(mount: Mount, media_type: MediaType, node: Mapping[str, Any]) -> Any:
    """A body to write a problem into; it is invented once, for it may be large."""
    known = mount.error_patterns
    if id(media_type) not in known:
        try:
            known[id(media_type)] = invent(mount.contract.document, node.get("schema"))
        except Impossible:
            known[id(media_type)] = node.get("example")
    return deepcopy(known[id(media_type)])


def _whole(invented: Any, problem: Problem) -> Iterator[Any]:
    """What a body that is no object could say, best first."""
    if isinstance(invented, str):
        yield from (problem.detail, problem.title)
    elif isinstance(invented, list):
        yield _listed(invented, problem)


def fill(body: dict[str, Any], problem: Problem, media_type: MediaType) -> bool:
    """Let an invented body say what the problem is, by the names of its members; whether any could."""
    return _fill(body, body, problem, media_type)


def _fill(part: dict[str, Any], whole: Any, problem: Problem, media_type: MediaType) -> bool:
    """Give members what their names ask for, as long as the whole stays valid; whether any took something."""
    filled = False
    for name, invented in list(part.items()):
        if isinstance(invented, dict) and part is whole:
            filled = _fill(invented, whole, problem, media_type) or filled
            continue
        for value in _meant(name, invented, problem):
            part[name] = value
            if not any(media_type.judge(whole)):
                filled = True
                break
            part[name] = invented
    return filled


def _meant(name: str, invented: Any, problem: Problem) -> Iterator[Any]:
    """What a member could say about the problem, best first."""
    key = re.sub(r"[^a-z]", "", name.lower())
    if isinstance(invented, bool):
        if key in _GOOD | _BAD:
            yield key in _BAD
    elif isinstance(invented, list):
        if key in _LISTS:
            yield _listed(invented, problem)
    elif isinstance(invented, str):
        yield from _told(key, problem)
    elif isinstance(invented, int | float) and key in _STATUSES:
        yield problem.status


def _told(key: str, problem: Problem) -> Iterator[str]:
    if key in _TITLES:
        yield problem.title
    elif key in _DETAILS:
        yield problem.detail
        yield problem.title
    elif key == "type":
        yield problem.type.uri
    elif key in _STATUSES:
        yield problem.type.slug.upper().replace("-", "_")
        yield problem.type.slug
        yield str(problem.status)


def _listed(invented: list[Any], problem: Problem) -> list[Any]:
    pattern = invented[0] if invented else ""
    if isinstance(pattern, dict):
        return [_entry(pattern, fault) for fault in problem.faults]
    return [_sentence(fault) for fault in problem.faults] or [problem.detail]


def _entry(pattern: Mapping[str, Any], fault: Fault) -> dict[str, Any]:
    entry = dict(pattern)
    for name, invented in pattern.items():
        key = re.sub(r"[^a-z]", "", name.lower())
        if isinstance(invented, list) and key in _PLACES:
            entry[name] = [part for part in (fault.location, fault.name) if part]
        elif isinstance(invented, str) and key in _PLACES:
            entry[name] = fault.pointer or fault.name or fault.location
        elif isinstance(invented, str) and key in _DETAILS:
            entry[name] = fault.message
        elif isinstance(invented, str) and key in ("type", "code", "rule", "keyword"):
            entry[name] = fault.rule
    return entry


def _sentence(fault: Fault) -> str:
    place = " ".join(part for part in (fault.location, fault.name, fault.pointer) if part)
    return f"{place}: {fault.message}"
