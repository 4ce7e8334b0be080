import json
from pathlib import Path

from vertrag.contract.loading.document import load
from vertrag.contract.loading.library import Base, Library


def test_a_file_is_named_as_seen_from_the_document(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "common.json").write_text("{}")
    library = Library({}, (tmp_path / "api" / "root.json").as_uri())
    base = library.enter(library.location, "", None)
    assert library.locate("../api/../common.json", base) == "/x-vertrag-files/..~1common.json"
    assert library.locate((tmp_path / "common.json").as_uri(), base) == "/x-vertrag-files/..~1common.json"


def test_a_document_may_call_itself_by_another_name(tmp_path: Path) -> None:
    schemas = {"S": {"$ref": "https://api.example/v1.json#/components/schemas/T"}, "T": {"$ref": "t.json"}}
    root = {"openapi": "3.2.0", "$self": "https://api.example/v1.json", "components": {"schemas": schemas}}
    (tmp_path / "root.json").write_text(json.dumps(root))
    (tmp_path / "t.json").write_text('{"type": "string"}')
    document = load(str(tmp_path / "root.json"))
    assert document.defects == ()
    assert document.resolve(document.tree["components"]["schemas"]["S"]) == {"type": "string"}


def test_pointers_that_ignore_an_identifier_are_counted_from_the_file() -> None:
    library = Library({"a": {"b": 1}}, "file:///x.json")
    library.enter("file:///x.json", "", None)
    library.resources["https://schemas.example/s"] = "/a"
    assert library.locate("#/b", Base("file:///x.json", "https://schemas.example/s")) == "/a/b"
    assert library.locate("#/a/b", Base("file:///x.json", "https://schemas.example/s")) == "/a/b"
