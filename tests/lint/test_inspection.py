from pathlib import Path

import pytest

from vertrag.contract.loading.sources import shipped_names
from vertrag.errors import DocumentError
from vertrag.lint.inspection import inspect, inspect_text


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_document_has_no_errors_and_no_warnings(name: str) -> None:
    assert [(lint.line, lint.message) for lint in inspect(name).lints if lint.rule.severity != "info"] == []


def test_findings_come_by_line_and_are_counted() -> None:
    found = inspect_text("paths:\n  b: {}\n  a: {get: {}}\n", "document")
    codes = [(lint.line, lint.rule.code) for lint in found.lints]
    assert codes == sorted(codes)
    assert found.count("error") == len([lint for lint in found.lints if lint.rule.severity == "error"])
    assert found.count("info") == 1


@pytest.mark.parametrize("text", ["", "- a", "text", "a: [", "3"])
def test_what_is_no_map_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        inspect_text(text, "document")


def test_a_file_is_named_as_it_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("openapi: 3.1.0\n", encoding="utf-8")
    assert inspect(str(path)).source == str(path)
