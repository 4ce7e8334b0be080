from urllib.parse import quote

import pytest

from vertrag.fuzz.reporting.redaction import Redaction, variable
from vertrag.oracles.conversation.spoiling import spoilings


@pytest.mark.parametrize(
    ("header", "text", "shown"),
    [
        (("Authorization", "Bearer abcdef123"), "token abcdef123 refused", "token $AUTHORIZATION refused"),
        (("Authorization", "Bearer abcdef123"), "Bearer abcdef123", "$AUTHORIZATION"),
        (("Authorization", "Bearer abcdef123"), "Bearer realm", "Bearer realm"),
        (("Cookie", "connect.sid=abcdef123; a=b"), "sid abcdef123", "sid $COOKIE"),
        (("Cookie", "connect.sid=abcdef123; a=b"), "connect.sid", "connect.sid"),
        (("X-Api-Key", "abcdef=="), "abcdef==", "$X_API_KEY"),
        (("X-Api-Key", "abc/def=="), "?key=abc%2Fdef%3D%3D&a", "?key=$X_API_KEY&a"),
        (("X-Api-Key", 'abc"def'), '{"you": "abc\\"def"}', '{"you": "$X_API_KEY"}'),
        (("orgId", "12"), "12 tickets since 2012", "$ORGID tickets since 2012"),
        (("Accept", "application/json"), "application/json", "application/json"),
    ],
)
def test_text_shows_the_variable_in_place_of_the_secret(
    header: tuple[str, str], text: str, shown: str
) -> None:
    assert Redaction((header,)).scrub(text) == shown


@pytest.mark.parametrize("header", [("Authorization", "Bearer s3cret-Value%1"), ("X-Key", "s3cret-Value%1")])
def test_a_credential_that_was_spoilt_is_as_secret_as_the_whole(header: tuple[str, str]) -> None:
    redaction = Redaction((header,))
    for way, before, changed in spoilings(header[1]):
        shown = redaction.scrub(f"a={before}{changed}, b={quote(changed)}")
        assert "s3cret" not in shown.lower()
        assert way.shell.replace("NAME", variable(header[0])) in shown


def test_only_the_value_that_was_given_gets_a_placeholder() -> None:
    redaction = Redaction((("Authorization", "Bearer mine"),))
    assert redaction.placeholder("authorization", "Bearer mine") == "AUTHORIZATION"
    assert redaction.placeholder("Authorization", "Bearer generated") == ""


def test_a_short_value_is_still_hidden_in_its_own_header() -> None:
    assert Redaction((("X-Pin", "12"),)).placeholder("X-Pin", "12") == "X_PIN"


def test_the_variables_to_set_leave_out_harmless_headers() -> None:
    assert Redaction((("X-Key", "k"), ("Accept", "*/*"))).variables() == ("X_KEY",)


@pytest.mark.parametrize(("name", "word"), [("X-API-Key", "X_API_KEY"), ("orgId", "ORGID"), ("2fa", "_2FA")])
def test_a_variable_is_a_name_that_shells_accept(name: str, word: str) -> None:
    assert variable(name) == word


def test_lines_need_only_the_variables_that_they_name() -> None:
    redaction = Redaction((("X-Key", "k"), ("X", "l")), others=(("X-Key", "o"),))
    assert redaction.named_in(["curl", "-H $OTHER_X_KEY"]) == ("OTHER_X_KEY",)


def test_a_key_in_the_query_is_hidden() -> None:
    redaction = Redaction((("X-Key", "k"),), query=(("api_key", "s3cret/value"),))
    assert redaction.scrub("http://h/x?api_key=s3cret%2Fvalue&a=1") == "http://h/x?api_key=$API_KEY&a=1"
    assert redaction.variables() == ("X_KEY", "API_KEY")


def test_the_second_identity_has_variables_of_its_own() -> None:
    redaction = Redaction((("X-Key", "first-secret"),), (("X-Key", "second-secret"),))
    assert redaction.placeholder("x-key", "second-secret") == "OTHER_X_KEY"
    assert redaction.placeholder("x-key", "first-secret") == "X_KEY"
    assert redaction.scrub("first-secret second-secret") == "$X_KEY $OTHER_X_KEY"
    assert redaction.variables() == ("X_KEY", "OTHER_X_KEY")


def test_a_credential_is_told_from_one_with_its_scheme() -> None:
    redaction = Redaction((("Authorization", "Bearer abcdef123"), ("X-Key", "key-of-mine")))
    assert redaction.lacks_scheme("AUTHORIZATION", "Basic abcdef123")
    assert not redaction.lacks_scheme("AUTHORIZATION", "Bearer abcdef123")
    assert not redaction.lacks_scheme("X_KEY", "key-of-mine")
