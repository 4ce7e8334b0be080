from pathlib import Path

import pytest

from vertrag.errors import UsageError
from vertrag.lint.inspection import inspect_text
from vertrag.lint.rule import Rule
from vertrag.lint.rulebook import RULES, rule_of

CASES = Path(__file__).parent / "cases"
MARK = "  # here"


def _cases() -> list[object]:
    return [
        pytest.param(path.stem, text, id=f"{path.stem}-{index}")
        for path in sorted(CASES.glob("*.yaml"))
        for index, text in enumerate(path.read_text(encoding="utf-8").split("---\n"))
    ]


@pytest.mark.parametrize(("code", "text"), _cases())
def test_a_case_has_its_code_on_the_marked_lines_and_no_other(code: str, text: str) -> None:
    found = [(lint.line, lint.rule.code) for lint in inspect_text(text, "case").lints]
    marked = [number for number, line in enumerate(text.splitlines(), 1) if line.endswith(MARK)]
    assert found == [(line, code) for line in marked]
    assert marked


def test_every_code_has_a_case() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_is_explained_in_sentences(rule: Rule) -> None:
    assert RULES[rule.code] is rule
    assert rule.explanation.endswith(".")
    assert rule.remedy.endswith(".")


def test_a_code_is_found_in_any_case() -> None:
    assert rule_of(" v121 ") is RULES["V121"]


def test_an_unknown_code_says_which_there_are() -> None:
    with pytest.raises(UsageError) as refused:
        rule_of("V999")
    assert "V100" in refused.value.hint
