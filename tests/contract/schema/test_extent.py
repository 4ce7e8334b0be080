from typing import Any

import pytest

from vertrag.contract.schema.extent import DEEPEST, MOST_NODES, is_too_deep, is_vast


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"a": [value]}
    return value


@pytest.mark.parametrize(
    ("value", "expected"), [(1, False), ([], False), (nested(DEEPEST // 2), False), (nested(DEEPEST), True)]
)
def test_depth_is_bounded(value: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert is_too_deep(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x" * 10**6, False),
        ([1] * MOST_NODES, False),
        ([1] * (MOST_NODES + 1), True),
        ([[1] * 200] * 200, True),
        ({str(n): n for n in range(MOST_NODES + 1)}, True),
    ],
)
def test_extent_is_bounded(value: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert is_vast(value) is expected
