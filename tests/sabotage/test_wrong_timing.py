from collections.abc import Callable

import pytest

from vertrag.sabotage.playbook import WAYS
from vertrag.sabotage.way import Scene


@pytest.mark.parametrize(
    ("code", "operation", "number", "is_late"),
    [
        ("S801", "getTag", 1, True),
        ("S802", "getTag", 9, False),
        ("S802", "getTag", 10, True),
        ("S803", "getTag", 1, False),
        ("S803", "listTags", 1, True),
    ],
)
def test_some_answers_wait(
    code: str, operation: str, number: int, *, is_late: bool, scene_of: Callable[..., Scene]
) -> None:
    delay = WAYS[code].delay
    assert delay is not None
    assert bool(delay(scene_of(operation, number=number))) == is_late
