from typing import Any

from vertrag.contract.loading.document import from_tree, load
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response
from vertrag.fuzz.asking.seeding import known_rows, seeded, seeds
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import Grounds, grounds_of

ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}


def described(version: str = "3.0.3") -> dict[str, Any]:
    said = {"swagger": "2.0"} if version == "2.0" else {"openapi": version}
    item = {
        "parameters": [{"$ref": "#/components/parameters/Id"}],
        "get": {"parameters": [{"name": "q", "in": "query"}], "responses": {}},
        "delete": {"responses": {}},
    }
    return {**said, "paths": {"/x/{id}": item}, "components": {"parameters": {"Id": ID}}}


def grounds(path: str) -> Grounds:
    return grounds_of(compile_contract(load(path)))


def test_a_path_parameter_that_is_known_gets_it_as_its_example() -> None:
    tree = seeded(described(), {("get", "/x/{id}"): {"id": "7"}})
    item = tree["paths"]["/x/{id}"]
    assert item["get"]["parameters"] == [{"name": "q", "in": "query"}, {**ID, "example": 7}]
    assert item["delete"] == {"responses": {}}


def test_the_older_version_has_another_word_for_examples() -> None:
    item = seeded(described("2.0"), {("get", "/x/{id}"): {"id": "7"}})["paths"]["/x/{id}"]
    assert item["get"]["parameters"][-1] == {**ID, "x-example": 7}


def test_the_tree_itself_is_left_alone() -> None:
    tree = described()
    before = repr(tree)
    seeded(tree, {("get", "/x/{id}"): {"id": "a"}, ("get", "/none"): {"id": "a"}})
    assert repr(tree) == before


def test_each_operation_gets_a_row_of_its_own(document: str) -> None:
    made = iter(range(1, 100))

    def send(request: Request) -> Response:
        body = b'{"id": %d}' % next(made) if request.method == "POST" else b"{}"
        return Response(201, (("content-type", "application/json"),), body)

    drafts = document.replace("tickets.yaml", "drafts.yaml")
    found = seeds(Talk(grounds(drafts), send), {})
    assert found == {
        ("get", "/drafts/{draftId}"): {"draftId": "1"},
        ("delete", "/drafts/{draftId}"): {"draftId": "2"},
    }


def test_what_the_data_names_is_taken_as_it_is(document: str) -> None:
    drafts = grounds(document.replace("tickets.yaml", "drafts.yaml"))
    talk = Talk(drafts, lambda _: Response(404))
    assert seeds(talk, {"draftId": "42"})["get", "/drafts/{draftId}"] == {"draftId": "42"}
    assert known_rows(drafts, {"draftId": "42"}) == {"drafts": ("42",)}
    assert known_rows(drafts, {"other": "42"}) == {}


def test_where_nothing_exists_nothing_is_given() -> None:
    talk = Talk(grounds_of(compile_contract(from_tree(described()))), lambda _: Response(404))
    assert seeds(talk, {}) == {}
