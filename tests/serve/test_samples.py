import json
import shlex
import subprocess
from typing import Any

import pytest

from vertrag.contract.document import load
from vertrag.contract.operations import compile_contract
from vertrag.serve.mounts import Mount
from vertrag.serve.samples import TOKEN, Sample, sample, ways_in


def samples(name: str) -> dict[str, Sample]:
    mount = Mount(compile_contract(load(name)))
    return {operation.key: sample(mount, operation) for operation in mount.contract.operations}


def test_a_sample_uses_the_documents_own_examples_and_its_first_way_in() -> None:
    made = samples("zoho-desk")["getTicketHistory"]
    assert made.path == "/zoho/api/v1/tickets/57440000000376189/History"
    assert made.headers == {"Authorization": f"Zoho-oauthtoken {TOKEN}", "orgId": "20260001"}


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("enneo-mind", ["Authorization: Bearer TOKEN", "Cookie: connect.sid=TOKEN"]),
        (
            "zoho-desk",
            [
                "Authorization: Zoho-oauthtoken TOKEN and orgId: 20260001",
                "Authorization: Zoho-oauthtoken TOKEN and ?orgId=20260001",
            ],
        ),
    ],
)
def test_every_alternative_of_a_document_is_a_way_in(name: str, ways: list[str]) -> None:
    assert ways_in(Mount(compile_contract(load(name)))) == ways


def test_a_credential_in_a_body_is_a_real_one() -> None:
    assert f"refresh_token={TOKEN}&" in samples("socialboards-tickets")["createToken"].body


def test_a_sample_with_a_body_says_its_media_type() -> None:
    made = samples("socialboards-tickets")["getTicketLog"]
    assert made.headers["Content-Type"] == "application/json"
    assert "action_types" in json.loads(made.body)


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
    assert (made.method, made.path, made.headers) == ("DELETE", "/x/7?q=a+b", {"X-T": "true"})
    assert made.curl("").startswith("curl -X DELETE -H ")
