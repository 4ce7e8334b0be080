import pytest

from vertrag.exchange import Response
from vertrag.fuzz.observations import Complaint, Sent


def test_the_size_of_a_request_counts_all_that_a_reader_sees() -> None:
    assert Sent("POST", "http://h", (("a", "bc"),), b"1234").size == 8 + 3 + 4


@pytest.mark.parametrize(
    ("url", "path", "query"),
    [
        ("http://h/api/x%2Fy?a=1", "/x%2Fy", "a=1"),
        ("http://h/api", "/", ""),
    ],
)
def test_the_contract_sees_a_request_below_the_base_path(url: str, path: str, query: str) -> None:
    request = Sent("GET", url, (("X-A", "b"),)).below("http://h/api")
    assert (request.path, request.query, request.headers) == (path, query, (("x-a", "b"),))


def test_a_complaint_without_an_answer_has_no_status() -> None:
    sent = Sent("GET", "http://h/")
    assert Complaint("r", "C", "t", 0, "GET /", "", "e", "a", sent).status is None
    assert Complaint("r", "C", "t", 0, "GET /", "", "e", "a", sent, Response(404)).status == 404
