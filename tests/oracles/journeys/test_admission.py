import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.lone import lone
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import grounds_of
from vertrag.oracles.journeys import admission

CLOSED: dict[str, Any] = {"responses": {"200": {"description": ""}}, "security": [{"login": []}]}

WAYS = (
    admission.only_declared_media_types,
    admission.whole_credentials,
    admission.closed_to_strangers,
    admission.created_once,
)


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_keeps_its_word_is_clean(way: Any, converse: Callable[..., Any]) -> None:
    assert converse().codes(way) == set()


@pytest.mark.parametrize(
    ("flaw", "way", "code"),
    [
        ("undeclared media type accepted", admission.only_declared_media_types, "VF701"),
        ("prefix of the key accepted", admission.whole_credentials, "VF702"),
        ("longer key accepted", admission.whole_credentials, "VF702"),
        ("key in any case accepted", admission.whole_credentials, "VF702"),
        ("no key accepted", admission.closed_to_strangers, "VF705"),
        ("any key accepted", admission.closed_to_strangers, "VF705"),
        ("idempotency key ignored", admission.created_once, "VF703"),
        ("location of another", admission.created_once, "VF704"),
    ],
)
def test_a_server_that_breaks_one_law_is_found(
    flaw: str, way: Any, code: str, converse: Callable[..., Any]
) -> None:
    assert code in converse(flaw).codes(way, "customers")


def test_a_false_credential_has_the_form_of_the_right_one() -> None:
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": CLOSED}}})))
    sent: list[str] = []

    def send(request: Request) -> Response:
        sent.append(dict(request.headers).get("authorization", ""))
        return Response(401)

    everything = lone(grounds)
    assert everything is not None
    talk = Talk(grounds, send, (("authorization", "Basic c2VjcmV0OjQ3MTE="),))
    assert list(admission.closed_to_strangers(talk, everything)) == []
    assert sent == ["", "Basic", "Basic dmVydHJhZzpub25l"]


@pytest.mark.parametrize(
    ("opens", "codes"),
    [
        (lambda key: key == "secret-key-4711", set()),
        (lambda _: True, {"VF702", "VF705"}),
        (lambda key: bool(key), {"VF702", "VF705"}),
        (lambda key: key.startswith("secret-key"), {"VF702"}),
    ],
)
def test_a_key_in_the_query_is_asked_for_as_a_header_is(
    opens: Callable[[str], bool], codes: set[str]
) -> None:
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": CLOSED}}}))

    def send(request: Request) -> Response:
        return Response(200 if opens(request.query.removeprefix("key=")) else 401)

    grounds = grounds_of(contract)
    everything = lone(grounds)
    assert everything is not None
    query = (("key", "secret-key-4711"),)
    talk = Talk(grounds, send, credentials=frozenset({"key"}), query=query)
    ways = (admission.closed_to_strangers, admission.whole_credentials)
    assert {breach.law.code for way in ways for breach in way(talk, everything)} == codes


@pytest.mark.parametrize(
    ("schemes", "opens", "codes"),
    [
        (("bearer",), lambda text: text == "Bearer token-4711", set()),
        (("bearer",), lambda text: text.endswith("token-4711"), {"VF706"}),
        (("bearer", "basic"), lambda text: text.endswith("token-4711"), set()),
        (("bearer",), lambda text: text in ("Bearer token-4711", "Bearer"), {"VF705"}),
    ],
)
def test_a_credential_has_its_scheme_and_something_behind_it(
    schemes: tuple[str, ...], opens: Callable[[str], bool], codes: set[str]
) -> None:
    known = {each: {"type": "http", "scheme": each} for each in schemes}
    closed = {"security": [{each: []} for each in schemes], "responses": {"200": {"description": ""}}}
    tree = {"openapi": "3.0.3", "paths": {"/x": {"get": closed}}, "components": {"securitySchemes": known}}
    grounds = grounds_of(compile_contract(from_tree(tree)))

    def send(request: Request) -> Response:
        return Response(200 if opens(dict(request.headers).get("authorization", "")) else 401)

    everything = lone(grounds)
    assert everything is not None
    talk = Talk(grounds, send, (("authorization", "Bearer token-4711"),))
    ways = (admission.closed_to_strangers, admission.whole_credentials)
    assert {breach.law.code for way in ways for breach in way(talk, everything)} == codes


@pytest.mark.parametrize(
    ("statuses", "taken", "codes"),
    [
        (("204", "415"), {"application/merge-patch+json", "application/json"}, ["VF701"]),
        (("204", "415"), {"application/merge-patch+json"}, []),
        (("204",), {"application/merge-patch+json", "application/json"}, []),
    ],
)
def test_json_is_not_every_type_that_is_made_of_it(
    statuses: tuple[str, ...], taken: set[str], codes: list[str]
) -> None:
    content = {"application/merge-patch+json": {"schema": {"type": "object"}}}
    responses = {status: {"description": ""} for status in statuses}
    patch = {"requestBody": {"required": True, "content": content}, "responses": responses}
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"patch": patch}}})))

    def send(request: Request) -> Response:
        return Response(204 if dict(request.headers)["content-type"] in taken else 415)

    everything = lone(grounds)
    assert everything is not None
    found = admission.only_declared_media_types(Talk(grounds, send), everything)
    assert [each.law.code for each in found] == codes


@pytest.mark.parametrize(("is_lenient", "codes"), [(True, ["VF701"]), (False, [])])
def test_what_is_there_once_hides_no_media_type(is_lenient: bool, codes: list[str]) -> None:  # noqa: FBT001 - parametrized
    month = {"type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])$", "example": "2026-10"}
    schema = {"type": "object", "required": ["month"], "properties": {"month": month}}
    content = {"content": {"application/json": {"schema": schema}}}
    post = {"requestBody": {"required": True, **content}, "responses": {"201": {"description": ""}}}
    grounds = grounds_of(compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"post": post}}})))
    taken: set[bytes] = set()

    def send(request: Request) -> Response:
        if dict(request.headers)["content-type"] != "application/json" and not is_lenient:
            return Response(415)
        is_new = request.body not in taken
        taken.add(request.body)
        return Response(201 if is_new else 409)

    everything = lone(grounds)
    assert everything is not None
    found = admission.only_declared_media_types(Talk(grounds, send), everything)
    assert [each.law.code for each in found] == codes


def with_keys(schema: dict[str, Any], description: str, *, is_ignored: bool, is_strict: bool) -> list[str]:
    """The codes that a server breaks which makes notes, and knows UUIDs alone as keys."""
    key = {"name": "Idempotency-Key", "in": "header", "schema": schema, "description": description}
    note = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
    content = {"application/json": {"schema": note}}
    answers = {"201": {"description": "", "content": content}, "409": {"description": "Conflict"}}
    post = {"parameters": [key], "requestBody": {"content": content}, "responses": answers}
    read = {"responses": {"200": {"description": "", "content": content}}}
    tree = {"openapi": "3.1.0", "paths": {"/notes": {"post": post}, "/notes/{id}": {"get": read}}}
    grounds = grounds_of(compile_contract(from_tree(tree)))
    made: dict[str, tuple[int, bytes]] = {}

    def send(request: Request) -> Response:
        sent = dict(request.headers)["idempotency-key"]
        if not re.fullmatch("[0-9a-f-]{36}", sent):
            return Response(400)
        number, body = made.get(sent, (len(made), request.body))
        if body != request.body and is_strict:
            return Response(409)
        made[f"{sent}{len(made)}" if is_ignored else sent] = (number, body)
        return Response(201, (("content-type", "application/json"), ("location", f"/n/{number}")), body)

    found = admission.created_once(Talk(grounds, send), grounds.resources.by_name["notes"])
    return [breach.law.code for breach in found]


UUIDS = {"type": "string", "format": "uuid"}
ONE_BODY = "A key that comes with another body is refused (409)."


def test_a_key_has_the_form_that_the_document_asks_for() -> None:
    assert with_keys(UUIDS, "", is_ignored=True, is_strict=False) == ["VF703"]
    assert with_keys(UUIDS, "", is_ignored=False, is_strict=False) == []


@pytest.mark.parametrize(
    ("description", "is_strict", "codes"),
    [
        (ONE_BODY, False, ["VF707"]),
        (ONE_BODY, True, []),
        ("A key whose payload differs from the first one is a conflict.", False, ["VF707"]),
        ("Send another key for another note.", False, []),
        ("To retry after an error with changed data, use a different key.", False, []),
        ("Another request with the same key may be in progress: then 409 is answered.", False, []),
        ("Another body needs another key. What is wrong is refused.", False, []),
        ("", False, []),
    ],
)
def test_a_key_is_for_one_body_where_the_document_says_so(
    description: str,
    is_strict: bool,  # noqa: FBT001 - parametrized
    codes: list[str],
) -> None:
    assert with_keys(UUIDS, description, is_ignored=False, is_strict=is_strict) == codes


@pytest.mark.parametrize(
    ("opens", "codes"),
    [
        (lambda user, password: (user, password) == ("ada", "s3cret"), set()),
        (lambda user, _: user == "ada", {"VF702"}),
        (lambda user, _: bool(user), {"VF705"}),  # who takes every user looks at nobody's password
    ],
)
def test_a_user_comes_with_the_own_password_alone(opens: Callable[[str, str], bool], codes: set[str]) -> None:
    basic = {"securitySchemes": {"basic": {"type": "http", "scheme": "basic"}}}
    closed = {"security": [{"basic": []}], "responses": {"200": {"description": ""}}}
    tree = {"openapi": "3.0.3", "components": basic, "paths": {"/x": {"get": closed}}}
    contract = compile_contract(from_tree(tree))

    def send(request: Request) -> Response:
        scheme, _, secret = dict(request.headers).get("authorization", "").partition(" ")
        try:
            user, _, password = b64decode(secret, validate=True).decode().partition(":")
        except ValueError:
            return Response(401)
        return Response(200 if scheme == "Basic" and opens(user, password) else 401)

    proof = (("authorization", f"Basic {b64encode(b'ada:s3cret').decode()}"),)
    talk = Talk(grounds_of(contract), send, proof, frozenset({"authorization"}))
    everything = lone(talk.grounds)
    assert everything is not None
    found = [*admission.closed_to_strangers(talk, everything), *admission.whole_credentials(talk, everything)]
    assert {breach.law.code for breach in found} == codes
