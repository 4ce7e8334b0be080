"""The shipped documents are sound OpenAPI, and say what every operation needs."""

from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

SECURED = {"400", "401", "403", "404", "500"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # jsonschema_path's, not ours
def test_a_document_follows_the_openapi_specification(document: Any) -> None:
    assert [error.message for error in OpenAPIV30SpecValidator(document).iter_errors()] == []


def test_an_operation_id_names_one_operation(operations: Any) -> None:
    ids = [operation["operationId"] for _, _, operation in operations]
    assert ids
    assert len(ids) == len(set(ids))


def test_every_operation_documents_its_refusals(operations: Any) -> None:
    for _, _, operation in operations:
        assert set(operation["responses"]) >= SECURED | {"200"}, operation["operationId"]


def test_every_refusal_has_one_body_with_an_example(operations: Any, resolve: Any) -> None:
    for _, _, operation in operations:
        for status, response in operation["responses"].items():
            if status not in ("200", "204"):
                media = resolve(response)["content"]["application/json"]
                assert "Error" in media["schema"]["$ref"]
                assert media["example"]


def test_every_operation_reading_a_body_refuses_other_media_types(operations: Any) -> None:
    for _, _, operation in operations:
        assert ("requestBody" in operation) == ("415" in operation["responses"])


def test_the_zoho_document_has_its_two_statuses_of_its_own(documents: Any) -> None:
    for item in documents["zoho-desk"]["paths"].values():
        for operation in item.values():
            assert {"422", "429"} <= set(operation["responses"])


def test_every_parameter_has_an_example(operations: Any, resolve: Any) -> None:
    for _, _, operation in operations:
        for parameter in map(resolve, operation.get("parameters", [])):
            assert "example" in parameter, parameter["name"]


def test_an_assumption_is_put_in_words(document: Any, walk: Any) -> None:
    assumptions = [node["x-assumption"] for node in walk(document) if "x-assumption" in node]
    assert assumptions
    assert all(isinstance(words, str) and len(words.split()) >= 3 for words in assumptions)


def test_known_values_are_an_open_list(document: Any, walk: Any) -> None:
    opened = [node for node in walk(document) if "x-known-values" in node]
    assert opened
    assert all(node["x-known-values"] and "enum" not in node for node in opened)


def test_a_nullable_schema_says_so_beside_its_type(document: Any, walk: Any) -> None:
    # Readers differ on `nullable` beside `allOf` or `$ref`; beside `type` all read it alike.
    for node in walk(document["components"]["schemas"]):
        if node.get("nullable") is True:
            assert "type" in node
            assert None in node.get("enum", [None])


@pytest.mark.parametrize(
    ("name", "base_path"),
    [("enneo-mind", "/api/mind"), ("socialboards-tickets", "/socialboards"), ("zoho-desk", "/zoho")],
)
def test_a_document_is_served_below_its_own_path(documents: Any, name: str, base_path: str) -> None:
    assert [server["url"] for server in documents[name]["servers"]] == [base_path]


@pytest.mark.parametrize(
    ("name", "scheme", "scopes"),
    [
        ("enneo-mind", "bearerAuth", ["api"]),
        ("enneo-mind", "cookieAuth", ["api"]),
        ("socialboards-tickets", "bearerAuth", ["tickets"]),
        ("zoho-desk", "zohoOauth", ["Desk.tickets.READ"]),
    ],
)
def test_a_credential_can_be_allowed_something(
    documents: Any, name: str, scheme: str, scopes: list[str]
) -> None:
    assert list(documents[name]["components"]["securitySchemes"][scheme]["x-scopes"]) == scopes


def test_the_log_is_read_with_a_method_that_writes(documents: Any) -> None:
    operation = documents["socialboards-tickets"]["paths"]["/tickets/{ticketId}/log"]["post"]
    assert operation["x-safe"] is True
