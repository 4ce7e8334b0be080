from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.fuzz.asking.dictionaries import dictionaries
from vertrag.oracles.grounds import grounds_of


def of(name: str, schema: Any, location: str = "query") -> dict[str, tuple[str, ...]]:
    """The dictionaries of a document with one parameter."""
    parameter = {"name": name, "in": location, "required": True, "schema": schema}
    operation = {"parameters": [parameter], "responses": {"200": {"description": "ok"}}}
    tree = {"openapi": "3.0.3", "info": {"title": "x", "version": "1"}, "paths": {"/x": {"get": operation}}}
    return dict(dictionaries(grounds_of(compile_contract(from_tree(tree, "x", "file:///x")))))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("customerPostcode", "04109"),
        ("plz", "1067"),
        ("lastName", "Łukasz"),
        ("zaehlernummer", "1EMH0012345678"),
    ],
)
def test_a_parameter_gets_values_for_what_it_means(name: str, value: str) -> None:
    assert value in of(name, {"type": "string"})[f"query.{name}"]


def test_dates_are_real_ones() -> None:
    values = of("due", {"type": "string", "format": "date"})["query.due"]
    assert ("2024-02-29" in values, "2023-02-29" in values, "29.02.2024" in values) == (True, False, False)


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("colour", {"type": "string"}),
        ("plz", {"type": "integer"}),
        ("plz", {"type": "string", "enum": ["04109"]}),
        ("email", {"type": "string", "format": "email"}),
        ("plz", {}),
    ],
)
def test_others_are_left_to_the_engine(name: str, schema: Any) -> None:
    assert of(name, schema) == {}
