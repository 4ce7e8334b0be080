from vertrag.contract.inference.resources import infer
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.sabotage.terrain import Terrain

NODE = {
    "type": "object",
    "properties": {"next": {"$ref": "#/components/schemas/Node"}, "name": {"type": "string"}},
}


def tree_of(schema: object) -> Terrain:
    answer = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
    contract = compile_contract(
        from_tree(
            {
                "openapi": "3.0.3",
                "info": {"title": "T", "version": "1"},
                "paths": {"/node": {"get": {"responses": answer}}},
                "components": {"schemas": {"Node": NODE}},
            }
        )
    )
    return Terrain(contract, infer(contract))


def test_schemas_that_refer_to_themselves_are_seen_once() -> None:
    terrain = tree_of({"$ref": "#/components/schemas/Node"})
    assert terrain.any_schema(lambda schema: schema.get("type") == "string")
    assert not terrain.any_schema(lambda schema: "enum" in schema)


def test_places_of_a_value_come_with_the_schemas_that_speak_of_them() -> None:
    terrain = tree_of(
        {"allOf": [{"$ref": "#/components/schemas/Node"}], "additionalProperties": {"type": "integer"}}
    )
    schema = {"allOf": [NODE], "additionalProperties": {"type": "integer"}}
    found = [(place, part) for place, _, part in terrain.places(schema, {"next": {"name": "n"}, "more": 1})]
    assert (("next", "name"), "n") in found
    assert (("more",), 1) in found


def test_items_have_places_by_their_index() -> None:
    schema = {"type": "array", "items": {"type": "integer"}}
    places = [place for place, _, _ in tree_of(schema).places(schema, [7, 8])]
    assert places == [(), (0,), (1,)]


def test_a_reference_that_leads_nowhere_has_no_places() -> None:
    assert list(tree_of({}).places({"$ref": "#/nowhere"}, 1)) == []
