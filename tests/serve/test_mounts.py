from typing import Any

from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.serve.mounts import Mount


def test_a_skeleton_holds_what_connexion_needs_and_no_schema() -> None:
    skeleton = Mount(compile_contract(load("zoho-desk"))).skeleton()
    assert skeleton["openapi"] == "3.0.3"
    assert "schema" not in str(skeleton).replace("schemas", "")


def test_a_skeleton_grows_with_the_ways_of_securing_and_not_with_the_document(make_mount: Any) -> None:
    paths: dict[str, Any] = {
        f"/{number}": {"get": {"security": [{scheme: []}], "responses": {}}}
        for number, scheme in enumerate("abab")
    }
    mount = make_mount(paths)
    secured = {
        path["get"]["operationId"]: path["get"]["security"] for path in mount.skeleton()["paths"].values()
    }
    assert [secured[guard] for guard in mount.guards.values()] == [[{scheme: []}] for scheme in "abab"]
    assert len(secured) == 2


def test_without_credentials_asked_for_no_operation_is_secured(make_mount: Any) -> None:
    paths: Any = {"/x": {"get": {"security": [{"b": []}], "responses": {}}}}
    (path,) = make_mount(paths, require_auth=False).skeleton()["paths"].values()
    assert path["get"]["security"] == []
