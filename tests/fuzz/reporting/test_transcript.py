from vertrag.exchange import Response
from vertrag.fuzz.observations import Attempt, Sent
from vertrag.fuzz.reporting.redaction import Redaction
from vertrag.fuzz.reporting.transcript import LONGEST, answer_text, request_text, traffic

SECRET = "s3cret-value"
REDACTION = Redaction((("X-Key", SECRET),))
SENT = Sent(
    "POST", f"http://h/x?k={SECRET}", (("X-Key", SECRET), ("Accept", "*/*")), f'{{"k": "{SECRET}"}}'.encode()
)


def test_a_request_is_shown_without_secrets_and_without_what_any_client_adds() -> None:
    assert request_text(SENT, REDACTION) == 'POST http://h/x?k=$X_KEY\nX-Key: $X_KEY\n\n{"k": "$X_KEY"}'


def test_an_answer_begins_with_its_status() -> None:
    shown = answer_text(Response(404, (("a", SECRET),), b"x"), REDACTION)
    assert shown == "404 Not Found\na: $X_KEY\n\nx"
    assert answer_text(None, REDACTION) == ""


def test_long_bodies_are_cut_and_octets_are_said() -> None:
    assert len(answer_text(Response(200, (), b"x" * 2 * LONGEST), REDACTION)) < LONGEST + 50
    assert "2 bytes that are no text" in answer_text(Response(200, (), b"\xff\xfe"), REDACTION)


def test_traffic_keeps_every_octet_but_the_secret() -> None:
    answer = Response(200, (("set-cookie", f"a={SECRET}"),), b"\xff" + SECRET.encode())
    kept = traffic(Attempt("POST /x", SENT, answer, True, True, 5.0, 0.25), "fuzzing", REDACTION)  # noqa: FBT003 - as the engine tells it
    assert (kept.answer, kept.status, kept.began, kept.seconds) == ("\xff$X_KEY", 200, 5.0, 0.25)
    assert SECRET not in str(kept)
    assert traffic(Attempt("", SENT, None, True, True), "", REDACTION).status is None  # noqa: FBT003 - as above
