import json
import shlex
import subprocess
from dataclasses import replace
from typing import Any

import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.serve.mounts import Mount
from vertrag.serve.showing.samples import Sample, sample, sample_line
from vertrag.serve.showing.ways_in import TOKEN
from vertrag.state.sessions import Sessions


def samples(name: str) -> dict[str, Sample]:
    mount = Mount(compile_contract(load(name)))
    return {operation.key: sample(mount, operation) for operation in mount.contract.operations}


def test_a_sample_uses_the_documents_own_examples_and_its_first_way_in() -> None:
    made = samples("zoho-desk")["getTicketHistory"]
    assert made.path == "/zoho/api/v1/tickets/57440000000376189/History"
    assert made.headers == {"Authorization": f"Zoho-oauthtoken {TOKEN}", "orgId": "20260001"}


def test_a_sample_names_a_session_where_every_request_has_to(make_mount: Any) -> None:
    paths = {"/pets": {"get": {"responses": {"204": {"description": ""}}}}}
    mount = make_mount(paths, sessions=Sessions(strict=True))
    (line,) = (sample_line(mount, each, "http://mock", "") for each in mount.contract.operations)
    assert line == "curl -H 'X-Vertrag-Session: demo' http://mock/pets"


@pytest.mark.parametrize(
    ("template", "path"),
    [("/a#b", "/a"), ("/a?x={x}&y=1", "/a?x=7&y=1"), ("/a?q={q}", "/a?q=z"), ("/a?b#c", "/a?b")],
)
def test_what_is_no_part_of_a_path_is_sent_as_a_query_or_not_at_all(
    make_mount: Any, template: str, path: str
) -> None:
    parameters = [
        {"name": "x", "in": "path", "required": True, "example": 7},
        {"name": "q", "in": "query", "required": "{q}" in template, "example": "z"},
    ]
    operation = {"parameters": parameters, "responses": {"204": {"description": ""}}}
    mount = make_mount({template: {"get": operation}})
    assert sample(mount, mount.contract.operations[0]).path == path


def test_a_credential_in_a_body_is_a_real_one() -> None:
    options = samples("socialboards-tickets")["createToken"].options
    assert ("--data-urlencode", f"refresh_token={TOKEN}") in options


def test_a_sample_with_a_body_says_its_media_type() -> None:
    made = samples("socialboards-tickets")["getTicketLog"]
    assert made.headers["Content-Type"] == "application/json"
    assert "action_types" in json.loads(made.options[0][1])


@pytest.mark.parametrize("name", ["enneo-mind", "socialboards-tickets", "zoho-desk"])
def test_a_sample_as_curl_is_read_by_a_shell_as_it_was_meant(name: str) -> None:
    for made in samples(name).values():
        words = shlex.split(made.curl("http://mock", "token"))
        assert words[0] == "curl"
        assert words[-1] == f"http://mock{made.path}"
        for header, text in made.headers.items():
            assert f"{header}: {text.replace(TOKEN, 'token')}" in words


def test_what_a_document_says_is_never_run_by_the_shell() -> None:
    said = '$(rm -rf /) `id` "quoted" \\ $HOME'
    hostile = Sample("GET", "/a'b", {"X": said, "Y": f"X: {said} {TOKEN}"})
    command = hostile.curl("http://mock", "$(echo token)")
    printed = subprocess.run(
        ["/bin/sh", "-c", f"printf '%s|' {command}"], capture_output=True, text=True, check=True
    )

    assert printed.stdout == f"curl|-H|X: {said}|-H|Y: X: {said} token|http://mock/a'b|"


def test_required_values_without_examples_are_invented(make_mount: Any) -> None:
    parameters = [
        {
            "name": "id",
            "in": "path",
            "required": True,
            "schema": {"type": "integer", "minimum": 7, "maximum": 7},
        },
        {"name": "q", "in": "query", "required": True, "schema": {"enum": ["a b"]}},
        {"name": "X-T", "in": "header", "required": True, "schema": {"type": "boolean"}},
        {"name": "optional", "in": "query", "schema": {"type": "string"}},
    ]
    mount = make_mount({"/x/{id}": {"delete": {"parameters": parameters, "responses": {}}}})
    made = sample(mount, mount.contract.operations[0])
    assert (made.method, made.path, made.headers) == ("DELETE", "/x/7?q=a%20b", {"X-T": "true"})
    assert made.curl("").startswith("curl -X DELETE -H ")


def _one(make_mount: Any, method: str = "get", path: str = "/x", **node: Any) -> Any:
    return make_mount({path: {method: {"responses": {"200": {"description": ""}}, **node}}})


@pytest.mark.parametrize(
    ("method", "start"),
    [
        ("head", "curl -I http"),
        ("post", "curl -X POST http"),
        ("get", "curl http"),
        ("trace", "curl -X TRACE"),
    ],
)
def test_each_method_is_asked_for_as_curl_wants_it(make_mount: Any, method: str, start: str) -> None:
    mount = _one(make_mount, method)
    assert sample_line(mount, mount.contract.operations[0], "http://m", "t").startswith(start)


def test_cookies_and_their_credential_go_into_one_header(make_mount: Any, paste: Any) -> None:
    cookie = {"name": "c", "in": "cookie", "required": True, "schema": {"enum": ["v w"]}}
    paths: Any = {"/x": {"get": {"parameters": [cookie], "security": [{"s": []}], "responses": {}}}}
    scheme = {"type": "apiKey", "in": "cookie", "name": "sid"}
    mount = make_mount(paths, components={"securitySchemes": {"s": scheme}})
    assert sample(mount, mount.contract.operations[0]).headers == {"Cookie": f"c=v w; sid={TOKEN}"}
    assert paste(mount).status_code < 400


@pytest.mark.parametrize(
    "scheme",
    [
        {"type": "http", "scheme": "basic"},
        {"type": "http", "scheme": "bearer"},
        {"type": "apiKey", "in": "query", "name": "api key"},
        {"type": "apiKey", "in": "header", "name": "X-Key"},
    ],
)
def test_every_credential_opens_its_door(make_mount: Any, paste: Any, scheme: Any) -> None:
    paths: Any = {"/x": {"get": {"security": [{"s": []}], "responses": {}}}}
    assert paste(make_mount(paths, components={"securitySchemes": {"s": scheme}})).status_code < 400


def test_an_operations_own_parameter_replaces_that_of_its_path(make_mount: Any) -> None:
    shared = {"name": "q", "in": "query", "required": True, "example": "path"}
    operation = {"parameters": [{**shared, "example": "own"}], "responses": {}}
    mount = make_mount({"/x": {"parameters": [shared], "get": operation}})
    assert sample(mount, mount.contract.operations[0]).path == "/x?q=own"


@pytest.mark.parametrize(
    "parameters",
    [[], ["broken", 7, {"in": "query"}, {"$ref": "#/nowhere"}, {"name": "z", "in": "path", "schema": 3}]],
)
def test_broken_and_missing_parameters_leave_a_request_that_arrives(
    make_mount: Any, paste: Any, parameters: Any
) -> None:
    mount = _one(make_mount, path="/ä/{z}", parameters=parameters)
    assert paste(mount).status_code == 200


def test_a_request_that_cannot_be_made_is_a_comment_on_one_line(make_mount: Any) -> None:
    mount = _one(make_mount)
    line = sample_line(mount, replace(mount.contract.operations[0], path="a\nb"), "http://m", "t")
    assert line.startswith("# no request could be made: ")
    assert "\n" not in line
