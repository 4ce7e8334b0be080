from pathlib import Path
from typing import Any

import pytest

from vertrag.in_process import Mock

S = "/_vertrag/sessions"
YAML = {"content-type": "application/yaml"}
PETS = """
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  /pets:
    get: {responses: {"200": {$ref: "#/components/responses/Pets"}}}
    post: {responses: {"201": {$ref: "#/components/responses/Pet"}}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {responses: {"200": {$ref: "#/components/responses/Pet"}, "404": {description: none}}}
components:
  responses:
    Pet: {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
    Pets:
      description: ""
      content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}}
  schemas:
    Pet: {type: object, required: [id], properties: {id: {type: integer}, name: {type: string}}}
"""
SCENARIO = """
rows:
  /pets:
    "7": {id: 7, name: Bella}
    "8": null
documents:
  - {kind: note, key: "1", value: {text: Grüße}}
clock: {now: "2026-11-03T10:00:00+01:00"}
faults:
  - {operation: POST /pets, status: 503}
"""


def test_a_scenario_in_yaml_gives_a_session_rows_documents_faults_and_a_time(tmp_path: Path) -> None:
    (tmp_path / "pets.yaml").write_text(PETS)
    with Mock(tmp_path / "pets.yaml") as mock, mock.client("a") as client:
        shown = client.post(f"{S}/a/scenario", content=SCENARIO.encode(), headers=YAML)
        assert (shown.status_code, shown.json()["now"]) == (200, "2026-11-03T09:00:00+00:00")
        assert client.get("/pets").json()[0] == client.get("/pets/7").json() == {"id": 7, "name": "Bella"}
        assert client.get("/pets/8").status_code == 404
        documents = client.get(f"{S}/a/snapshot").json()["documents"]
        assert {"kind": "note", "key": "1", "value": {"text": "Grüße"}} in documents
        assert client.get(f"{S}/a/faults").json() == {"faults": [{"operation": "POST /pets", "status": 503}]}
        assert mock.client("b").get("/pets/8").status_code == 200


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("rows: [", 422),
        ("rows: {pets: {}}", 422),
        ("nothing: known", 422),
        ("faults: [{operation: POST /pests, status: 503}]", 422),
        ("persona: Niemand", 422),
        ("{documents: [{kind: note, key: '2', value: 2}], faults: [{latency: {uniform: [9, 1]}}]}", 422),
    ],
)
def test_a_scenario_that_is_none_changes_nothing(send: Any, said: str, status: int) -> None:
    refused = send("POST", f"{S}/a/scenario", said.encode(), headers=YAML)
    assert refused.status_code == status
    assert send("GET", f"{S}/a/snapshot").json() == {"documents": []}


@pytest.mark.parametrize(
    ("kind", "value", "status"),
    [
        ("/pets", 5, 422),
        ("/pets", {"row": 5, "made": True, "under": "/pets"}, 422),
        (".numbers", "1", 422),
        (".faults", {"status": "503"}, 422),
        ("anything", 5, 200),
    ],
)
def test_documents_that_the_mock_could_not_read_again_are_refused(
    send: Any, kind: str, value: Any, status: int
) -> None:
    snapshot = {"documents": [{"kind": kind, "key": "1", "value": value}]}
    assert send("PUT", f"{S}/a/snapshot", snapshot).status_code == status
    assert len(send("GET", f"{S}/a/snapshot").json()["documents"]) == (status == 200)


def test_a_persona_s_ticket_is_the_newest_at_its_time(send: Any) -> None:
    shown = send("POST", f"{S}/a/scenario", {"persona": "Tom Mustermann"}).json()
    assert (shown["now"], shown["clock"]) == ("2026-10-29T21:19:06+00:00", "still")
