import base64
from typing import Any

import pytest

from vertrag.serve.doors import Door, challenge, finder
from vertrag.serve.mounts import NAME

SCOPE = {
    "query_string": b"key=a%20b",
    "headers": [
        (b"authorization", b"Basic " + base64.b64encode(b"me:secret:word")),
        (b"cookie", b"other=1; sid=abc%3D"),
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
