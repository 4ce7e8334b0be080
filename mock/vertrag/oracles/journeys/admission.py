"""Walks over what is let in: only what is declared, with the whole of a credential, and each deed once."""

import re
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import NAMESPACE_URL, uuid5

from vertrag.contract.content.media import essence_of
from vertrag.contract.inference.naming import sentences_of
from vertrag.contract.inference.resources import Resource
from vertrag.contract.operations import Operation
from vertrag.contract.reading.parameters import Parameter
from vertrag.exchange import Headers, Request
from vertrag.oracles.conversation.lone import values_for
from vertrag.oracles.conversation.row_paths import listing
from vertrag.oracles.conversation.spoiling import ANOTHER_PASSWORD, spoilings
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.conversation.varying import varied
from vertrag.oracles.echoes import KEY_HEADERS
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.protocol import scheme_of
from vertrag.oracles.seen import Seen

MEDIA = Law(
    "VF701",
    "undeclared_media_type",
    "An undeclared media type is accepted",
    "415, or 400, for a media type that the document lacks",
    2,
    206,
)
CREDENTIAL = Law(
    "VF702",
    "credential_in_part",
    "A credential is accepted that is none",
    "401 or 403 for a credential that was changed",
    0,
    311,
)
KEY = Law(
    "VF703",
    "idempotency_key_ignored",
    "The same Idempotency-Key creates twice",
    "the same row for the same key",
    1,
)
LOCATION = Law(
    "VF704",
    "location_not_found",
    "The Location of what was created is not there",
    "what was created, at its Location",
    1,
    120,
)
OPEN = Law(
    "VF705",
    "open_without_credential",
    "Who shows no credential is let in",
    "401 or 403 without a credential, and with a false one",
    0,
    307,
)
OTHER_SCHEME = Law(
    "VF706",
    "another_scheme",
    "A credential is taken under another scheme",
    "401 for a scheme that the document does not name (RFC 9110 §11.4)",
    3,
)
KEY_AGAIN = Law(
    "VF707",
    "idempotency_key_for_another",
    "An Idempotency-Key is taken for another creation",
    "the refusal that the document has for a key that comes with another body",
    2,
)
LAWS = (MEDIA, CREDENTIAL, KEY, LOCATION, OPEN, OTHER_SCHEME, KEY_AGAIN)

_FOREIGN = ("text/plain", "application/x-vertrag")
_FALSE = {"basic": "Basic dmVydHJhZzpub25l", "bearer": "Bearer vertrag-no-such-token"}
_SHORTEST = 8  # characters of a credential; what is shorter may be none
_NO_KEY = "vertrag-no-such-key"
_SCHEMES = ("Basic", "Bearer")
_TAKEN = 409
_REFUSALS_OF_KEYS = frozenset({"400", "409", "422"})
_CONTENT = r"(?:request )?(?:body|payload|parameters|content|data|inhalt|daten)"
_FOR_ANOTHER = re.compile(
    rf"\b(?:(?:an)?other|different|ander\w*)\s+{_CONTENT}\b|\b{_CONTENT}\s+(?:differs|is different)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b4[0-9]{2}\b|refus|reject|conflict|\berror|\bfails?\b|abgelehnt", re.IGNORECASE)
_DEAD = (400, 404, 410, 422)  # nothing is there, or nothing can be


def only_declared_media_types(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A body that says it is something else is not taken for what it is not."""
    for deed in resource.deeds:
        declared = {each.name for each in deed.operation.body.media_types} if deed.operation.body else set()
        foreign = _foreign(deed.operation, declared)
        values = values_for(talk, resource, deed.operation)
        if not declared or not foreign or values is None:
            continue
        body = talk.body(deed.operation, values)
        if body is NOTHING or not talk.may(deed.operation):
            continue
        accepted = talk.ask(deed.operation, values, body=body)
        if accepted is None or accepted.response.status >= 300:
            continue
        for name in foreign:
            answer = _sent_as(talk, deed.operation, values, name)
            if answer is not None and answer.response.status < 300:
                yield Breach(MEDIA, f"{answer.response.status} for {name}")
                break


def _sent_as(talk: Talk, operation: Operation, values: tuple[str, ...], name: str) -> Seen | None:
    """The answer to a body of a media type; to another body where the first is there already."""
    headers = (("content-type", name),)
    answer = talk.ask(operation, values, body=talk.body(operation, values), headers=headers)
    if answer is not None and answer.response.status == _TAKEN:
        answer = talk.ask(operation, values, body=talk.body(operation, values), headers=headers)
    return answer


def _foreign(operation: Operation, declared: Collection[str]) -> list[str]:
    """Media types to try; JSON itself where only what is made of it is declared, and 415 for the rest."""
    foreign = [name for name in _FOREIGN if not any(_covers(each, name) for each in declared)][:1]
    is_made_of_it = all(each.endswith("+json") for each in declared) and "415" in operation.responses
    return [*foreign, "application/json"] if is_made_of_it else foreign


def _covers(declared: str, name: str) -> bool:
    essence = essence_of(declared)
    return essence in ("*/*", name, f"{name.partition('/')[0]}/*")


def closed_to_strangers(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """What asks for a credential is closed to who has none, and to who has a false one."""
    for deed in resource.deeds if _secured(talk) or _keys(talk) else ():
        operation = deed.operation
        values = values_for(talk, resource, operation) if _is_closed(operation) else None
        if values is None or not talk.may(operation):
            continue
        body = talk.body(operation, values)
        request = talk.request(operation, values, body=body)
        for how, strange in _by_strangers(talk, request):
            answer = talk.say(strange)
            if answer is not None and _opens(answer):
                yield Breach(OPEN, f"{answer.response.status} {how}")
                break


def _by_strangers(talk: Talk, request: Request) -> Iterator[tuple[str, Request]]:
    secured, keys = {name.lower() for name in _secured(talk)}, _keys(talk)
    headers, pairs = request.headers, parse_qsl(request.query, keep_blank_values=True)
    yield (
        "without a credential",
        request._replace(
            headers=tuple(pair for pair in headers if pair[0] not in secured),
            query=urlencode([pair for pair in pairs if pair[0] not in keys]),
        ),
    )
    false = {name: _FALSE.get(value.partition(" ")[0].lower(), _NO_KEY) for name, value in headers}
    empty = {name: value.partition(" ")[0] if " " in value else "" for name, value in headers}
    yield (
        "for an empty credential",
        request._replace(
            headers=tuple((name, empty[name] if name in secured else value) for name, value in headers),
            query=urlencode([(name, "" if name in keys else value) for name, value in pairs]),
        ),
    )
    yield (
        "for a false credential",
        request._replace(
            headers=tuple((name, false[name] if name in secured else value) for name, value in headers),
            query=urlencode([(name, _NO_KEY if name in keys else value) for name, value in pairs]),
        ),
    )


def _secured(talk: Talk) -> list[str]:
    """The names of the headers that prove who asks."""
    return [name for name, value in talk.headers if _proves(talk, name, value)]


def _keys(talk: Talk) -> list[str]:
    """The names of the parameters of the query that do."""
    return [name for name, value in talk.query if _proves(talk, name, value)]


def _proves(talk: Talk, name: str, value: str) -> bool:
    return name.lower() in talk.credentials and len(value) > _SHORTEST


def whole_credentials(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A credential that was cut, lengthened or changed opens nothing."""
    reads = (each for each in resource.deeds if each.operation.method == "GET" and _is_closed(each.operation))
    deed = listing(resource) or resource.deed("read") or next(reads, None)
    if deed is None or not (_secured(talk) or _keys(talk)) or not _is_closed(deed.operation):
        return
    values = values_for(talk, resource, deed.operation)
    if values is None or not _opens(talk.ask(deed.operation, values)):
        return
    *_, (_, false) = _by_strangers(talk, talk.request(deed.operation, values))
    lets_all_in = _opens(talk.say(false))
    for name, proof in _in_part(talk, has_users=not lets_all_in):
        if _opens(talk.ask(deed.operation, values, **proof)):
            yield Breach(CREDENTIAL, f"{name} opens cut, lengthened or changed")
            return
    for scheme, headers in _in_other_schemes(talk, deed.operation):
        if _opens(talk.ask(deed.operation, values, headers=headers)):
            yield Breach(OTHER_SCHEME, f"{scheme} opens as well")


def _in_other_schemes(talk: Talk, operation: Operation) -> Iterator[tuple[str, Headers]]:
    """The credential under the name of another scheme, where the document knows one scheme alone."""
    known = {scheme_of(talk.grounds, name) for each in operation.security for name in each}
    for name, value in talk.headers:
        scheme, _, secret = value.partition(" ")
        if name.lower() == "authorization" and _proves(talk, name, value) and known == {scheme.lower()}:
            yield from (
                (each, ((name, f"{each} {secret}"),)) for each in _SCHEMES if each.lower() not in known
            )


def _in_part(talk: Talk, *, has_users: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each credential as it is no credential any more, and how to ask with it.

    Who takes every user takes every password: that is told otherwise.
    """
    for name, value in talk.headers:
        for way, before, changed in spoilings(value) if _proves(talk, name, value) else ():
            if has_users or way is not ANOTHER_PASSWORD:
                yield name, {"headers": ((name, before + changed),)}
    for name, value in talk.query:
        for _, before, changed in spoilings(value) if _proves(talk, name, value) else ():
            yield name, {"query": {name: before + changed}}


def _is_closed(operation: Operation) -> bool:
    return bool(operation.security) and {} not in operation.security


def _opens(answer: Seen | None) -> bool:
    return answer is not None and answer.response.status < 300


def created_once(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """The same creation with the same Idempotency-Key is one, and its Location leads to it."""
    create = resource.deed("create")
    parent = talk.above(create.operation) if create else None
    if create is None or parent is None or not talk.may(create.operation):
        return
    parameter = next(_own_keys(create.operation), None)
    body = talk.body(create.operation, parent)
    headers: Headers = ((parameter.sent_as.lower(), _new_key(talk, parameter)),) if parameter else ()
    first = talk.ask(create.operation, parent, body=body, headers=headers)
    if first is None or first.response.status >= 300:
        return
    yield from _at_its_location(talk, first)
    made = talk.made(resource, parent, body, first)
    second = talk.ask(create.operation, parent, body=body, headers=headers) if parameter else None
    again = talk.made(resource, parent, body, second) if second and second.response.status < 300 else None
    if made is not None and again is not None and again.values != made.values:
        yield Breach(KEY, f"{again.values[-1]} after {made.values[-1]}")
    elif again is not None and parameter is not None and _is_for_one(talk, create.operation, parameter):
        yield from _for_another(talk, create.operation, parent, body, headers)


def _own_keys(operation: Operation) -> Iterator[Parameter]:
    """The parameters that hold an Idempotency-Key, the best known name first."""
    known = {each.sent_as.lower(): each for each in operation.parameters.get("header", ())}
    return (known[name] for name in KEY_HEADERS if name in known)


def _new_key(talk: Talk, parameter: Parameter) -> str:
    """A key that the document takes, another one each time."""
    text = f"vertrag-{talk.mark:04x}-{talk.cases}-0123456789"
    forms = (text, str(uuid5(NAMESPACE_URL, text)))
    return next((each for each in forms if not any(parameter.judge(each))), text)


def _is_for_one(talk: Talk, operation: Operation, parameter: Parameter) -> bool:
    """Whether the document says that a key is refused where it comes with another body."""
    document = talk.grounds.contract.document
    responses = operation.node.get("responses") or {}
    known = _REFUSALS_OF_KEYS & operation.responses.keys()
    nodes = (document.resolve(responses.get(status)) or {} for status in known)
    answers = [str(node.get("description") or "") for node in nodes]
    sentences = sentences_of(parameter.description)
    is_told = any(_FOR_ANOTHER.search(each) and _REFUSED.search(each) for each in sentences)
    is_told |= any(_FOR_ANOTHER.search(each) and "idempot" in each.lower() for each in answers)
    return is_told and bool(known)


def _for_another(
    talk: Talk, operation: Operation, parent: tuple[str, ...], body: Any, headers: Headers
) -> Iterator[Breach]:
    other = talk.body(operation, parent)
    if other == body:
        other = varied(talk.grounds, operation, body, talk.cases, once=True)
    answer = talk.ask(operation, parent, body=other, headers=headers) if other != body else None
    if answer is not None and answer.response.status < 300:
        yield Breach(KEY_AGAIN, f"{answer.response.status} for another body with the same key")


def _at_its_location(talk: Talk, created: Seen) -> Iterator[Breach]:
    location = created.header("location") or ""
    path = "/" + location.partition("://")[2].partition("/")[2] if "://" in location else location
    base = talk.grounds.contract.document.base_path
    found = talk.grounds.contract.find("GET", path.removeprefix(base))
    if created.response.status != 201 or not location or found is None:
        return
    request = talk.request(found[0])._replace(path=path.removeprefix(base))
    answer = talk.say(request)
    if answer is not None and answer.response.status in _DEAD:
        yield Breach(LOCATION, f"{answer.response.status} for {location}")
