"""What the documents show is what their schemas allow."""

from collections.abc import Iterator
from typing import Any

TYPES = {"array", "boolean", "integer", "number", "object", "string"}


def typed_schemas(document: Any, walk: Any) -> list[dict[str, Any]]:
    found = [node for node in walk(document["components"]["schemas"]) if "type" in node]
    # An example may have a "type" of its own, and so may a list of properties.
    return [node for node in found if isinstance(node["type"], str) and node["type"] in TYPES]


def shown(schema_holder: dict[str, Any], resolve: Any) -> Iterator[Any]:
    if "example" in schema_holder:
        yield schema_holder["example"]
    for example in schema_holder.get("examples", {}).values():
        yield resolve(example)["value"]


def bodies(operation: dict[str, Any], resolve: Any) -> Iterator[dict[str, Any]]:
    yield from resolve(operation.get("requestBody", {})).get("content", {}).values()
    for response in operation["responses"].values():
        yield from resolve(response).get("content", {}).values()


def test_every_body_shown_fits_its_schema(operations: Any, resolve: Any, faults: Any) -> None:
    for _, _, operation in operations:
        for media in bodies(operation, resolve):
            if media["schema"].get("format") == "binary":
                continue  # a file cannot be shown in a document
            values = list(shown(media, resolve))
            assert values
            for value in values:
                assert faults(media["schema"], value) == []


def test_every_parameter_shown_fits_its_schema(operations: Any, resolve: Any, faults: Any) -> None:
    for _, _, operation in operations:
        for parameter in map(resolve, operation.get("parameters", [])):
            assert faults(parameter["schema"], parameter["example"]) == []


def test_every_value_shown_in_a_schema_fits_it(document: Any, walk: Any, faults: Any) -> None:
    schemas = typed_schemas(document, walk)
    shown_in = [(schema, key) for schema in schemas for key in ("example", "default") if key in schema]
    assert shown_in
    for schema, key in shown_in:
        assert faults(schema, schema[key]) == []


def test_every_default_of_a_parameter_fits_its_schema(operations: Any, resolve: Any, faults: Any) -> None:
    for _, _, operation in operations:
        for parameter in map(resolve, operation.get("parameters", [])):
            if "default" in parameter["schema"]:
                assert faults(parameter["schema"], parameter["schema"]["default"]) == []


def test_null_is_allowed_where_it_is_listed_and_nowhere_else(document: Any, walk: Any, faults: Any) -> None:
    for schema in typed_schemas(document, walk):
        assert (faults(schema, None) == []) == schema.get("nullable", False)


def test_the_timeline_shown_is_newest_first(documents: Any) -> None:
    history = documents["enneo-mind"]["components"]["examples"]["HistoryOfTom"]["value"]
    times = [entry["createdAt"] for entry in history["history"]]
    assert times == sorted(times, reverse=True)
    assert history["total"] >= len(times)
