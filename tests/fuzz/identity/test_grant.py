from collections.abc import Callable
from typing import Any

import pytest

from vertrag.errors import UpstreamError, UsageError
from vertrag.fuzz.identity.grant import Grant, Granted, grant_of
from vertrag.fuzz.identity.token import Token


def test_a_client_says_its_secret_in_basic(token_server: Callable[..., Any]) -> None:
    server = token_server((200, {"access_token": "first", "expires_in": 300}))
    grant = Grant(server.url, "me", "pass word", scope="read")
    assert Granted(grant, lambda: 1000.0)() == Token("first", 1300.0)
    assert server.asked == [({"grant_type": "client_credentials", "scope": "read"}, "me:pass+word")]


def test_a_refresh_token_that_is_replaced_is_used_once(token_server: Callable[..., Any]) -> None:
    server = token_server((200, {"access_token": "first", "refresh_token": "next"}))
    granted = Granted(Grant(server.url, "me", refresh_token="kept"))
    assert (granted(), granted()) == (Token("first"), Token("first"))
    asked = {"grant_type": "refresh_token", "client_id": "me"}
    assert [form for form, _ in server.asked] == [
        {**asked, "refresh_token": "kept"},
        {**asked, "refresh_token": "next"},
    ]


@pytest.mark.parametrize(
    ("status", "answer", "message"),
    [
        (401, {"error": "invalid_client", "error_description": "s3cret"}, "401 invalid_client"),
        (400, {"error": "s3cret !"}, "400$"),
        (302, b"", "302$"),
        (200, {"access_token": "s3cret s3cret"}, "no bearer token"),
        (200, {}, "no bearer token"),
        (200, b"[" * 100_000, "no bearer token"),
        (200, ["s3cret"], "no bearer token"),
    ],
)
def test_a_server_that_gives_none_is_said_without_its_words(
    token_server: Callable[..., Any], status: int, answer: Any, message: str
) -> None:
    server = token_server((status, answer))
    with pytest.raises(UpstreamError, match=message) as caught:
        Granted(Grant(server.url, "me", "s3cret"))()
    assert "s3cret" not in str(caught.value)


def test_a_server_that_is_not_there_is_said(dead_url: str) -> None:
    with pytest.raises(UpstreamError, match=r"no token from 127\.0\.0\.1"):
        Granted(Grant(dead_url, "me", "s3cret"))()


def test_settings_say_it_with_hyphens_or_without() -> None:
    said = (("token-url", "http://x/token"), ("client_id", "me"), ("client-secret", "${S}"))
    assert grant_of(said, lambda text: text.replace("${S}", "s3cret")) == Grant(
        "http://x/token", "me", "s3cret"
    )
    assert grant_of((), str) is None


@pytest.mark.parametrize(
    "said",
    [
        (("token_url", "http://x"),),
        (("client_secret", "s"),),
        (("token_url", "http://x"), ("client_secret", 17)),
        (("token_url", "http://x"), ("password", "s")),
    ],
)
def test_settings_that_cannot_work_are_refused(said: tuple[tuple[str, Any], ...]) -> None:
    with pytest.raises(UsageError, match=r"\[fuzz.oauth\]"):
        grant_of(said, str)


def test_secrets_are_not_shown_where_they_are_printed() -> None:
    assert "s3cret" not in repr(Granted(Grant("http://x", "me", "s3cret", "s3cret"), refresh_token="s3cret"))
