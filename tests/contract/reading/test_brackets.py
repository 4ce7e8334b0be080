from typing import Any
from urllib.parse import unquote

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.reading.brackets import bracketed
from vertrag.contract.reading.wire import Undecodable, query_pairs
from vertrag.contract.schema.shapes import shape_of

ROWS = {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}}
SCHEMA = {
    "type": "object",
    "properties": {
        "age": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "range": {"type": "object", "properties": {"from": {"type": "integer"}}},
        "rows": ROWS,
    },
}


def read(query: str, schema: Any = SCHEMA) -> Any:
    return bracketed("f", query_pairs(query), shape_of(from_tree({"openapi": "3.0.3"}), schema), unquote)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("f[age]=5", {"age": 5}),
        ("f%5Bage%5D=5", {"age": 5}),
        ("f[tags]=a&f[tags]=b", {"tags": ["a", "b"]}),
        ("f[tags]=a", {"tags": ["a"]}),
        ("f[tags][]=a&f[tags][]=b", {"tags": ["a", "b"]}),
        ("f[tags][1]=b&f[tags][0]=a", {"tags": ["a", "b"]}),
        ("f[range][from]=5", {"range": {"from": 5}}),
        ("f[rows][0][n]=1&f[rows][1][n]=2", {"rows": [{"n": 1}, {"n": 2}]}),
        ("f[other]=5", {"other": "5"}),
        ("f[a][b][c]=1", {"a": {"b": {"c": "1"}}}),
        ("g[age]=5&f=1", None),
    ],
)
def test_brackets_are_read_by_the_shape_of_the_schema(query: str, expected: Any) -> None:
    assert read(query) == expected


def test_a_list_of_objects_may_stand_on_top() -> None:
    assert read("f[0][n]=1&f[1][n]=2", ROWS) == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize(
    "query",
    ["f[age]=1&f[age]=2", "f[a]=1&f[a][b]=2", "f[a][b]=2&f[a]=1", "f[a]x[b]=1", "f" + "[a]" * 5000 + "=1"],
)
def test_what_makes_no_object_is_refused(query: str) -> None:
    with pytest.raises(Undecodable):
        read(query)
