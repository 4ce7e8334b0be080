from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import Operation, compile_contract
from vertrag.exchange import Request, Response

JSON = {"application/json": {"schema": {"type": "object", "required": ["a"]}}}
COUNT = {"X-Count": {"required": True, "schema": {"type": "integer"}}}


def operation(**node: Any) -> Operation:
    tree = {"openapi": "3.0.3", "paths": {"/x": {"get": {"responses": {}, **node}}}}
    return compile_contract(from_tree(tree)).operations[0]


RESPONSES = {
    "200": {"description": "", "headers": COUNT, "content": JSON},
    "4XX": {"description": ""},
    "default": {"description": "", "content": JSON},
}


@pytest.mark.parametrize(("status", "declared"), [(200, "200"), (404, "4XX"), (500, "default")])
def test_a_status_is_declared_exactly_or_by_range_or_by_default(status: int, declared: str) -> None:
    found = operation(responses=RESPONSES).declared(status)
    assert found is not None
    assert found.status == declared


def json(status: int, body: bytes, **headers: str) -> Response:
    named = (("content-type", "application/json"), *((k.replace("_", "-"), v) for k, v in headers.items()))
    return Response(status, named, body)


@pytest.mark.parametrize(
    ("response", "rules"),
    [
        (json(200, b'{"a": 1}', x_count="3"), []),
        (json(200, b'{"a": 1}'), ["required"]),
        (json(200, b'{"a": 1}', x_count="many"), ["type"]),
        (json(200, b"{}", x_count="3"), ["required"]),
        (json(200, b"{", x_count="3"), ["malformed"]),
        (Response(200, (("content-type", "text/html"), ("x-count", "3")), b"<p>"), ["content"]),
        (Response(200, (("x-count", "3"),), b""), ["required"]),
        (json(200, b"", x_count="3"), ["malformed"]),
        (json(404, b"whatever"), []),
    ],
)
def test_a_response_is_judged_in_all_its_parts(response: Response, rules: list[str]) -> None:
    assert [violation.rule for violation in operation(responses=RESPONSES).judge(response)] == rules


def test_a_status_that_is_not_declared_is_a_violation() -> None:
    (violation,) = operation(responses={"200": {"description": ""}}).judge(Response(418))
    assert (violation.location, violation.value) == ("status", 418)


@pytest.mark.parametrize("status", [204, 205, 304])
def test_an_answer_that_has_no_content_brings_none(status: int) -> None:
    declared = operation(responses={str(status): {"description": "", "content": JSON}})
    assert declared.judge(Response(status)) == []
    assert [violation.rule for violation in declared.judge(json(status, b'{"a": 1}'))] == ["empty"]


def test_an_answer_to_head_is_judged_by_its_headers() -> None:
    declared = operation(responses=RESPONSES)
    assert declared.judge(json(200, b"", x_count="3"), to_head=True) == []
    assert [violation.rule for violation in declared.judge(json(200, b""), to_head=True)] == ["required"]


@pytest.mark.parametrize(
    ("status", "blame"), [(405, "document"), (302, "implementation"), (500, "implementation")]
)
def test_an_error_that_every_server_owes_is_a_gap_of_the_document(status: int, blame: str) -> None:
    (violation,) = operation(responses={"200": {"description": ""}}).judge(Response(status))
    assert violation.blame == blame


def test_what_the_path_names_may_be_missing_though_its_parameter_is_forgotten() -> None:
    tree = {"openapi": "3.0.3", "paths": {"/x/{name}": {"get": {"responses": {}}}}}
    assert 404 in compile_contract(from_tree(tree)).operations[0].duties
    assert 404 not in operation().duties


def test_a_name_in_the_path_that_nobody_describes_is_a_parameter() -> None:
    described = {"name": "name", "in": "path", "required": True, "schema": {"type": "integer"}}
    node = {"parameters": [described], "responses": {}}
    tree = {"openapi": "3.0.3", "paths": {"/x/{name}/{part}": {"get": node}}}
    (found,) = compile_contract(from_tree(tree)).operations
    assert [each.name for each in found.parameters["path"]] == ["name", "part"]
    assert found.read(Request("GET", "/x/1/b%20c"), {"name": "1", "part": "b%20c"}).arguments["part"] == "b c"


def test_a_parameter_that_its_path_has_no_place_for_is_asked_of_nobody() -> None:
    lost = {"name": "petId", "in": "path", "required": True, "schema": {"type": "string"}}
    found = operation(parameters=[lost])
    assert found.read(Request("GET", "/x"), {}).violations == []
    assert "path" not in found.parameters


def test_a_request_is_read_with_its_defaults() -> None:
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 10}}
    reading = operation(parameters=[limit]).read(Request("GET", "/x"), {})
    assert (reading.arguments, reading.violations) == ({"limit": 10}, [])


def test_an_empty_value_is_allowed_where_the_document_says_so() -> None:
    flag = {"name": "flag", "in": "query", "allowEmptyValue": True, "schema": {"type": "integer"}}
    assert operation(parameters=[flag]).read(Request("GET", "/x", "flag="), {}).violations == []


@pytest.mark.parametrize(
    "broken", [{"$ref": "#/nowhere"}, {"name": "a"}, 5, {"name": "a", "in": "query", "schema": {"type": "x"}}]
)
def test_a_parameter_that_cannot_be_used_is_a_defect_of_the_document(broken: Any) -> None:
    tree = {"openapi": "3.0.3", "paths": {"/x": {"get": {"parameters": [broken], "responses": {}}}}}
    contract = compile_contract(from_tree(tree))
    assert len(contract.defects) == 1
    assert len(contract.operations) == 1


@pytest.mark.parametrize(("node", "expected"), [({}, True), ({"x-safe": False}, True)])
def test_a_get_is_safe(node: dict[str, Any], expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert operation(**node).is_safe is expected


def test_a_success_is_the_documents_gap_where_only_refusals_are_declared() -> None:
    paths = {"/x": {"post": {"responses": {"405": {"description": ""}}}}}
    operation = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths})).operations[0]
    assert [each.blame for status in (200, 302) for each in operation.judge(Response(status))] == [
        "document",
        "implementation",
    ]


def test_where_nothing_is_sent_defaults_and_demands_of_that_place_hold() -> None:
    parameters = [
        {"name": "limit", "in": "query", "schema": {"type": "integer", "default": 20}},
        {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}},
    ]
    reading = operation(parameters=parameters).read(Request("GET", "/x"), {})
    assert reading.arguments == {"limit": 20}
    assert [(wrong.rule, wrong.name) for wrong in reading.violations] == [("required", "q")]


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/places/52.5,13.4.json", {"place": "52.5,13.4", "ending": ".json"}),
        ("/places/Monika.xml.json", {"place": "Monika.xml", "ending": ".json"}),
        ("/places/Berlin.pdf", {"place": "Berlin.pd", "ending": "f"}),  # which then breaks the contract
    ],
)
def test_a_segment_is_read_as_its_parameters_allow(path: str, values: dict[str, str]) -> None:
    ending = {"name": "ending", "in": "path", "required": True, "schema": {"enum": [".json", ".xml"]}}
    place = {"name": "place", "in": "path", "required": True, "schema": {"type": "string"}}
    item = {"parameters": [place, ending], "get": {"responses": {"200": {"description": ""}}}}
    contract = compile_contract(from_tree({"openapi": "3.0.3", "paths": {"/places/{place}{ending}": item}}))
    found = contract.find("GET", path, lambda: Request("GET", path))
    assert found is not None
    assert found[1] == values


@pytest.mark.parametrize(
    ("name", "rules"), [("Vary", []), ("Set-Cookie", []), ("Date", ["style"]), ("Location", ["style"])]
)
def test_only_a_header_of_one_value_comes_once(name: str, rules: list[str]) -> None:
    headers = {name: {"schema": {"type": "string", "minLength": 1}}}
    twice = ((name.lower(), "a"), (name.lower(), "b"))
    found = operation(responses={"200": {"description": "", "headers": headers}}).judge(Response(200, twice))
    assert [violation.rule for violation in found] == rules


@pytest.mark.parametrize(
    ("path", "is_owed"), [("/ca", True), ("/ca/chain", True), ("/cafe", False), ("/other", False)]
)
def test_what_can_be_deleted_may_be_missing(path: str, is_owed: bool) -> None:  # noqa: FBT001 - parametrized
    node = {"responses": {"200": {"description": ""}}}
    paths: dict[str, Any] = {"/ca": {"delete": node}}
    paths.setdefault(path, {})["get"] = node
    tree = {"openapi": "3.0.3", "paths": paths}
    found = next(each for each in compile_contract(from_tree(tree)).operations if each.method == "GET")
    assert (404 in found.duties) is is_owed


def test_an_extension_beside_the_paths_is_no_path() -> None:
    tree = {"openapi": "3.0.3", "paths": {"x-internal": True, "/x": {"get": {"responses": {}}}}}
    assert [each.label for each in compile_contract(from_tree(tree)).operations] == ["GET /x"]


@pytest.mark.parametrize(("lines", "rules"), [(("a=1", "b=2"), []), (("a=1", ""), ["minLength"])])
def test_each_line_is_a_cookie(lines: tuple[str, str], rules: list[str]) -> None:
    headers = {"Set-Cookie": {"schema": {"type": "string", "minLength": 1}}}
    told = Response(200, tuple(("set-cookie", line) for line in lines))
    found = operation(responses={"200": {"description": "", "headers": headers}}).judge(told)
    assert [violation.rule for violation in found] == rules


@pytest.mark.parametrize("path", ["/things", "/things/newest"])
def test_a_collection_that_is_emptied_is_not_missing(path: str) -> None:
    node = {"responses": {"200": {"description": ""}}}
    paths: dict[str, Any] = {"/things": {"delete": node, "post": node}}
    paths.setdefault(path, {})["get"] = node
    operations = compile_contract(from_tree({"openapi": "3.0.3", "paths": paths})).operations
    assert not any(404 in each.duties for each in operations)
