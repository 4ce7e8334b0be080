import json
from pathlib import Path
from typing import Any

import pytest

from vertrag.contract.loading.document import Document, from_tree, load
from vertrag.contract.schema.schemas import Schemas


def loaded(folder: Path, root: dict[str, Any], **files: Any) -> Document:
    for name, tree in files.items():
        place = folder / name.replace("__", "/")
        place.parent.mkdir(exist_ok=True)
        place.with_suffix(".json").write_text(json.dumps(tree))
    (folder / "root.json").write_text(json.dumps({"openapi": "3.1.0", **root}))
    return load(str(folder / "root.json"))


def accepts(document: Document, name: str, value: Any) -> bool:
    return Schemas(document).validator(f"/components/schemas/{name}", "request").accepts(value)


def component(schema: Any, **more: Any) -> dict[str, Any]:
    return {"components": {"schemas": {"S": schema, **more}}}


def test_references_count_from_the_file_they_stand_in(tmp_path: Path) -> None:
    document = loaded(
        tmp_path,
        component({"$ref": "parts/a.json#/x~1y"}, Text={"type": "string"}),
        parts__a={"x/y": {"items": {"$ref": "b%20c.json#/%7Bid%7D"}, "maxItems": 2}},
        **{"parts__b c": {"{id}": {"$ref": "../root.json#/components/schemas/Text"}}},
    )
    assert document.defects == ()
    assert accepts(document, "S", ["a", "b"])
    assert not accepts(document, "S", [1])
    assert not accepts(document, "S", ["a", "b", "c"])


def test_a_violation_names_the_file_where_the_rule_stands(tmp_path: Path) -> None:
    document = loaded(tmp_path, component({"$ref": "a.json#/T"}), a={"T": {"type": "integer"}})
    validator = Schemas(document).validator("/components/schemas/S", "request")
    assert [each.schema for each in validator.violations("x", "body")] == ["a.json#/T/type"]


def test_files_may_refer_to_each_other_in_circles(tmp_path: Path) -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "b.json"}}}
    back = {"anyOf": [{"type": "null"}, {"$ref": "a.json"}]}
    document = loaded(tmp_path, component({"$ref": "a.json"}), a=node, b=back)
    assert accepts(document, "S", {"next": {"next": None}})
    assert not accepts(document, "S", {"next": {"next": 1}})


def test_path_items_are_referred_to_and_may_have_fields_of_their_own(tmp_path: Path) -> None:
    item: Any = {"get": {"responses": {}}, "post": {"responses": {}}}
    own = {"$ref": "item.json", "post": {"operationId": "own"}}
    document = loaded(tmp_path, {"paths": {"/x": {"$ref": "item.json"}, "/y": own}}, item=item)
    assert document.resolve(document.tree["paths"]["/x"]) == item
    assert document.tree["paths"]["/y"] == {**item, "post": {"operationId": "own"}}


@pytest.mark.parametrize("place", ["paths", "operation"])
def test_a_reference_where_none_may_stand_means_what_it_leads_to(tmp_path: Path, place: str) -> None:
    operation = {"operationId": "o"}
    if place == "paths":
        root: Any = {"paths": {"$ref": "other.json"}}
        document = loaded(tmp_path, root, other={"/x": {"get": operation}})
    else:
        document = loaded(tmp_path, {"paths": {"/x": {"get": {"$ref": "other.json"}}}}, other=operation)
    assert document.tree["paths"] == {"/x": {"get": operation}}


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("none.json", "does not exist"),
        ("a.json#/none", "leads nowhere"),
        ("#none", "no such anchor"),
        ("https://api.example.com/x.json", "--allow-remote-refs"),
        ("ftp://api.example.com/x.json", "leads out of"),
        ("a.json#/list", "cannot stand here"),
        ("bad.txt", "neither JSON nor YAML"),
        ("#/components/schemas/S", "refers to itself"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_a_defect_and_lets_all_pass(
    tmp_path: Path, reference: str, reason: str
) -> None:
    (tmp_path / "bad.txt").write_text("a: b: c")
    document = loaded(tmp_path, component({"$ref": reference}), a={"list": []})
    (defect,) = document.defects
    assert defect.pointer == "/components/schemas/S"
    assert reason in defect.message
    assert accepts(document, "S", 5)


def test_a_reference_inside_of_an_example_is_data(tmp_path: Path) -> None:
    schema = {"example": {"$ref": "none.json"}, "default": {"$ref": "#/none"}, "enum": [{"$ref": "x"}]}
    document = loaded(tmp_path, component(schema))
    assert document.defects == ()
    assert document.tree["components"]["schemas"]["S"] == schema


def test_identifiers_and_anchors_are_what_references_count_from() -> None:
    schema = {
        "$id": "https://schemas.example/node",
        "$defs": {"number": {"$anchor": "num", "type": "number"}},
        "properties": {
            "anchor": {"$ref": "#num"},
            "pointer": {"$ref": "#/$defs/number"},
            "whole": {"$ref": "node"},
        },
    }
    document = from_tree(
        {"openapi": "3.1.0", **component(schema, T={"$ref": "https://schemas.example/node#num"})}
    )
    assert document.defects == ()
    assert not accepts(document, "S", {"anchor": "x"})
    assert not accepts(document, "S", {"pointer": "x"})
    assert not accepts(document, "S", {"whole": {"anchor": "x"}})
    assert not accepts(document, "T", "x")


def test_a_dynamic_reference_means_what_the_outermost_schema_says() -> None:
    generic = {
        "$id": "list",
        "items": {"$dynamicRef": "#item"},
        "$defs": {"any": {"$dynamicAnchor": "item"}},
    }
    numbers = {"$id": "numbers", "$ref": "list", "$defs": {"n": {"$dynamicAnchor": "item", "type": "number"}}}
    document = from_tree({"openapi": "3.1.0", **component(generic, Numbers=numbers)})
    assert accepts(document, "S", ["a"])
    assert accepts(document, "Numbers", [1])
    assert not accepts(document, "Numbers", ["a"])


def test_a_dynamic_reference_to_an_anchor_elsewhere_is_a_static_one() -> None:
    schema = {"items": {"$dynamicRef": "#item"}}
    anchored = {"$dynamicAnchor": "item", "type": "number"}
    document = from_tree({"openapi": "3.1.0", **component(schema, T=anchored)})
    assert not accepts(document, "S", ["a"])


def test_what_stands_beside_a_reference_is_seen_by_all_code_since_31() -> None:
    tree = component(
        {"$ref": "#/components/schemas/T", "default": 5, "description": "d"}, T={"type": "integer"}
    )
    document = from_tree({"openapi": "3.1.0", **tree})
    schema = document.resolve(document.tree["components"]["schemas"]["S"])
    assert schema == {"default": 5, "description": "d", "allOf": [{"$ref": "#/components/schemas/T"}]}


def test_the_mapping_of_a_discriminator_leads_into_other_files(tmp_path: Path) -> None:
    schema = {"discriminator": {"propertyName": "k", "mapping": {"cat": "cat.json", "dog": "Dog"}}}
    document = loaded(tmp_path, component(schema), cat={"type": "object"})
    mapping = document.tree["components"]["schemas"]["S"]["discriminator"]["mapping"]
    assert document.at(mapping["cat"]) == {"type": "object"}
    assert mapping["dog"] == "Dog"


def test_a_schema_that_only_a_reference_knows_speaks_the_dialect_of_the_document() -> None:
    tree = {"x-types": {"T": {"type": "string", "nullable": True}}, **component({"$ref": "#/x-types/T"})}
    document = from_tree({"openapi": "3.0.3", **tree})
    assert accepts(document, "S", None)
    assert not accepts(document, "S", 1)


def test_the_whole_document_is_no_part_of_itself_but_a_schema(tmp_path: Path) -> None:
    answers = {"200": {"description": "d", "links": {"next": {"$ref": "#"}}}}
    document = loaded(
        tmp_path, {"paths": {"/a": {"get": {"responses": answers}}}, **component({"$ref": "#"})}
    )
    assert [defect.pointer for defect in document.defects] == ["/paths/~1a/get/responses/200/links/next"]
