from typing import Any

import httpx
import pytest

from vertrag.config import ServeSettings
from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.control.panel import BASE_PATH, DOCUMENT, handlers
from vertrag.journal import Journal
from vertrag.lint.inspection import inspect
from vertrag.serve.mounts import Mount
from vertrag.serve.running.preparation import control
from vertrag.serve.running.steerable import surface_of
from vertrag.state.sessions import Sessions


def test_lint_finds_nothing_wrong_with_the_document() -> None:
    assert [lint for lint in inspect(str(DOCUMENT)).lints if lint.rule.severity != "info"] == []


def test_every_operation_of_the_document_has_its_handler_and_no_other() -> None:
    contract = compile_contract(load(str(DOCUMENT)))
    assert set(handlers(Sessions(), Journal(), surface_of([]))) == {
        operation.key for operation in contract.operations
    }


@pytest.mark.parametrize(("host", "open_to_all"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False)])  # noqa: S104
def test_other_machines_need_a_token_of_ours(host: str, *, open_to_all: bool) -> None:
    mount = Mount(compile_contract(load("zoho-desk")))
    key = "the key of the tests, long enough"
    made = control([mount], ServeSettings(host=host, auth="any", key=key))
    assert made.require_auth is not open_to_all
    assert made.authority is not None
    assert made.authority.verify(made.authority.issue())


@pytest.mark.parametrize("path", [f"{BASE_PATH}/sessions/~", f"/~a{BASE_PATH}/sessions/~"])
def test_pages_of_other_origins_may_not_steer(send: Any, path: str) -> None:
    asked = {"Origin": "http://elsewhere.example", "Access-Control-Request-Method": "DELETE"}
    for response in (send("OPTIONS", path, headers=asked), send("GET", path, headers=asked)):
        assert [name for name in response.headers if name.startswith("access-control")] == []
    assert "access-control-allow-origin" in send("GET", "/notes", headers=asked).headers


def test_the_document_lies_where_it_says() -> None:
    assert load(str(DOCUMENT)).base_path == BASE_PATH


def test_nothing_that_the_control_api_says_is_remembered(send: Any) -> None:
    responses: list[httpx.Response] = [send("GET", "/_vertrag/sessions") for _ in range(2)]
    assert [response.headers["cache-control"] for response in responses] == ["no-store", "no-store"]
