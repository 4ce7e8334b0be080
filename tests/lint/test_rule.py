from vertrag.lint.rulebook import RULES


def test_a_paragraph_says_code_severity_cause_and_remedy() -> None:
    rule = RULES["V123"]
    assert rule.paragraph == (
        f"### V123: paths that differ by a slash\n\n*warning.* {rule.explanation} {rule.remedy}"
    )
