from collections.abc import Callable
from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.invent.values import Impossible
from vertrag.serve.resources.numbering import FIRST_CREATED, Numbering


def numbering(*paths: Any, accepts: Callable[[Any], bool] = lambda _: True) -> Numbering:
    operations = {
        method: {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": path}],
            "responses": {},
        }
        for method, path in zip(("get", "put"), paths, strict=False)
    }
    document = from_tree({"openapi": "3.0.3", "paths": {"/x/{id}": operations}})
    parameters = [each.parameters["path"][0] for each in compile_contract(document).operations]

    def invented(number: int) -> Any:
        raise Impossible(str(number))

    return Numbering(document, 1, parameters, accepts, invented)


@pytest.mark.parametrize(
    ("path", "kind", "key"),
    [
        ({"type": "integer"}, int, 10_001),
        ({"type": "string"}, str, "10001"),
        ({"type": "string"}, int, 10_001),
    ],
)
def test_a_number_is_a_key_of_the_kind_that_rows_have(path: Any, kind: type, key: Any) -> None:
    assert numbering(path, accepts=lambda value: isinstance(value, kind)).key(FIRST_CREATED) == key


def test_a_uuid_is_made_where_one_is_wanted() -> None:
    keys = numbering({"type": "string", "format": "uuid"}, accepts=lambda value: isinstance(value, str))
    assert len(str(keys.key(1))) == 36
    assert keys.key(1) == keys.key(1) != keys.key(2)


@pytest.mark.parametrize(("other", "length"), [({"format": "uuid"}, 36), ({"maxLength": 3}, 5)])
def test_a_key_is_one_that_all_operations_take_if_there_is_any(other: Any, length: int) -> None:
    keys = numbering({"type": "string", "minLength": 4}, {"type": "string"} | other)
    assert len(str(keys.key(FIRST_CREATED))) == length


def test_a_path_may_take_a_handful_of_keys_only() -> None:
    keys = numbering({"type": "integer", "minimum": 1, "maximum": 5})
    assert {keys.key(number) for number in range(30)} <= {1, 2, 3, 4, 5}
    assert keys.is_path("5")
    assert not keys.is_path("6")
    assert not keys.is_path("x")


def test_keys_below_a_bound_are_counted_and_differ() -> None:
    keys = numbering({"type": "integer", "minimum": 1, "maximum": 32})
    assert len({keys.key(number) for number in range(FIRST_CREATED, FIRST_CREATED + 8)}) == 8


def test_keys_of_one_length_are_numbers_with_noughts_before_them() -> None:
    keys = numbering({"type": "string"}, accepts=lambda value: isinstance(value, str) and len(value) == 22)
    assert (keys.key(FIRST_CREATED), keys.key(7)) == ("0" * 17 + "10001", "0" * 21 + "7")


def test_collections_begin_at_numbers_of_their_own() -> None:
    keys = numbering({"type": "integer"})
    assert keys.first_invented("/a") != keys.first_invented("/b")
    assert keys.first_invented("/a") < FIRST_CREATED


def test_a_key_that_rows_cannot_show_is_one_that_the_path_takes() -> None:
    keys = numbering({"type": "string", "pattern": "^[a-f]{8}$"}, accepts=lambda _: False)
    assert keys.is_path(keys.key(FIRST_CREATED))
