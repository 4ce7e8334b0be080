import pytest

from vertrag.contract.inference.resources import Resources, infer
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract
from vertrag.errors import DocumentError


@pytest.fixture(scope="module")
def resources(shop: Contract) -> Resources:
    return infer(shop)


def test_paths_make_resources(resources: Resources) -> None:
    assert {name: each.parent for name, each in resources.by_name.items()} == {
        "customers": None,
        "contracts": "customers",
        "address": "customers",
        "repos": None,
    }
    customers = resources.by_name["customers"]
    assert [each.name for each in resources.children(customers)] == ["contracts", "address"]


@pytest.mark.parametrize(
    ("operation", "resource", "kind"),
    [
        ("listCustomers", "customers", "list"),
        ("createCustomer", "customers", "create"),
        ("searchCustomers", "customers", "search"),
        ("listCustomersOfAgent", "customers", "search"),
        ("getCustomer", "customers", "read"),
        ("replaceCustomer", "customers", "replace"),
        ("patchCustomer", "customers", "patch"),
        ("deleteCustomer", "customers", "delete"),
        ("blockCustomer", "customers", "act"),
        ("createContract", "contracts", "create"),
        ("getAddress", "address", "read"),
        ("putAddress", "address", "replace"),
    ],
)
def test_every_operation_has_its_deed(resources: Resources, operation: str, resource: str, kind: str) -> None:
    found, deed = resources.by_operation[operation]
    assert (found.name, deed.kind) == (resource, kind)


@pytest.mark.parametrize(
    ("resource", "variables", "places"),
    [
        ("customers", ("customerId",), (("id",),)),
        ("contracts", ("number",), (("number",),)),
        ("repos", ("owner", "repo"), (("owner", "login"), ("name",))),
    ],
)
def test_keys_are_found_in_rows(
    resources: Resources, resource: str, variables: tuple[str, ...], places: tuple[object, ...]
) -> None:
    key = resources.by_name[resource].key
    assert key is not None
    assert (key.variables, key.places) == (variables, places)


def test_a_single_thing_has_no_key(resources: Resources) -> None:
    address = resources.by_name["address"]
    assert address.key is None
    assert "there is one of it" in address.reasons[0]


def test_every_inference_has_its_reason(resources: Resources) -> None:
    for resource in resources.by_name.values():
        assert resource.reasons
        assert all(deed.reasons for deed in resource.deeds)


def test_a_table_corrects_what_is_inferred(shop: Contract) -> None:
    table = {
        "blockCustomer": {"resource": "contracts", "deed": "create"},
        "/customers/search": False,
        "GET /customers/{customerId}": {"key": "name", "row": "/customer/inner"},
    }
    found = infer(shop, table)
    resource, deed = found.by_operation["blockCustomer"]
    assert (resource.name, deed.kind) == ("contracts", "create")
    assert "searchCustomers" not in found.by_operation
    customers, read = found.by_operation["getCustomer"]
    assert customers.key is not None
    assert (customers.key.places, read.row) == ((("name",),), ("customer", "inner"))


def test_a_correction_that_names_no_resource_is_refused(shop: Contract) -> None:
    with pytest.raises(DocumentError, match="no resource is called 'pets'"):
        infer(shop, {"blockCustomer": "pets"})


def test_an_address_that_is_the_key_is_no_way_to_the_row() -> None:
    row = {"type": "object", "properties": {"uri": {"type": "string"}, "self": {"type": "string"}}}
    shown = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}}}
    paths = {"/datasets/{uri}": {"get": shown, "delete": shown}}
    (dataset,) = infer(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))).by_name.values()
    assert dataset.ways == (("self",),)


def test_one_member_says_what_one_variable_names() -> None:
    row = {"type": "object", "properties": {"id": {"type": "string"}}}
    shown = {"responses": {"200": {"description": "", "content": {"application/json": {"schema": row}}}}}
    paths = {"/firms/{id}/{size}": {"get": shown, "delete": shown}}
    (firm,) = infer(compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))).by_name.values()
    assert firm.key is not None
    assert firm.key.places == (("id",), ("size",))
