from collections.abc import Callable
from typing import Any

import pytest

from vertrag.fuzz.observations import Sent
from vertrag.fuzz.reporting.curl import command
from vertrag.fuzz.reporting.redaction import Redaction
from vertrag.oracles.conversation.spoiling import ANOTHER_PASSWORD, spoilings

URL = "http://127.0.0.1:8005/api/tickets"
NOTHING = Redaction()


def test_a_plain_get_needs_no_switches() -> None:
    assert command(Sent("GET", URL), NOTHING) == f"curl -i {URL}"


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": 1}',
        b'it\'s $HOME `id` \\ "x"',
        b"@/etc/passwd",
        b"two\nlines",
        b"\x00\xff 50% \\n '",
        "Zähler".encode(),
    ],
)
def test_a_shell_hands_curl_the_same_body(paste: Callable[..., Any], body: bytes) -> None:
    pasted = paste(command(Sent("POST", URL, (("Content-Type", "text/plain"),), body), NOTHING))
    assert (pasted.body, pasted.method, pasted.url) == (body, "POST", URL)


@pytest.mark.parametrize("value", ["a b", "it's", "$HOME", "Stra\xdfe", 'a"b', "100%"])
def test_a_shell_hands_curl_the_same_header(paste: Callable[..., Any], value: str) -> None:
    pasted = paste(command(Sent("GET", URL, (("X-Place", value),)), NOTHING))
    assert pasted.headers == {"X-Place": value}


def test_an_empty_header_is_sent_and_not_removed() -> None:
    assert "-H 'X-Place;'" in command(Sent("GET", URL, (("X-Place", ""),)), NOTHING)


def test_headers_that_the_client_adds_on_its_own_are_left_out() -> None:
    headers = (
        ("Content-Length", "3"),
        ("X-Schemathesis-TestCaseId", "x"),
        ("Accept", "*/*"),
        ("User-Agent", "schemathesis/4"),
    )
    assert command(Sent("GET", URL, headers), NOTHING) == f"curl -i {URL}"


def test_a_body_without_a_content_type_is_not_declared_a_form() -> None:
    assert "-H 'Content-Type:'" in command(Sent("POST", URL, (), b"x"), NOTHING)


@pytest.mark.parametrize(
    ("url", "switch"), [(f"{URL}?a[0]=1", "-g"), (f"{URL}/../x", "--path-as-is"), (f"{URL}/%7B", "-i")]
)
def test_curl_takes_the_url_as_it_is(url: str, switch: str) -> None:
    assert f" {switch} " in command(Sent("GET", url), NOTHING)


@pytest.mark.parametrize(("method", "switch"), [("HEAD", "-I"), ("DELETE", "-X DELETE"), ("POST", "-X POST")])
def test_the_method_is_named_where_curl_would_take_another(method: str, switch: str) -> None:
    assert f" {switch} " in command(Sent(method, URL), NOTHING)


def test_a_given_header_is_filled_in_from_the_environment(paste: Callable[..., Any]) -> None:
    redaction = Redaction((("Authorization", "Bearer s3cret-value"),))
    line = command(Sent("GET", URL, (("Authorization", "Bearer s3cret-value"),)), redaction)
    assert "s3cret" not in line
    assert paste(line, AUTHORIZATION="Bearer other").headers == {"Authorization": "Bearer other"}


def test_a_secret_is_hidden_wherever_else_it_was_sent() -> None:
    redaction = Redaction((("X-Key", "s3cret-value"),))
    sent = Sent("POST", f"{URL}?key=s3cret-value", (("X-Other", "s3cret-value"),), b"key: s3cret-value")
    assert "s3cret-value" not in command(sent, redaction)


def test_a_secret_is_filled_in_wherever_else_it_was_sent(paste: Callable[..., Any]) -> None:
    redaction = Redaction((("X-Key", "s3cret-value"),), query=(("key", "other-value"),))
    sent = Sent("POST", f"{URL}?key=other-value&a=it's", (("X-Other", "s3cret-value"),), b"key: s3cret-value")
    pasted = paste(command(sent, redaction), X_KEY="mine", KEY="ours")
    assert pasted.url == f"{URL}?key=ours&a=it's"
    assert (pasted.body, pasted.headers["X-Other"]) == (b"key: mine", "mine")


def test_a_credential_under_another_scheme_is_filled_in_without_its_own(paste: Callable[..., Any]) -> None:
    redaction = Redaction((("Authorization", "Bearer s3cret-value"),))
    sent = Sent("GET", URL, (("Authorization", "Basic s3cret-value"),))
    assert "s3cret-value" not in command(sent, redaction)
    pasted = paste(command(sent, redaction), AUTHORIZATION="Bearer mine")
    assert pasted.headers == {"Authorization": "Basic mine"}


@pytest.mark.parametrize(
    ("text", "is_shown"),
    [("Zähler 4 kWh", True), ("zwei\nZeilen", True), ("\x07", False), ("a\u202eb", False)],
)
def test_what_people_can_read_is_shown_as_it_is(text: str, *, is_shown: bool) -> None:
    assert (text in command(Sent("POST", URL, (), text.encode()), NOTHING)) is is_shown


def test_a_user_with_another_password_is_made_of_the_whole_credential(paste: Callable[..., Any]) -> None:
    own, given = "Basic ZXZhOmdlaGVpbQ==", "Basic YWRhOnNlY3JldA=="
    ((_, before, changed),) = [each for each in spoilings(own) if each[0] is ANOTHER_PASSWORD]
    line = command(
        Sent("GET", URL, (("Authorization", before + changed),)), Redaction((("Authorization", own),))
    )
    assert changed not in line
    ((_, before, changed),) = [each for each in spoilings(given) if each[0] is ANOTHER_PASSWORD]
    assert paste(line, AUTHORIZATION=given).headers == {"Authorization": before + changed}


@pytest.mark.parametrize("way", range(4))
def test_a_spoilt_credential_is_made_of_the_whole_one(paste: Callable[..., Any], way: int) -> None:
    redaction = Redaction((("Authorization", "Bearer s3cret-value"),))
    _, before, changed = list(spoilings("Bearer s3cret-value"))[way]
    line = command(Sent("GET", URL, (("Authorization", before + changed),)), redaction)
    assert "s3cret" not in line.lower()
    _, before, changed = list(spoilings("Bearer mine-of-today"))[way]
    assert paste(line, AUTHORIZATION="Bearer mine-of-today").headers == {"Authorization": before + changed}
