from typing import Any

import pytest

from vertrag.oracles.spelling import as_json


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "null"),
        (True, "true"),
        ("Müller", '"Müller"'),
        ({"a": [1.5]}, '{"a": [1.5]}'),
        (b"x", "\"b'x'\""),
    ],
)
def test_a_value_is_told_as_json_has_it(value: Any, told: str) -> None:
    assert as_json(value) == told
