import json

import pytest

from vertrag.serialization import from_json, to_json


@pytest.mark.parametrize("value", [{"a": [1, 2.5, None, "ü"]}, 10**40, -(2**63) - 1, [[]]])
def test_json_comes_back_as_it_was(value: object) -> None:
    assert json.loads(to_json(value)) == value


@pytest.mark.parametrize(
    "value", [{"a": [1, 2.5, None, "ü"]}, "", 0, True, [10**40, -(2**64), 0.1], "1" * 30]
)
def test_what_was_written_is_read(value: object) -> None:
    assert from_json(to_json(value)) == value


def test_what_is_nested_beyond_all_bounds_is_read_roughly() -> None:
    content = b"[" * 1015 + b"1" * 20 + b"]" * 1015
    assert isinstance(from_json(content), list)


def test_what_is_no_json_is_a_defect() -> None:
    with pytest.raises(TypeError):
        to_json({"a": object()})
