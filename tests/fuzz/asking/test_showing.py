from dataclasses import replace

import pytest

from vertrag.exchange import Response
from vertrag.fuzz.asking.origins import Origins
from vertrag.fuzz.asking.showing import Showing
from vertrag.fuzz.observations import Complaint, Exchange, Sent
from vertrag.fuzz.reporting.redaction import Redaction

SENT = Sent("GET", "http://h/x")
COMPLAINT = Complaint(
    "rule", "ST101", "Server error", 0, "GET /x", "", "no crash", "500", SENT, Response(500)
)


def showing(answer: Response | None) -> Showing:
    def likeness(exchange: Exchange) -> object:
        return exchange.response and exchange.response.status

    return Showing(lambda _: answer, Origins(), "http://h", Redaction(()), likeness)


@pytest.mark.parametrize(
    ("answer", "steady"), [(Response(500, (), b"again"), True), (Response(200), False), (None, False)]
)
def test_a_complaint_is_sent_again_and_compared(answer: Response | None, steady: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert showing(answer).show(COMPLAINT).steady is steady


def test_what_shows_only_for_a_row_that_is_gone_is_shown_after_its_deletion() -> None:
    rows: set[str] = set()

    def send(sent: Sent) -> Response:
        known = bool(rows)
        rows.difference_update({"1"} if sent.method == "DELETE" else ())
        rows.update({"1"} if sent.method == "POST" else ())
        return Response(201, (), b'{"id": 1}') if sent.method == "POST" else Response(204 if known else 410)

    origins, deletion = Origins(), Sent("DELETE", "http://h/x/1")
    for sent in (Sent("POST", "http://h/x"), deletion):
        origins.note(Exchange(sent, send(sent)))
    complaint = replace(COMPLAINT, sent=deletion, response=Response(410))
    shown = Showing(send, origins, "http://h", Redaction(()), lambda each: each.response).show(complaint)
    assert shown.steady
    assert shown.script.count("curl -sS -X DELETE") == 1
    assert shown.script.endswith('curl -i -X DELETE "$BASE"/x/"$ID1"\n')


def test_what_shows_only_for_what_a_put_has_made_is_shown_after_it() -> None:
    origins, put = Origins(), Sent("PUT", "http://h/x/mine", (), b"{}")
    origins.note(Exchange(put, Response(201)))
    there: list[str] = []

    def send(sent: Sent) -> Response:
        there.extend([sent.url] if sent.method == "PUT" else [])
        return Response(201 if sent.method == "PUT" else 409 if sent.url in there else 404)

    complaint = replace(COMPLAINT, sent=Sent("PATCH", put.url), response=Response(409))
    shown = Showing(send, origins, "http://h", Redaction(()), lambda each: each.response).show(complaint)
    assert (shown.steady, shown.script.count("curl")) == (True, 2)


def test_what_shows_only_after_a_step_is_shown_after_it() -> None:
    done: list[bytes] = []

    def send(sent: Sent) -> Response:
        if sent.url.endswith("/x"):
            done.clear()
            return Response(201, (), b'{"id": 1}')
        done.append(sent.body)
        return Response(200 if len(done) == 1 else 422)

    origins, step = Origins(), Sent("POST", "http://h/x/1/turn", (), b"on")
    for sent in (Sent("POST", "http://h/x"), step):
        origins.note(Exchange(sent, send(sent)))
    complaint = replace(COMPLAINT, sent=replace(step, body=b"off"), response=Response(422))
    shown = Showing(send, origins, "http://h", Redaction(()), lambda each: each.response).show(complaint)
    assert shown.steady
    assert shown.script.count("/turn") == 2


def test_a_row_of_a_list_is_created_before_it_is_shown() -> None:
    rows: list[str] = []

    def send(sent: Sent) -> Response:
        rows.extend(["x"] if sent.method == "POST" else [])
        return (
            Response(201, (), b'{"id": 1}')
            if sent.method == "POST"
            else Response(200, (), b"".join(b"1" for _ in rows[:1]))
        )

    origins, creation = Origins(), Sent("POST", "http://h/x")
    origins.note(Exchange(creation, send(creation)))
    complaint = replace(COMPLAINT, sent=SENT, response=Response(200, (), b"1"), place="/0")
    rows.clear()
    shown = Showing(send, origins, "http://h", Redaction(()), lambda each: each.response).show(complaint)
    assert shown.steady
    assert shown.script.endswith('curl -sS -X POST "$BASE"/x > /dev/null\ncurl -i "$BASE"/x\n')


def test_the_script_says_what_it_shows() -> None:
    script = showing(None).show(COMPLAINT).script
    assert "# Server error (ST101): GET /x\n# expected: no crash\n# got: 500\n" in script
    assert script.endswith('curl -i "$BASE"/x\n')


def test_an_endless_sequence_is_not_sent_again() -> None:
    long = replace(COMPLAINT, before=(Exchange(SENT),) * 30)
    assert showing(None).show(long).steady is None


def test_what_shows_only_for_what_is_there_already_is_sent_twice() -> None:
    sent = Sent("POST", "http://h/x", (), b"{}")
    origins = Origins()
    origins.note(Exchange(sent, Response(201, (), b'{"id": 1}')))
    found = replace(COMPLAINT, sent=sent)
    shown = Showing(lambda _: Response(500), origins, "http://h", Redaction(()), lambda _: "").show(found)
    assert shown.script.count("/x") == 3  # with the heading
    other = replace(found, sent=Sent("POST", "http://h/x", (), b"[]"))
    shown = Showing(lambda _: Response(500), origins, "http://h", Redaction(()), lambda _: "").show(other)
    assert shown.script.count("/x") == 2


def test_what_is_taken_by_now_is_not_called_flaky() -> None:
    found = replace(COMPLAINT, sent=Sent("POST", "http://h/x"), response=Response(200))
    shown = Showing(lambda _: Response(409), Origins(), "http://h", Redaction(()), lambda each: each.response)
    assert shown.show(found).steady is None
