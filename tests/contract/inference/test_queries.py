from typing import Any

import pytest

from vertrag.contract.inference.positions import Place
from vertrag.contract.inference.queries import Query, query_of, takes_token
from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.contract.schema.shapes import shape_of

TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
DAY = {"type": "string", "format": "date"}
ROW = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "age": NUMBER,
        "created_at": TEXT,
        "born_on": TEXT,
        "tags": {"type": "array", "items": TEXT},
        "tame": {"type": "boolean"},
        "owner": {"type": "object", "properties": {"login": TEXT, "kind": TEXT, "id": TEXT}},
    },
}


def query(rows: Any = ROW, said: str = "", /, **schemas: Any) -> Query:
    parameters = [
        {"name": name.replace("__", "."), "in": "query", "schema": schema, "description": said}
        for name, schema in schemas.items()
    ]
    tree = {"openapi": "3.0.3", "paths": {"/x": {"get": {"parameters": parameters, "responses": {}}}}}
    document = from_tree(tree)
    (operation,) = compile_contract(document).operations
    row = shape_of(document, rows)
    return query_of(operation.parameters["query"], row, lambda schema: shape_of(document, schema))


@pytest.mark.parametrize(
    ("description", "is_filter"),
    [
        ("", True),
        ("Only the tame ones", True),
        ("\u201ctrue\u201d or \u201cfalse\u201d, whether to include what is tame", False),
        ("If set, shows who is tame", False),
        ("Changes the encoding of what is tame in the response", False),
    ],
)
def test_a_flag_that_shows_more_is_no_filter(description: str, is_filter: bool) -> None:  # noqa: FBT001
    assert bool(query(ROW, description, tame={"type": "boolean"}).filters) is is_filter
    assert query(ROW, description, name=TEXT).filters


@pytest.mark.parametrize(
    ("parameter", "relation", "member"),
    [
        ("name", "equal", ("name",)),
        ("login", "equal", ("owner", "login")),
        ("id", None, None),
        ("tag", None, None),
        ("tags", "equal", ("tags",)),
        ("names", "equal", ("name",)),
        ("filter__name", "equal", ("name",)),
        ("min_age", "at least", ("age",)),
        ("ageTo", "at most", ("age",)),
        ("age_gt", "more than", ("age",)),
        ("created_after", "at least", ("created_at",)),
        ("bornTo", "at most", ("born_on",)),
        ("owner__login", "equal", ("owner", "login")),
        ("q", "text", ()),
        ("verbose", None, None),
    ],
)
def test_a_filter_is_named_after_what_it_filters(
    parameter: str, relation: str | None, member: Place | None
) -> None:
    found = query(**{parameter: TEXT}).filters
    assert [(each.relation, each.member) for each in found] == ([(relation, member)] if relation else [])


@pytest.mark.parametrize(
    ("parameter", "choices", "member"),
    [
        ("plug", ["ccs", "type2"], ("plugs",)),
        ("plug", ["type2", "ccs"], ("plugs",)),
        ("plug", ["ccs"], None),
        ("plug", ["ccs", "schuko"], None),
        ("cable", ["ccs", "type2"], None),
    ],
)
def test_a_filter_may_be_one_of_a_list_that_takes_the_same_values(
    parameter: str, choices: list[str], member: Place | None
) -> None:
    plugs = {"type": "array", "items": {"anyOf": [{"enum": ["ccs"]}, {"enum": ["type2"]}]}}
    found = query({"type": "object", "properties": {"plugs": plugs}}, **{parameter: {"enum": choices}})
    assert [(each.relation, each.member) for each in found.filters] == ([("equal", member)] if member else [])


def test_a_switch_filters_switches_only() -> None:
    switch = {"type": "boolean", "default": True}
    found = query(name=switch, tags=switch, login=switch, tame=switch).filters
    assert [(each.relation, each.member) for each in found] == [("equal", ("tame",))]


def test_a_name_that_a_member_has_is_not_put_together() -> None:
    named = {"type": "object", "properties": {"username": TEXT, "name": TEXT}}
    found = query({"type": "object", "properties": {"user": named, "firm": named}}, username=TEXT).filters
    assert [each.member for each in found] == [("user", "username")]


@pytest.mark.parametrize(
    ("parameters", "roles"),
    [
        ({"limit": NUMBER, "offset": NUMBER}, {"limit": "limit", "offset": "offset"}),
        ({"per_page": NUMBER, "page": NUMBER}, {"limit": "per_page", "page": "page"}),
        ({"take": NUMBER, "skip": NUMBER}, {"limit": "take", "offset": "skip"}),
        ({"from": NUMBER, "limit": NUMBER}, {"limit": "limit", "offset": "from"}),
        ({"from": TEXT}, None),
        ({"limit": NUMBER, "starting_after": TEXT}, {"limit": "limit", "cursor": "starting_after"}),
        ({"after": TEXT}, None),
        ({"before": TEXT}, None),
        ({"page": {"type": "object"}}, None),
    ],
)
def test_pages_are_chosen_by_familiar_names(parameters: dict[str, Any], roles: dict[str, str] | None) -> None:
    paging = query(**parameters).paging
    assert (dict(paging.parameters) if paging else None) == roles


def test_pages_begin_where_the_document_says() -> None:
    zero, one = query(page={**NUMBER, "default": 0}).paging, query(page={**NUMBER, "minimum": 1}).paging
    assert zero is not None
    assert one is not None
    assert (zero.first_page, one.first_page) == (0, 1)


@pytest.mark.parametrize(
    ("name", "said", "first"),
    [
        ("offset", {"default": 1}, 1),
        ("startIndex", {"minimum": 1}, 1),
        ("start", {"minimum": 1, "default": 0}, 0),
        ("offset", {}, 0),
        ("offset", {"default": True}, 0),
        ("skip", {"minimum": 1}, 0),
    ],
)
def test_rows_are_counted_from_where_the_document_says(name: str, said: dict[str, Any], first: int) -> None:
    paging = query(**{"limit": NUMBER, name: {**NUMBER, **said}}).paging
    assert paging is not None
    assert paging.first_offset == first


@pytest.mark.parametrize(
    ("moments", "member"),
    [
        ({"sent": DAY}, ("sent",)),
        ({"sent": DAY, "createdAt": DAY, "noted": {**DAY, "readOnly": True}}, ("sent",)),
        ({"sent": DAY, "due": DAY}, None),
        ({"updatedAt": DAY}, None),
    ],
)
def test_a_bare_bound_is_about_the_one_moment_of_a_row(moments: dict[str, Any], member: Place | None) -> None:
    found = query({"type": "object", "properties": {"name": TEXT, **moments}}, **{"from": DAY, "to": DAY})
    known = [("from", "at least", member), ("to", "at most", member)] if member else []
    assert [(each.parameter, each.relation, each.member) for each in found.filters] == known


@pytest.mark.parametrize(
    ("parameters", "by", "direction"),
    [
        ({"sort": TEXT}, "sort", None),
        ({"orderBy": TEXT, "direction": TEXT}, "orderBy", "direction"),
        ({"orderBy": TEXT, "direction": {"enum": ["asc", "desc"]}}, "orderBy", "direction"),
        ({"sort": TEXT, "order": {"enum": ["ASC", "DESC"]}}, "sort", "order"),
        ({"sort": {"enum": ["asc", "desc"]}}, None, "sort"),
        ({"order": TEXT}, "order", None),
        ({"name": TEXT}, None, None),
    ],
)
def test_sorting_has_a_member_and_a_direction(
    parameters: dict[str, Any], by: str | None, direction: str | None
) -> None:
    sorting = query(**parameters).sorting
    assert ((sorting.by, sorting.direction) if sorting else (None, None)) == (by, direction)


def test_a_filter_knows_whether_it_has_to_be_sent_and_which_default_asks_for_nothing() -> None:
    parameters = [
        {"name": "name", "in": "query", "required": True, "schema": TEXT},
        {"name": "age", "in": "query", "schema": TEXT | {"default": "none"}},
        {"name": "created_at", "in": "query", "schema": TEXT | {"default": "today"}},
    ]
    tree = {"openapi": "3.0.3", "paths": {"/x": {"get": {"parameters": parameters, "responses": {}}}}}
    document = from_tree(tree)
    (operation,) = compile_contract(document).operations
    found = query_of(
        operation.parameters["query"], shape_of(document, ROW), lambda each: shape_of(document, each)
    )
    assert [(each.is_required, each.unless) for each in found.filters] == [
        (True, None),
        (False, "none"),
        (False, None),
    ]


@pytest.mark.parametrize(
    ("name", "schema", "takes"),
    [
        ("page_token", TEXT, True),
        ("before", TEXT, True),
        ("before", {**TEXT, "format": "date-time"}, False),
        ("cursor", {"type": "integer"}, False),
        ("name", TEXT, False),
    ],
)
def test_a_token_of_a_page_cannot_be_made_up(name: str, schema: dict[str, Any], takes: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    operation = {"parameters": [{"name": name, "in": "query", "schema": schema}], "responses": {}}
    document = from_tree({"openapi": "3.0.3", "paths": {"/x": {"get": operation}}})
    (parameter,) = compile_contract(document).operations[0].parameters["query"]
    assert takes_token(parameter) is takes


def test_a_search_by_members_is_no_search_for_a_text() -> None:
    by_member = {"type": "object", "properties": {"name": {"type": "string"}}}
    assert query(search=by_member).filters == ()
    assert [each.relation for each in query(search={"type": "string"}).filters] == ["text"]
