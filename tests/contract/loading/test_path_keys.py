from typing import Any

import pytest

from vertrag.contract.loading.path_keys import path_keys

TEXT = {"type": "string"}
UUID = {"type": "string", "format": "uuid"}


def parameter(name: str, schema: Any, location: str = "path") -> dict[str, Any]:
    return {"name": name, "in": location, "schema": schema}


@pytest.mark.parametrize(
    ("parameters", "keys"),
    [
        ([parameter("account_id", UUID)], {"accountid": UUID}),
        ([parameter("accountId", UUID), parameter("AccountID", UUID)], {"accountid": UUID}),
        ([parameter("accountId", UUID), parameter("accountId", TEXT), parameter("accountId", UUID)], {}),
        ([parameter("accountId", UUID, "query"), parameter("kind", UUID), parameter("key", None)], {}),
        ([None, "text", {"in": "path"}], {}),
    ],
)
def test_ids_are_what_all_paths_agree_on(parameters: list[Any], keys: dict[str, Any]) -> None:
    for path in ({"parameters": parameters}, {"get": {"parameters": parameters}, "post": None}):
        assert path_keys({"/a": path}, lambda node: node) == keys


@pytest.mark.parametrize("paths", [None, [], {"/a": None}, {"/a": {"parameters": 1}}])
def test_what_is_no_path_has_none(paths: Any) -> None:
    assert path_keys(paths, lambda node: node) == {}
