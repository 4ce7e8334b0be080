from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract

OK: Any = {"responses": {"200": {"description": "d"}}}


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ({"components": None}, "/components"),
        ({"components": []}, "/components"),
        ({"components": {"schemas": {"S": 5}}}, "/components/schemas/S"),
        ({"servers": None}, "/servers"),
        ({"servers": [5]}, "/servers/0"),
        ({"security": None}, "/security"),
        ({"security": [{"key": None}]}, "/security/0/key"),
        ({"tags": "all"}, "/tags"),
        ({"info": 5}, "/info"),
        ({"paths": {"/x": 5}}, "/paths/~1x"),
        ({"paths": {"/x": {"get": 5}}}, "/paths/~1x/get"),
        ({"paths": {"/x": {"get": None}}}, "/paths/~1x/get"),
        ({"paths": {"/x": {"parameters": {}}}}, "/paths/~1x/parameters"),
        ({"paths": {"/x": {"parameters": [{"name": "a"}]}}}, "/paths/~1x/parameters/0"),
        ({"paths": {"/x": {"parameters": [{"name": "a", "in": 5}]}}}, "/paths/~1x/parameters/0"),
        ({"paths": {"/x": {"get": {"responses": {"200": None}}}}}, "/paths/~1x/get/responses/200"),
        ({"components": {"schemas": {"S": {"required": True}}}}, "/components/schemas/S/required"),
        ({"components": {"schemas": {"S": {"type": [5]}}}}, "/components/schemas/S/type"),
        ({"components": {"schemas": {"S": {"pattern": 0}}}}, "/components/schemas/S/pattern"),
        ({"components": {"schemas": {"S": {"minItems": "1"}}}}, "/components/schemas/S/minItems"),
        ({"components": {"schemas": {"S": {"maxLength": -1}}}}, "/components/schemas/S/maxLength"),
        ({"components": {"schemas": {"S": {"multipleOf": True}}}}, "/components/schemas/S/multipleOf"),
        ({"components": {"schemas": {"S": {"uniqueItems": "yes"}}}}, "/components/schemas/S/uniqueItems"),
    ],
)
def test_what_cannot_stand_there_is_a_defect_and_the_rest_is_served(broken: Any, place: str) -> None:
    paths = {"/ok": {"get": OK}, **broken.get("paths", {})}
    contract = compile_contract(from_tree({"openapi": "3.1.0", **broken, "paths": paths}))
    found = [defect.pointer for defect in contract.defects]
    assert found == [place]
    assert contract.find("GET", "/ok") is not None


def test_null_is_the_empty_object_that_it_leaves_open() -> None:
    document = from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": None}}, "components": None})
    assert document.tree["paths"]["/x"] == {"get": {}}
    assert document.tree["components"] == {}


def test_extensions_are_left_alone() -> None:
    tree: Any = {
        "openapi": "3.0.3",
        "x-a": None,
        "paths": {"x-b": 5, "/x": {"get": {"responses": {"x-c": 1}}}},
    }
    assert from_tree(tree).defects == ()


def test_the_least_document_has_webhooks_only() -> None:
    contract = compile_contract(from_tree({"openapi": "3.1.0", "webhooks": {"a": {"post": OK}}}))
    assert contract.operations == ()
    assert contract.defects == ()
