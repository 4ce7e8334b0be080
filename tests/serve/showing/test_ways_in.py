from typing import Any

import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.serve.mounts import Mount
from vertrag.serve.showing.ways_in import TOKEN, Proof, proofs, ways_in


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


@pytest.mark.parametrize(
    ("scheme", "proof"),
    [
        ({"type": "http", "scheme": "basic"}, Proof("user", "vertrag", TOKEN)),
        ({"type": "http", "scheme": "bearer"}, Proof("header", "Authorization", f"Bearer {TOKEN}")),
        ({"type": "apiKey", "in": "cookie", "name": "sid"}, Proof("cookie", "sid", TOKEN)),
        ({"type": "apiKey", "in": "query", "name": "key"}, Proof("query", "key", TOKEN)),
        (["broken"], Proof("header", "Authorization", f"Bearer {TOKEN}")),
    ],
)
def test_each_scheme_has_its_proof(make_mount: Any, scheme: Any, proof: Proof) -> None:
    paths: Any = {"/x": {"get": {"security": [{"s": []}], "responses": {}}}}
    mount = make_mount(paths, components={"securitySchemes": {"s": scheme}})
    assert proofs(mount.contract.document, mount.contract.operations[0]) == [proof]
