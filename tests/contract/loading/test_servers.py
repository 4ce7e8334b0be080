from typing import Any

import pytest

from vertrag.contract.loading.servers import MOST_PATHS, base_paths

MANY: Any = {"default": "a", "enum": [f"v{number}" for number in range(40)]}


@pytest.mark.parametrize(
    ("servers", "paths"),
    [
        (None, ("",)),
        ([], ("",)),
        (["no object"], ("",)),
        ([{}], ("",)),
        ([{"url": "https://api.example.com"}], ("",)),
        ([{"url": "https://api.example.com/v1/"}, {"url": "v2"}, {"url": "./v3"}], ("/v1", "/v2", "/v3")),
        ([{"url": "/a"}, {"url": "https://api.example.com/a"}], ("/a",)),
        ([{"url": "https://[broken/v1"}], ("",)),
        ([{"url": "/{x}", "variables": {"x": {"default": "a b"}}}], ("/a%20b",)),
        ([{"url": "/{x}", "variables": {"x": {"default": 2, "enum": [1, 2]}}}], ("/2", "/1")),
        ([{"url": "/v1", "variables": {"unused": MANY}}], ("/v1",)),
        ([{"url": "/{x}"}], ("/%7Bx%7D",)),
    ],
)
def test_a_server_stands_for_the_paths_that_its_url_may_have(servers: Any, paths: Any) -> None:
    assert base_paths(servers) == paths


def test_variables_that_multiply_are_bounded() -> None:
    servers = [{"url": "/{x}/{y}", "variables": {"x": MANY, "y": MANY}}]
    assert len(base_paths(servers)) <= MOST_PATHS
