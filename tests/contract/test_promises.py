from typing import Any

import pytest

from vertrag.contract.promises import Promise, declared_in, fault_of, holds, promises_of


def of(expression: str) -> Promise:
    return Promise(expression, expression)


def test_a_promise_is_a_text_or_has_a_message() -> None:
    node = {"x-invariants": ["self.a > 0", {"rule": "self.b > 0", "message": "b is positive"}]}
    assert [(each.expression, each.message) for each in promises_of(node)] == [
        ("self.a > 0", "self.a > 0"),
        ("self.b > 0", "b is positive"),
    ]


@pytest.mark.parametrize(
    ("expression", "value", "result"),
    [
        ("self.start <= self.end", {"start": "2024-01-01", "end": "2024-02-01"}, True),
        ("self.start <= self.end", {"start": "2024-03-01", "end": "2024-02-01"}, False),
        ("self.start <= self.end", {"start": "2024-03-01"}, None),
        ("self.start <= self.end", {"start": "2024-03-01", "end": None}, None),
        ("!has(self.end) || self.start <= self.end", {"start": "2024-03-01"}, True),
        ("self.rows.all(row, row.value >= 0)", {"rows": [{"value": 1}, {"value": -1}]}, False),
        ("1 / self.none == 1", {"none": 0}, None),
    ],
)
def test_a_promise_is_kept_broken_or_cannot_be_computed(expression: str, value: Any, result: Any) -> None:
    assert holds(of(expression), {"self": value}) is result


@pytest.mark.parametrize("expression", ["self.a <=", "slef.a > 0", "nope(self)"])
def test_what_cannot_be_read_is_said(expression: str) -> None:
    assert fault_of(of(expression), ("self",))
    assert not fault_of(of("self.a <= self.b"), ("self",))


def test_every_promise_of_a_document_is_found_with_what_it_may_speak_of() -> None:
    schema = {"properties": {"a/b": {"x-invariants": ["self > 0"]}}}
    tree = {
        "paths": {"/x": {"get": {"responses": {}, "x-invariants": ["response.status < 300"]}}},
        "s": [schema],
    }
    assert [(pointer, names) for pointer, _, names in declared_in(tree)] == [
        ("/paths/~1x/get/x-invariants/0", ("request", "response")),
        ("/s/0/properties/a~1b/x-invariants/0", ("self",)),
    ]
