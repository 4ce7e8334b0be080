from typing import Any

import pytest

from vertrag.contract.loading.schemes_of_2 import security_scheme

URLS: Any = {"authorizationUrl": "https://a.example", "tokenUrl": "https://t.example"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "basic", "x-a": 1}, {"type": "http", "scheme": "basic", "x-a": 1}),
        ({"type": "apiKey", "in": "header", "name": "K"}, {"type": "apiKey", "in": "header", "name": "K"}),
        (
            {"type": "oauth2", "flow": "accessCode", **URLS, "scopes": {"r": "read"}},
            {"type": "oauth2", "flows": {"authorizationCode": {**URLS, "scopes": {"r": "read"}}}},
        ),
        (
            {"type": "oauth2", "flow": "application"},
            {"type": "oauth2", "flows": {"clientCredentials": {"scopes": {}}}},
        ),
        ({"type": "oauth2", "flow": "password"}, {"type": "oauth2", "flows": {"password": {"scopes": {}}}}),
    ],
)
def test_security_schemes_get_the_names_that_they_have_now(old: Any, new: Any) -> None:
    assert security_scheme(old) == new
