from base64 import b64decode
from datetime import datetime

from vertrag.fuzz.reporting.har import har
from vertrag.fuzz.reporting.transcript import Traffic

TYPE = (("Content-Type", "text/plain"),)
URL = "http://h/x?a=1&a=&b=%20"


def traffic(body: str = "", status: int | None = 200, answer: str = "z\xc3\xa4") -> Traffic:
    return Traffic(
        5.0, 0.25, "fuzzing", "GET /x", "POST", URL, TYPE, body, status, (("content-type", "t/p"),), answer
    )


def test_an_exchange_is_an_entry() -> None:
    log = har([traffic("hi")])["log"]
    (entry,) = log["entries"]
    assert (log["version"], log["creator"]["name"]) == ("1.2", "vertrag")
    assert datetime.fromisoformat(entry["startedDateTime"]).timestamp() == 5.0
    assert (entry["time"], entry["comment"]) == (250.0, "fuzzing GET /x")
    assert [each["value"] for each in entry["request"]["queryString"]] == ["1", "", " "]
    assert entry["request"]["postData"] == {"mimeType": "text/plain", "text": "hi"}
    assert entry["response"]["content"] == {"size": 3, "mimeType": "t/p", "text": "zä"}
    assert entry["response"]["statusText"] == "OK"


def test_octets_that_are_no_text_are_in_base64() -> None:
    content = har([traffic(answer="\xff")])["log"]["entries"][0]["response"]["content"]
    assert (content["encoding"], b64decode(content["text"])) == ("base64", b"\xff")


def test_a_request_without_an_answer_has_no_status() -> None:
    entry = har([traffic(status=None, answer="")])["log"]["entries"][0]
    assert (entry["response"]["status"], "postData" in entry["request"]) == (0, False)
