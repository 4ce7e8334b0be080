import base64
import json
from typing import Any

import pytest

from vertrag.fuzz.identity.token import Token, seconds, token_of


def jwt(claims: Any) -> str:
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{payload}.c2ln"


def test_a_jwt_says_when_it_expires() -> None:
    assert token_of(jwt({"exp": 1_800_000_000})) == Token(jwt({"exp": 1_800_000_000}), 1_800_000_000.0)


def test_what_was_said_beside_it_counts_more() -> None:
    assert token_of(jwt({"exp": 1_800_000_000}), 17.0) == Token(jwt({"exp": 1_800_000_000}), 17.0)


@pytest.mark.parametrize(
    "text", ["opaque", jwt({"exp": "soon"}), jwt({"exp": True}), jwt({}), jwt([]), jwt({"exp": -1}), "a.b.c"]
)
def test_others_do_not(text: str) -> None:
    assert token_of(text) == Token(text)


@pytest.mark.parametrize("text", ["", "two words", "line\nbreak", "ä", "<html>"])
def test_what_no_header_can_hold_is_no_token(text: str) -> None:
    assert token_of(text) is None


def test_a_token_is_not_shown_where_it_is_printed() -> None:
    assert "s3cret" not in repr(Token("s3cret"))


@pytest.mark.parametrize(("stated", "left"), [(60, 60.0), (1e300, None), ("60", None), (None, None)])
def test_seconds_are_numbers_of_this_world(stated: object, left: float | None) -> None:
    assert seconds(stated) == left
