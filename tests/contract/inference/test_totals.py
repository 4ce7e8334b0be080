from vertrag.contract.inference.resources import infer
from vertrag.contract.inference.totals import facts_of
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract
from vertrag.contract.schema.shapes import shape_of


def test_totals_are_found_in_bodies_and_headers(shop: Contract) -> None:
    _, deed = infer(shop).by_operation["listCustomers"]
    assert [(fact.meaning, fact.place or fact.header) for fact in deed.facts] == [
        ("total", ("meta", "total")),
        ("more", ("meta", "has_more")),
        ("total", "X-Total-Count"),
    ]
    assert "meta.total says the total" in deed.reasons


def test_a_count_is_the_total_where_nothing_else_is() -> None:
    number = {"type": "integer"}
    schema = {"properties": {"count": number, "results": {"type": "array", "items": {"type": "object"}}}}
    document = from_tree({"openapi": "3.0.3", "paths": {}})
    (fact,) = facts_of(shape_of(document, schema), ("results",), ())
    assert (fact.meaning, fact.place) == ("total", ("count",))
    named = {"properties": {**schema["properties"], "total": number}}
    assert [each.place for each in facts_of(shape_of(document, named), ("results",), ())] == [("total",)]


def test_a_name_with_the_wrong_type_means_nothing() -> None:
    schema = {"properties": {"total": {"type": "object"}, "last": {"type": "string"}}}
    assert facts_of(shape_of(from_tree({"openapi": "3.0.3", "paths": {}}), schema), (), ()) == ()
