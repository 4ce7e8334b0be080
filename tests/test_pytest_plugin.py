import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
TESTS = """
import sys

def test_nothing_is_imported_before_it_is_needed():
    assert "vertrag.pytest_plugin" in sys.modules
    assert "vertrag.serve" not in sys.modules
    assert "httpx" not in sys.modules

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
    pytester.runpytest_subprocess().assert_outcomes(passed=4)
