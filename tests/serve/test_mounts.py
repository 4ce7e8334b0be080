from typing import Any

from vertrag.contract.document import load
from vertrag.contract.operations import compile_contract
from vertrag.serve.mounts import Mount


def test_a_skeleton_holds_what_connexion_needs_and_no_schema() -> None:
    skeleton = Mount(compile_contract(load("zoho-desk"))).skeleton()
    assert skeleton["openapi"] == "3.0.3"
    assert "schema" not in str(skeleton).replace("schemas", "")
    assert set(skeleton["paths"]) == {"/api/v1/tickets/{ticketId}/History"}


def test_without_credentials_asked_for_no_operation_is_secured(make_mount: Any) -> None:
    paths: Any = {"/x": {"get": {"security": [{"b": []}], "responses": {}}}}
    operation = make_mount(paths, require_auth=False).skeleton()["paths"]["/x"]["get"]
    assert operation["security"] == []
