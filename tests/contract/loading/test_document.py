import json
from pathlib import Path

import pytest

from vertrag.contract.loading.document import (
    escape,
    from_bytes,
    from_tree,
    load,
    pointer_tokens,
)
from vertrag.errors import DocumentError

SMALLEST = {"openapi": "3.1.0", "paths": {}}


@pytest.mark.parametrize("name", ["enneo-mind", "socialboards-tickets.yaml", "zoho-desk"])
def test_a_shipped_document_loads_by_its_name(name: str) -> None:
    assert load(name).version == (3, 0)


def test_a_path_wins_over_a_shipped_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zoho-desk").write_text(json.dumps(SMALLEST))
    monkeypatch.chdir(tmp_path)
    assert load("zoho-desk").version == (3, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no OpenAPI document"),
        (b"[1, 2]", "no OpenAPI document"),
        (b"just text", "no OpenAPI document"),
        (b"a: b: c", "line 1 is neither JSON nor YAML"),
        (b"\xff\xfe", "not UTF-8"),
        (b"openapi: 4.0.0", "version '4.0.0'"),
        (b"openapi: [3]", "version"),
        (b"swagger: '1.2'", "version '1.2'"),
        (b"openapi: 3.0.3\npaths: []", "'paths' is no object"),
        (b"? {a: b}\n: c", "a key is a text"),
        (b"[" * 100_000, "deep|cannot be read"),
        (b"&a [*a]", "line 1 .* has the anchor 'a'"),
        (b"!!python/object/apply:os.system [id]", "neither JSON nor YAML"),
    ],
)
def test_what_is_no_document_is_one_clear_error_with_its_next_step(content: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as error:
        from_bytes(content, "input")
    assert error.value.hint


def test_yaml_is_read_as_json_would_be() -> None:
    tree = from_bytes(b"openapi: 3.0.3\nx: {on: no, 200: 2020-01-01, b: true}", "input").tree
    assert tree["x"] == {"on": "no", "200": "2020-01-01", "b": True}


def test_nested_aliases_stay_shared() -> None:
    levels = "\n".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, 7))
    tree = from_bytes(f"openapi: 3.0.3\nx0: &x0 [a]\n{levels}".encode(), "input").tree
    assert tree["x6"][0] is tree["x6"][8]


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ([], ""),
        ([{"url": "/"}], ""),
        ([{"url": "/api/mind/"}], "/api/mind"),
        ([{"url": "https://api.example.com/v1?x#y"}], "/v1"),
        ([{"url": "v1"}], "/v1"),
        ([{"url": "/{v}/x", "variables": {"v": {"default": "v2"}}}], "/v2/x"),
        ("nonsense", ""),
    ],
)
def test_the_base_path_is_that_of_the_first_server(servers: object, expected: str) -> None:
    assert from_tree({**SMALLEST, "servers": servers}).base_path == expected


def test_references_are_followed_through_chains_and_escapes() -> None:
    tree = {**SMALLEST, "a": {"$ref": "#/b~1c/0"}, "b/c": [{"$ref": "#/d%20e"}], "d e": {"f": 1}}
    document = from_tree(tree)
    assert document.resolve(tree["a"]) == {"f": 1}
    assert document.pointer(tree["a"], "/a") == "/d e"


@pytest.mark.parametrize(
    ("reference", "message"),
    [("#/a", "refers to itself"), ("#/nowhere", "leads nowhere"), ("other.yaml#/x", "leads out of")],
)
def test_a_reference_that_leads_nowhere_says_so(reference: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        from_tree({**SMALLEST, "a": {"$ref": reference}}).resolve({"$ref": reference})


def test_pointer_tokens_are_the_inverse_of_escape() -> None:
    assert list(pointer_tokens("/" + escape("a/b~c"))) == ["a/b~c"]


def test_a_document_without_a_title_is_named_after_its_file() -> None:
    assert from_tree(SMALLEST, "some/where/pets.yaml").title == "pets"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/my%20api/", "/my%20api"),
        ("/my api", "/my%20api"),
        ("./v1", "/v1"),
        (None, ""),
        ("/a%2Fb", "/a%2Fb"),
    ],
)
def test_the_base_path_is_as_requests_send_it(url: object, expected: str) -> None:
    assert from_tree({**SMALLEST, "servers": [{"url": url}]}).base_path == expected
