import subprocess
import sys
from typing import Any

import pytest

from vertrag.exchange import Reply

OK = {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}


def paths(key: str) -> dict[str, Any]:
    return {"/x": {"get": {"operationId": key, "responses": OK}}}


def test_several_documents_live_under_their_base_paths_and_the_longest_wins(
    ask: Any, make_mount: Any
) -> None:
    outer = make_mount(paths("op"), {"op": lambda _: Reply("outer")}, "/api")
    inner = make_mount(paths("op"), {"op": lambda _: Reply("inner")}, "/api/inner")
    assert ask([outer, inner], "GET", "/api/x").json() == "outer"
    assert ask([outer, inner], "GET", "/api/inner/x").json() == "inner"


def test_two_documents_may_share_a_base_path(ask: Any, make_mount: Any) -> None:
    one = make_mount(paths("one"), {"one": lambda _: Reply(1)})
    two = make_mount({"/y": paths("one")["/x"]}, {"one": lambda _: Reply(2)})
    assert [ask([one, two], "GET", path).json() for path in ("/x", "/y")] == [1, 2]


@pytest.mark.parametrize(("cors", "allowed"), [(True, "http://localhost:3000"), (False, None)])
def test_browsers_of_other_origins_are_allowed_unless_told_otherwise(
    ask: Any,
    make_mount: Any,
    cors: bool,  # noqa: FBT001 - a parametrized setting
    allowed: str | None,
) -> None:
    mount = make_mount(paths("op"), {"op": lambda _: Reply(1)})
    response = ask(mount, "GET", "/x", headers={"Origin": "http://localhost:3000"}, cors=cors)
    assert response.headers.get("access-control-allow-origin") == allowed


def test_an_answer_to_what_browsers_ask_before_says_why_it_is_one(ask: Any, make_mount: Any) -> None:
    asked = {"Origin": "http://localhost:3000", "Access-Control-Request-Method": "DELETE"}
    response = ask(make_mount({}), "OPTIONS", "/x", headers=asked)
    assert (response.status_code, response.headers["x-vertrag-why"]) == (200, "preflight")


def test_browsers_that_send_credentials_may_read_every_header(ask: Any, make_mount: Any) -> None:
    mount = make_mount(paths("op"), {"op": lambda _: Reply(1, headers=(("x-total", "5"),))})
    response = ask(mount, "GET", "/x", headers={"Origin": "http://localhost:3000"})
    shown = response.headers["access-control-expose-headers"].split(", ")
    assert {"x-total", "x-vertrag-why"} <= set(shown)


def test_a_preflight_is_answered(ask: Any, make_mount: Any) -> None:
    headers = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization",
    }
    response = ask(make_mount(paths("op")), "OPTIONS", "/x", headers=headers)
    assert response.status_code == 200
    assert "authorization" in response.headers["access-control-allow-headers"]


def test_credentials_are_not_asked_for_when_told_so(ask: Any, make_mount: Any) -> None:
    secured = {
        "security": [{"b": []}],
        "components": {"securitySchemes": {"b": {"type": "http", "scheme": "bearer"}}},
    }
    handlers = {"op": lambda _: Reply(1)}
    assert ask(make_mount(paths("op"), handlers, **secured), "GET", "/x").status_code == 401
    assert (
        ask(make_mount(paths("op"), handlers, require_auth=False, **secured), "GET", "/x").status_code == 200
    )


@pytest.mark.parametrize("path", ["/my%20api/x", "/my%20api/openapi.json", "/my%20api/ui/"])
def test_a_base_path_may_need_encoding(ask: Any, make_mount: Any, path: str) -> None:
    mount = make_mount(paths("op"), {"op": lambda _: Reply(1)}, "/my api")
    assert ask(mount, "GET", path).status_code == 200


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_what_connexion_imports_and_a_mock_does_not_need_stays_out() -> None:
    unneeded = "{'rich', 'requests', 'urllib3'}"
    assert _printed(f"import sys, vertrag.serve; print({unneeded} & set(sys.modules))") == "set()\n"


def test_httpx_s_command_line_is_there_for_who_asks_for_it_later() -> None:
    assert _printed("import vertrag.serve, httpx._main; print(httpx._main.main.name)") == "main\n"


def test_requests_is_there_for_connexion_and_for_others_once_asked_for() -> None:
    code = """
import vertrag.serve, requests
from connexion.json_schema import requests as theirs
print(theirs.get is requests.get)
"""
    assert _printed(code) == "True\n"
