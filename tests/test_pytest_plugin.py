import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
TESTS = """
import sys

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
NOTHING_EARLY = """
import sys

def test_nothing_is_imported_before_it_is_needed():
    assert "vertrag.pytest_plugin" in sys.modules
    assert "vertrag.serve" not in sys.modules
    assert "httpx" not in sys.modules
"""


def test_each_test_has_a_session_and_a_journal_of_its_own(pytester: pytest.Pytester) -> None:
    blocks = {
        "shelf.yaml": re.search(r"```yaml\n(.*?)```", (DOCS / "handlers.md").read_text("utf-8"), re.DOTALL),
        "shelf.py": re.search(r"```python\n(.*?)```", (DOCS / "handlers.md").read_text("utf-8"), re.DOTALL),
    }
    for name, block in blocks.items():
        assert block
        (pytester.path / name).write_text(block[1], encoding="utf-8")
    on_page = re.findall(r"```python\n(.*?)```", (DOCS / "testing.md").read_text("utf-8"), re.DOTALL)[1]
    pytester.makefile(".toml", vertrag='[serve]\ndocuments = ["shelf.yaml"]\nhandlers = "shelf.py"')
    pytester.makepyfile(TESTS + on_page)
    pytester.runpytest_inprocess().assert_outcomes(passed=3)


def test_documents_can_be_named_in_the_settings_of_pytest(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nvertrag_documents = zoho-desk")
    pytester.makepyfile("def test_it(vertrag_mock):\n    assert vertrag_mock.base_url.endswith('/zoho')")
    pytester.runpytest_inprocess().assert_outcomes(passed=1)


def test_the_plugin_costs_nothing_where_nobody_uses_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(NOTHING_EARLY)
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
