import stat
from pathlib import Path

import jwt
import pytest

from vertrag.credentials import AnyCredential, Authority, covers, load_key
from vertrag.errors import Refused, UsageError

KEY = "k" * 32


def test_an_issued_token_verifies_and_names_its_role() -> None:
    authority = Authority(KEY)
    assert authority.verify(authority.issue("agent"))["role"] == "agent"


def test_a_token_expires_even_after_it_was_seen_valid() -> None:
    clock = [1000.0]
    authority = Authority(KEY, now=lambda: clock[0])
    token = authority.issue(lifetime=10)
    authority.verify(token)
    clock[0] = 1010.0
    with pytest.raises(Refused, match="expired"):
        authority.verify(token)


def _unsigned(**changes: object) -> str:
    claims = {"iss": "vertrag", "exp": 2**40, "scope": "*"} | changes
    return jwt.encode(claims, "", algorithm="none")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "abc",
        "a.b.c",
        "ä.ö.ü",
        "\x00",
        Authority("x" * 32).issue(),
        _unsigned(),
        jwt.encode({"iss": "vertrag"}, KEY, algorithm="HS256"),
        jwt.encode({"iss": "somebody", "exp": 2**40}, KEY, algorithm="HS256"),
        jwt.encode({"iss": "vertrag", "exp": 1.5}, KEY, algorithm="HS256"),
    ],
)
def test_whatever_was_not_signed_here_is_refused(token: str) -> None:
    with pytest.raises(Refused) as refusal:
        Authority(KEY).verify(token)
    assert refusal.value.status == 401


def test_an_unknown_role_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as error:
        Authority(KEY).issue("king")
    assert "agent" in error.value.hint


def test_a_short_key_is_refused() -> None:
    with pytest.raises(UsageError, match="fewer than 32"):
        Authority("short")


@pytest.mark.parametrize(
    ("scope", "required", "expected"),
    [
        ("*", {"read"}, True),
        ("read write", {"read"}, True),
        ("write", {"read"}, False),
        ("", set(), False),
        ("read", set(), True),
    ],
)
def test_scopes_decide_what_a_token_opens(scope: str, required: set[str], expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert covers({"scope": scope}, frozenset(required)) is expected


def test_any_credential_takes_every_well_formed_one() -> None:
    assert AnyCredential(KEY).verify("opaque-token-123")["scope"] == "*"
    with pytest.raises(Refused):
        AnyCredential(KEY).verify("not well formed")


def test_the_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path)}
    key = load_key(environ=environ)
    assert load_key(environ=environ) == key
    assert stat.S_IMODE((tmp_path / "vertrag" / "key").stat().st_mode) == 0o600


def test_a_key_that_cannot_be_kept_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "vertrag").write_text("a file in the way")
    with pytest.raises(UsageError, match="cannot keep a signing key"):
        load_key(environ={"XDG_STATE_HOME": str(tmp_path)})


def test_any_credential_lets_our_own_tokens_say_what_they_open() -> None:
    assert AnyCredential(KEY).verify(Authority(KEY).issue("guest"))["scope"] == ""


@pytest.mark.parametrize("text", ["päss word", "a, b=c"])
def test_a_password_may_be_any_text(text: str) -> None:
    assert AnyCredential(KEY).verify(text, is_text=True)["scope"] == "*"


@pytest.mark.parametrize("is_text", [True, False])
def test_nothing_is_no_credential(is_text: bool) -> None:  # noqa: FBT001 - a parametrized input
    with pytest.raises(Refused):
        AnyCredential(KEY).verify("", is_text=is_text)


def test_a_token_can_have_fewer_scopes_than_its_role() -> None:
    authority = Authority(KEY)
    claims = authority.verify(authority.issue(scope="read list"))
    assert covers(claims, frozenset({"read"}))
    assert not covers(claims, frozenset({"write"}))


def test_a_credential_that_calls_itself_invalid_is_taken_at_its_word() -> None:
    with pytest.raises(Refused):
        AnyCredential(KEY).verify("SOME-INVALID-VALUE")
