import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
TESTS = """
def test_first(vertrag_session, vertrag_journal, vertrag_mock):
    with vertrag_session.client() as client:
        client.post("/books", json={"isbn": "1", "title": "Faust"})
        assert len(client.get("/books").json()) == 1
    assert [each["method"] for each in vertrag_journal()] == ["GET", "POST"]
    assert vertrag_mock.client().get("/books").json() == []

def test_second(vertrag_session, vertrag_journal):
    assert vertrag_session.client().get("/books").json() == []
    assert len(vertrag_journal()) == 1

"""


def code_on(page: str, language: str, place: int = 0) -> str:
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return blocks[place]


def test_each_test_has_a_session_and_a_journal_of_its_own(pytester: pytest.Pytester) -> None:
    (pytester.path / "shelf.yaml").write_text(code_on("handlers.md", "yaml"), encoding="utf-8")
    (pytester.path / "shelf.py").write_text(code_on("handlers.md", "python"), encoding="utf-8")
    pytester.makeini("[pytest]\nvertrag_documents = shelf.yaml")
    pytester.makefile(".toml", vertrag='[serve]\nhandlers = "shelf.py"')
    pytester.makepyfile(TESTS + code_on("testing.md", "python", place=1))
    pytester.runpytest_inprocess().assert_outcomes(passed=3)


def test_nothing_is_imported_before_it_is_needed() -> None:
    loaded = "import sys, vertrag.pytest_plugin; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert not {"vertrag.serve", "vertrag.fuzz", "vertrag.contract", "httpx"} & set(ran.stdout.split())


APP = """
import json

async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    status = 200 if scope["method"] == "GET" else 405
    body = json.dumps({"up": "yes" if scope["path"] == "/health" else True} if status == 200 else {}).encode()
    headers = [(b"content-type", b"application/json"), (b"allow", b"GET")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
"""
DOCUMENT = """
openapi: 3.0.3
info: {title: Health, version: "1"}
paths:
  /health:
    get:
      responses:
        "200":
          description: up
          content:
            application/json:
              schema: &up {type: object, required: [up], properties: {up: {type: boolean}}}
  /ready:
    get: {responses: {"200": {description: up, content: {application/json: {schema: *up}}}}}
  /letters:
    post: {responses: {"201": {description: sent}}}
"""


def test_each_operation_of_a_contract_is_a_test_for_any_process_of_a_suite(pytester: pytest.Pytester) -> None:
    (pytester.path / "openapi.yaml").write_text(DOCUMENT, encoding="utf-8")
    (pytester.path / "my_app.py").write_text(APP, encoding="utf-8")
    pytester.makepyfile(code_on("testing.md", "python", place=2).replace("max_examples=5", "max_examples=1"))
    result = pytester.runpytest_inprocess("-n", "2")
    result.assert_outcomes(failed=1, passed=1, skipped=1)
    lines = ["*test_contract[[]GET /health]*", "*expected *at /up type*", "*curl -i*"]
    result.stdout.fnmatch_lines(lines)
