from typing import Any

import pytest

GET = {"get": {"operationId": "op", "responses": {"200": {"description": ""}}}}


def test_the_user_interface_shows_the_served_document(ask: Any, make_mount: Any) -> None:
    page = ask(make_mount({"/x": GET}, base="/v1"), "GET", "/v1/ui/")
    assert page.status_code == 200
    assert "/v1/openapi.json" in page.text


def test_every_document_has_its_own(ask: Any, make_mount: Any) -> None:
    mounts = [make_mount({"/x": GET}, base=base) for base in ("", "/v1")]
    assert "/v1/openapi.json" in ask(mounts, "GET", "/v1/ui/").text
    assert "/v1" not in ask(mounts, "GET", "/ui/").text


def test_an_operation_is_never_hidden_by_it(ask: Any, make_mount: Any) -> None:
    assert ask(make_mount({"/ui": GET}), "GET", "/ui").headers["x-vertrag-why"] == "no body declared"


def test_a_path_that_only_starts_alike_is_another(ask: Any, make_mount: Any) -> None:
    assert ask(make_mount({"/x": GET}, base="/v1"), "GET", "/v1/uix").status_code == 404


def test_below_a_session_it_stays_there(ask: Any, make_mount: Any) -> None:
    mount = make_mount({"/x": GET}, base="/v1")
    assert ask(mount, "GET", "/~s/v1/ui").headers["location"] == "/~s/v1/ui/"
    assert '"/~s/v1/openapi.json"' in ask(mount, "GET", "/~s/v1/ui/").text
    assert ask(mount, "GET", "/~s/v1/ui/swagger-ui.css").status_code == 200


def test_a_method_that_it_does_not_know_is_told_those_it_knows(ask: Any, make_mount: Any) -> None:
    answer = ask(make_mount({"/x": GET}, base="/v1"), "POST", "/v1/ui/")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["type"] == "urn:vertrag:problem:method-not-allowed"


@pytest.mark.parametrize("name", ["none.css", "a" * 3000, "%00", "%2e%2e/%2e%2e/etc/passwd"])
def test_a_file_that_it_does_not_have_is_not_there(ask: Any, make_mount: Any, name: str) -> None:
    answer = ask(make_mount({"/x": GET}, base="/v1"), "GET", f"/v1/ui/{name}")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:vertrag:problem:unknown-path")
