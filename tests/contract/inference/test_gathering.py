from cProfile import Profile
from typing import Any

import pytest

from vertrag.contract.inference.gathering import drafts_of, names_of, nearest
from vertrag.contract.inference.outlines import Outlines
from vertrag.contract.inference.sites import sites_of
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Contract, compile_contract


def test_paths_are_gathered_around_collections(shop: Contract) -> None:
    drafts = drafts_of(sites_of(shop.operations), Outlines(shop.document))
    customers = drafts["customers",]
    assert [site.template for site in customers.elsewhere] == ["/agents/{agent}/customers"]
    assert [site.template for site in customers.others] == ["/customers/search", "/customers/{id}/block"]
    assert drafts["repos",].variables == ("owner", "repo")


def test_names_are_short_where_they_are_not_taken(shop: Contract) -> None:
    drafts = drafts_of(sites_of(shop.operations), Outlines(shop.document))
    assert names_of(drafts)["customers", "{}", "contracts"] == "contracts"
    twice = {**drafts, ("other", "customers"): drafts["customers",]}
    assert names_of(twice)["other", "customers"] == "other/customers"


def test_the_nearest_is_the_longest_true_start(shop: Contract) -> None:
    drafts = drafts_of(sites_of(shop.operations), Outlines(shop.document))
    assert nearest(("customers", "{}", "contracts", "x"), drafts) is drafts["customers", "{}", "contracts"]
    assert nearest(("customers",), drafts) is None


def test_rows_are_at_home_only_where_the_path_says_of_which_collection() -> None:
    team = {
        "description": "",
        "content": {"application/json": {"schema": {"type": "object", "properties": {"id": {}, "name": {}}}}},
    }
    get: dict[str, Any] = {"get": {"responses": {"200": team}}}
    paths = {
        "/teams/{id}": get,
        "/orgs/{org}/units/{unit}/teams/{id}": get,
        "/orgs/{org}/teams": {"post": {"responses": {"201": team}}},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    drafts = drafts_of(sites_of(contract.operations), Outlines(contract.document))
    assert [site.template for site in drafts["teams",].elsewhere] == ["/orgs/{org}/teams"]


def test_rows_that_are_changed_here_are_at_home_where_a_path_of_the_same_words_reads_them() -> None:
    note = {"type": "object", "properties": {"id": {}, "text": {}}}
    given = {"description": "", "content": {"application/json": {"schema": note}}}
    one = {"responses": {"200": given}}
    paths: dict[str, Any] = {
        "/issues/notes/{id}": {"get": one},
        "/issues/{index}/notes": {"post": {"responses": {"201": given}}},
        "/issues/{index}/notes/{id}": {"patch": one, "delete": one},
        "/tags/{id}": {"get": one},
        "/channels/{channel}/tags": {"post": {"responses": {"201": given}}},
        "/channels/{channel}/tags/{id}": {"delete": one},
    }
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths}))
    drafts = drafts_of(sites_of(contract.operations), Outlines(contract.document))
    moved = [site.template for site in drafts["issues", "notes"].elsewhere]
    assert moved == ["/issues/{index}/notes", "/issues/{index}/notes/{id}"]
    assert drafts["tags",].elsewhere == []
    assert ("channels", "{}", "tags") in drafts


@pytest.mark.parametrize(
    ("variable", "methods", "is_row"),
    [
        ("year", ("get",), False),
        ("page_num", ("get",), False),
        ("event_key", ("get",), True),
        ("year", ("get", "delete"), True),
    ],
)
def test_a_list_at_a_path_of_its_own_is_that_of_a_year_and_no_row(
    variable: str,
    methods: tuple[str, ...],
    is_row: bool,  # noqa: FBT001 - a column of the table
) -> None:
    row = {"type": "object", "properties": {name: {"type": "string"} for name in ("key", "year")}}
    listed = {"application/json": {"schema": {"type": "array", "items": row}}}
    item = {method: {"responses": {"200": {"description": "", "content": listed}}} for method in methods}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {f"/events/{{{variable}}}": item}}))
    drafts = drafts_of(sites_of(contract.operations), Outlines(contract.document))
    assert (("events",) in drafts) is is_row


def _steps(collections: int) -> int:
    """How many calls it takes to gather as many collections, each with a list elsewhere."""
    row = {"type": "object", "properties": {"id": {"type": "integer"}}}
    get: dict[str, Any] = {"get": {"responses": {"200": {"content": {"application/json": {"schema": row}}}}}}
    paths = [f"/c{number}{rest}" for number in range(collections) for rest in ("/{id}", "/x/y")]
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": dict.fromkeys(paths, get)}))
    sites, outlines = sites_of(contract.operations), Outlines(contract.document)
    profiler = Profile()
    names_of(profiler.runcall(drafts_of, sites, outlines))
    return sum(each.callcount for each in profiler.getstats())


def test_twice_as_many_paths_cost_twice_as_much() -> None:
    assert _steps(80) < 2.5 * _steps(40)


@pytest.mark.parametrize(("kind", "names_a_row"), [("array", False), ("integer", True)])
def test_a_path_that_takes_a_list_of_keys_names_no_row(kind: str, names_a_row: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    row = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    shown = {"description": "", "content": {"application/json": {"schema": row}}}
    ids = {"name": "ids", "in": "path", "required": True, "schema": {"type": kind}}
    item: dict[str, Any] = {
        "parameters": [ids],
        "get": {"responses": {"200": shown}},
        "patch": {"responses": {"200": shown}},
    }
    contract = compile_contract(from_tree({"openapi": "3.1.0", "paths": {"/groups/{ids}": item}}))
    drafts = drafts_of(sites_of(contract.operations), Outlines(contract.document))
    assert (("groups",) in drafts) is names_a_row
