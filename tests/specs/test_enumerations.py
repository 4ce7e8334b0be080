"""Enumerations have as many members as their vendor publishes."""

from typing import Any

import pytest


def members(schema: dict[str, Any]) -> list[Any]:
    return [member for member in schema["enum"] if member is not None]


@pytest.mark.parametrize(
    ("path", "published", "beyond"),
    [
        (("EventName",), 83, 3),
        (("Actor", "properties", "type"), 11, 1),
        (("HistoryEntry", "properties", "source"), 20, 2),
        (("Entity", "properties", "type"), 24, 2),
        (("Error", "properties", "errorCode"), 20, 0),
    ],
)
def test_zoho_enumerations_are_the_union_of_what_its_sources_list(
    documents: Any, path: tuple[str, ...], published: int, beyond: int
) -> None:
    schema = documents["zoho-desk"]["components"]["schemas"]
    for step in path:
        schema = schema[step]
    extra = schema.get("x-beyond-article", [])
    assert len(extra) == beyond
    assert len(set(members(schema)) - set(extra)) == published
    assert len(schema["enum"]) == len(set(schema["enum"]))


def test_zoho_filters_by_fourteen_areas(documents: Any) -> None:
    parameters = documents["zoho-desk"]["paths"]["/api/v1/tickets/{ticketId}/History"]["get"]["parameters"]
    (areas,) = [parameter["schema"]["enum"] for parameter in parameters if parameter["name"] == "eventFilter"]
    assert len(set(areas)) == 14


@pytest.mark.parametrize(("name", "kinds"), [("Property", 13), ("ValueTransition", 10)])
def test_zoho_tells_its_variants_apart_by_one_name(documents: Any, name: str, kinds: int) -> None:
    schemas = documents["zoho-desk"]["components"]["schemas"]
    union = schemas[name]
    tell = union["discriminator"]["propertyName"]
    targets = [branch["$ref"] for branch in union["oneOf"]]
    assert len(set(targets)) == kinds
    assert sorted(union["discriminator"]["mapping"].values()) == sorted(targets)
    for kind, target in union["discriminator"]["mapping"].items():
        variant = schemas[target.rpartition("/")[2]]
        assert variant["properties"][tell]["enum"] == [kind]
        assert tell in variant["required"]


@pytest.mark.parametrize(
    ("schema", "name", "count"),
    [
        ("HistoryEntry", "type", 4),
        ("HistoryEntry", "channel", 7),
        ("HistoryEntry", "subChannel", 8),
        ("HistoryEntry", "status", 3),
        ("Ticket", "channel", 7),
        ("Ticket", "priority", 4),
        ("Ticket", "spamStatus", 5),
        ("Ticket", "aiSupportLevel", 4),
        ("Tag", "color", 8),
        ("Tag", "type", 6),
    ],
)
def test_enneo_enumerations_are_complete(documents: Any, schema: str, name: str, count: int) -> None:
    properties = documents["enneo-mind"]["components"]["schemas"][schema]["properties"]
    assert len(set(members(properties[name]))) == count


def test_socialboards_lists_are_open(documents: Any) -> None:
    entry = documents["socialboards-tickets"]["components"]["schemas"]["LogEntry"]["properties"]
    assert len(entry["actionType"]["x-known-values"]) == 5
