import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from vertrag.config import WhySettings
from vertrag.exchange import Reply
from vertrag.serve.showing.explanation import explain, explained, request_of

PATHS = {
    "/pets/{id}": {
        "get": {
            "operationId": "getPet",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "security": [{"b": []}],
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": {}}}}},
        }
    }
}
SECURED = {"components": {"securitySchemes": {"b": {"type": "http", "scheme": "bearer"}}}}


@pytest.mark.parametrize(
    ("method", "url", "header", "said"),
    [
        ("GET", "/elsewhere", "", ["/v1 of T does not fit", "404, "]),
        ("GET", "/v1/dogs", "", ["no template fits", "because: refused: unknown-path"]),
        ("PUT", "http://h/v1/pets/5", "", ["PUT is not among GET", "405, "]),
        ("GET", "/v1/pets/5", "", ["/pets/{id} fits with id='5'", "b: no credential was sent", "401, "]),
        ("GET", "/v1/pets/5", "Authorization: Bearer x", ["b: 401, The token is no valid JWT."]),
        ("GET", "/v1/pets/five", "TOKEN", ["b: opens", "path id: ", "400, "]),
        ("GET", "/v1/pets/5", "TOKEN", ["id = 5", "answers", "200, 1 bytes, because: handler"]),
    ],
)
def test_every_decision_is_said_and_the_real_answer_comes_last(
    make_mount: Any, authority: Any, method: str, url: str, header: str, said: list[str]
) -> None:
    mount = make_mount(PATHS, {"getPet": lambda _: Reply(1)}, "/v1", **SECURED)
    sent = header.replace("TOKEN", f"Authorization: Bearer {authority.issue()}")
    steps = list(explain([mount], authority, request_of(method, url, [sent] if sent else [], None)))
    told = "\n".join(f"{step.subject}: {step.decision}" for step in steps)
    assert [text for text in said if text not in told] == []
    assert steps[-1].subject == "answer"


def test_the_shipped_documents_can_be_asked_about() -> None:
    settings = WhySettings("get", "/api/mind/ticket/376189?refresh=maybe", auth="off", key="k" * 32)
    assert any(step.subject == "violation" for step in explained(settings))


def test_the_session_that_a_path_names_is_no_part_of_the_path(make_mount: Any, authority: Any) -> None:
    mount = make_mount(PATHS, {"getPet": lambda _: Reply(1)}, "/v1", require_auth=False, **SECURED)
    steps = list(explain([mount], authority, request_of("GET", "/~ada/v1/pets/5", [], None)))
    assert (steps[0].subject, steps[0].decision) == ("session", "ada, by the path")
    assert steps[-1].decision.endswith("because: handler")


def test_the_mock_that_is_asked_about_is_the_one_of_the_settings(tmp_path: Path) -> None:
    document, handlers = tmp_path / "pets.yaml", tmp_path / "pets.py"
    document.write_text(yaml.safe_dump({"openapi": "3.0.3", "paths": PATHS}))
    handlers.write_text("def getPet(call):\n    return 7\n")
    more: Any = {"auth": "off", "key": "k" * 32, "handlers": str(handlers), "invalid_status": 422, "seed": 3}
    asked = [WhySettings("get", f"/pets/{text}", (str(document),), **more) for text in ("5", "five")]
    answers = [[*explained(each)][-1].decision for each in asked]
    assert [answer[:3] for answer in answers] == ["200", "422"]
    assert answers[0].endswith("because: handler")


def test_a_body_is_json_unless_a_header_says_else() -> None:
    assert request_of("post", "/x?a=1", [], "{}").headers == (("content-type", "application/json"),)
    assert request_of("post", "/x", ["Content-Type: text/plain"], "x").headers == (
        ("content-type", "text/plain"),
    )


def test_the_command_prints_its_steps_and_nothing_else(running_mock: Any) -> None:
    command = [sys.executable, "-m", "vertrag", "why", "GET", "/api/mind/ticket/1", "--auth", "off"]
    run = subprocess.run(command, env=running_mock.environ, capture_output=True, text=True, check=True)
    assert run.stderr == ""
    assert run.stdout.splitlines()[-1].startswith("answer     404")
