from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.reading.parameters import Parameter, compile_parameter
from vertrag.contract.reading.styles import MISSING
from vertrag.contract.reading.wire import Undecodable
from vertrag.contract.schema.schemas import Schemas


def parameter(node: dict[str, Any]) -> Parameter:
    tree = {"openapi": "3.0.3", "paths": {"/": {"parameters": [node]}}}
    made = compile_parameter(Schemas(from_tree(tree)), node, "/paths/~1/parameters/0")
    assert made is not None
    return made


def test_headers_that_openapi_reserves_are_no_parameters() -> None:
    node = {"name": "Authorization", "in": "header", "schema": {"type": "string"}}
    assert compile_parameter(Schemas(from_tree({"openapi": "3.0.3"})), node, "") is None


def test_a_parameter_that_was_not_sent_is_missing() -> None:
    assert parameter({"name": "a", "in": "query", "schema": {"type": "integer"}}).decode({}) is MISSING


def test_a_scalar_that_is_sent_twice_is_no_choice_of_ours() -> None:
    made = parameter({"name": "a", "in": "query", "schema": {"type": "integer"}})
    with pytest.raises(Undecodable, match="sent 2 times"):
        made.decode({"a": ["1", "2"]})
