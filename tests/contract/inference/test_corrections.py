from typing import Any

import pytest

from vertrag.contract.inference.corrections import Correction, corrections_of, idle_in
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.errors import DocumentError


def corrections(item: Any, node: Any, table: dict[str, Any]) -> dict[str, Correction]:
    get = {"responses": {}, **({} if node is None else {"x-vertrag-resource": node})}
    path = {"get": get, **({} if item is None else {"x-vertrag-resource": item})}
    tree = {"openapi": "3.0.3", "paths": {"/x": path}}
    return corrections_of(compile_contract(from_tree(tree)), table)


@pytest.mark.parametrize(
    ("item", "node", "table", "correction"),
    [
        (False, None, {}, Correction(is_part=False)),
        (None, "pets", {}, Correction("pets")),
        ({"deed": "list"}, {"rows": "/a/0"}, {}, Correction(deed="list", rows=("a", 0))),
        ({"deed": "list"}, None, {"GET /x": {"deed": "read"}}, Correction(deed="read")),
        (None, None, {"/x": {"key": "id", "sent": ""}}, Correction(key=("id",), sent=())),
    ],
)
def test_the_more_special_is_said_last(
    item: Any, node: Any, table: dict[str, Any], correction: Correction
) -> None:
    assert corrections(item, node, table) == {"GET /x": correction}


def test_nothing_said_is_nothing_corrected() -> None:
    assert corrections(None, None, {"/y": False}) == {}


@pytest.mark.parametrize("said", [5, {"dead": "list"}, {"deed": "lists"}, {"deed": 5}])
def test_what_cannot_be_said_is_refused(said: Any) -> None:
    with pytest.raises(DocumentError, match="x-vertrag-resource of GET /x"):
        corrections(None, said, {})


def test_a_name_that_no_operation_has_corrects_nothing() -> None:
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": {"responses": {}}}}}))
    assert idle_in([contract], {"/x": False, "GET /x": "pets", "/y": False, "getX": "pets"}) == ["/y", "getX"]
