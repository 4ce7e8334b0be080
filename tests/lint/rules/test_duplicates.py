import pytest

from vertrag.lint.inspection import inspect_text
from vertrag.lint.rules.duplicates import repeated_keys


@pytest.mark.parametrize(
    ("text", "pointers"),
    [
        ('{"a": 1, "b": {"c": 1, "c": 2}, "a": [{"a": 1}]}', ["/b/c", "/a"]),
        ('a: 1\nb: [{c/d: 1}, {c/d: 1, c/d: 2}]\n"a": 2\n', ["/b/1/c~1d", "/a"]),
        ("x: &x {a: 1}\ny: {<<: *x, <<: *x, a: 2}\n", []),
        ('{"a": {"a": {"a": 1}}}', []),
        ('{"a": 1,\t"a": 2}', ["/a"]),
    ],
)
def test_a_key_may_stand_once_in_each_map(text: str, pointers: list[str]) -> None:
    assert [pointer for pointer, _ in repeated_keys(text)] == pointers


def test_of_several_the_last_counts_and_the_linter_says_so() -> None:
    text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /a: {}\n  /b: {}\n  /a: {get: {}}\n"
    inspection = inspect_text(text, "twice.yaml")
    found = [lint for lint in inspection.lints if lint.rule.code == "V100"]
    assert [(lint.pointer, lint.line) for lint in found] == [("/paths/~1a", 6)]
    assert any(lint.pointer.startswith("/paths/~1a/get") for lint in inspection.lints)
