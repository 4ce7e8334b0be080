from typing import Any

import pytest

from vertrag.serve.resources.patches import Unpatchable, is_json_patch, merged, patched


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        # The cases of RFC 7396, appendix A, in which something happens.
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        (["a"], ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_merge_patch_merges(target: Any, patch: Any, result: Any) -> None:
    assert merged(target, patch) == result


def test_null_may_be_a_value() -> None:
    assert merged({"a": 1}, {"a": None}, keeps_null=True) == {"a": None}


@pytest.mark.parametrize(
    ("target", "operation", "result"),
    [
        ({"a": 1}, {"op": "add", "path": "/b", "value": 2}, {"a": 1, "b": 2}),
        ({"a": [1, 3]}, {"op": "add", "path": "/a/1", "value": 2}, {"a": [1, 2, 3]}),
        ({"a": [1]}, {"op": "add", "path": "/a/-", "value": 2}, {"a": [1, 2]}),
        ({"a": [{"b": 1}]}, {"op": "replace", "path": "/a/0/b", "value": 2}, {"a": [{"b": 2}]}),
        ({"a": [1, 2]}, {"op": "replace", "path": "/a/0", "value": 5}, {"a": [5, 2]}),
        ({"a": 1, "b": 2}, {"op": "remove", "path": "/a"}, {"b": 2}),
        ({"a": 1}, {"op": "Replace", "path": "/a", "value": 2}, {"a": 2}),
        ({"a": [1, 2]}, {"op": "remove", "path": "/a/0"}, {"a": [2]}),
        ({"a": 1}, {"op": "move", "from": "/a", "path": "/b"}, {"b": 1}),
        ({"a": 1}, {"op": "copy", "from": "/a", "path": "/b"}, {"a": 1, "b": 1}),
        ({"a/b": 1}, {"op": "test", "path": "/a~1b", "value": 1}, {"a/b": 1}),
        ({"a": 1}, {"op": "replace", "path": "", "value": {"c": 3}}, {"c": 3}),
        ({"a": [{"b": 1}]}, {"op": "test", "path": "/a", "value": [{"b": 1.0}]}, {"a": [{"b": 1}]}),
    ],
)
def test_a_json_patch_does_its_operations(target: Any, operation: Any, result: Any) -> None:
    before = repr(target)
    assert patched(target, [operation]) == result
    assert repr(target) == before


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "jump", "path": "/a"},
        {"op": []},
        {"op": "remove", "path": "/x"},
        {"op": "replace", "path": "/x", "value": 1},
        {"op": "add", "path": "/list/5", "value": 1},
        {"op": "add", "path": "/list/01", "value": 1},
        {"op": "add", "path": "a", "value": 1},
        {"op": "add", "path": 5, "value": 1},
        {"op": "add", "path": "/a"},
        {"op": "add", "path": "/a/b/c", "value": 1},
        {"op": "test", "path": "/a", "value": 2},
        {"op": "move", "path": "/b"},
        {"op": "add", "path": "/~2", "value": 1},
        {"op": "test", "path": "/a", "value": True},
        {"op": "test", "path": "/list", "value": [True]},
    ],
)
def test_what_cannot_be_done_is_refused(operation: Any) -> None:
    with pytest.raises(Unpatchable):
        patched({"a": 1, "list": [1]}, [operation])


@pytest.mark.parametrize(
    ("body", "is_one"), [([{"op": "x"}], True), ([], True), ({"op": "x"}, False), ([{"op": None}], False)]
)
def test_a_json_patch_is_known_by_its_form(body: Any, is_one: bool) -> None:  # noqa: FBT001
    assert is_json_patch(body) is is_one
