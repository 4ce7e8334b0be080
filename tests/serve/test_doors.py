import base64
from typing import Any

import pytest

from vertrag.errors import Refused
from vertrag.serve.doors import Door, challenge, finder
from vertrag.serve.mounts import NAME

ASKED: Any = type("Request", (), {"scope": {"query_string": b"", "headers": []}})()
SCOPE = {
    "query_string": b"key=a%20b",
    "headers": [
        (b"authorization", b"Basic " + base64.b64encode(b"me:secret:word")),
        (b"cookie", b"other=1"),
        (b"cookie", b"sid=abc%3D"),
        (b"x-key", b"k"),
    ],
}


@pytest.mark.parametrize(
    ("scheme", "credential"),
    [
        ({"type": "apiKey", "in": "query", "name": "key"}, "a b"),
        ({"type": "apiKey", "in": "cookie", "name": "sid"}, "abc="),
        ({"type": "apiKey", "in": "cookie", "name": "id"}, None),
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, "k"),
        ({"type": "http", "scheme": "Basic"}, "secret:word"),
        ({"type": "http", "scheme": "bearer"}, None),
        ({"type": "openIdConnect"}, None),
        ({}, None),
    ],
)
def test_a_credential_is_found_where_its_scheme_says(scheme: Any, credential: str | None) -> None:
    assert finder(scheme)(SCOPE) == credential


@pytest.mark.parametrize(("role", "scopes", "status"), [("agent", ["read"], 200), ("guest", [], 403)])
def test_a_role_decides_what_a_valid_token_opens(
    ask: Any, make_mount: Any, authority: Any, role: str, scopes: list[str], status: int
) -> None:
    secured = {
        "components": {"securitySchemes": {"b": {"type": "http", "scheme": "bearer", "x-scopes": {"s": ""}}}}
    }
    operation = {"operationId": "op", "security": [{"b": scopes}], "responses": {"200": {"description": ""}}}
    mount = make_mount({"/x": {"get": operation}}, **secured)
    response = ask(mount, "GET", "/x", headers={"Authorization": f"Bearer {authority.issue(role)}"})
    assert response.status_code == status


def test_an_operation_offers_every_way_in_once(make_mount: Any) -> None:
    node: Any = {"security": [{"a": []}, {"b": []}, {"c": [], "d": []}], "responses": {}}
    operation = make_mount({"/x": {"get": node}}).contract.operations[0]
    schemes = {
        "a": {"type": "http", "scheme": "bearer"},
        "b": {"type": "oauth2"},
        "c": {"type": "apiKey", "x-authentication-scheme": "Acme"},
        "d": {"type": "apiKey"},
    }
    assert (
        challenge(operation, schemes)
        == 'Bearer realm="vertrag", Acme realm="vertrag", ApiKey realm="vertrag"'
    )


def test_a_label_is_checked_against_the_known_ones(authority: Any) -> None:
    scheme = {"type": "apiKey", "in": "header", "name": "X-Key", "x-known-values": ["k"]}
    check = Door(authority, {"tenant": scheme}).get_fn({NAME: "tenant"}, [])
    assert check(type("Request", (), {"scope": SCOPE})()) == {"X-Key": "k"}


def test_a_certificate_is_not_asked_for_over_http(authority: Any) -> None:
    assert Door(authority, {"tls": {"type": "mutualTLS"}}).get_fn({NAME: "tls"}, [])(ASKED) == {}


@pytest.mark.parametrize(("pair", "credential"), [(b"key:", "key"), (b"name:word", "word")])
def test_a_name_without_a_password_is_the_credential(pair: bytes, credential: str) -> None:
    scope = {"headers": [(b"authorization", b"Basic " + base64.b64encode(pair))]}
    assert finder({"type": "http", "scheme": "basic"})(scope) == credential


@pytest.mark.parametrize("credential", [b"!", base64.b64encode(b"nocolon"), base64.b64encode(b"\xff:")])
def test_a_basic_credential_is_name_and_password(credential: bytes) -> None:
    with pytest.raises(Refused, match="no base64 of name:password"):
        finder({"type": "http", "scheme": "basic"})({"headers": [(b"authorization", b"Basic " + credential)]})


def test_a_bearer_token_that_does_not_do_is_told_why(make_mount: Any) -> None:
    operation = make_mount({"/x": {"get": {"security": [{"a": []}], "responses": {}}}}).contract.operations[0]
    said = challenge(operation, {"a": {"type": "oauth2"}}, "invalid_token")
    assert said == 'Bearer realm="vertrag", error="invalid_token"'
