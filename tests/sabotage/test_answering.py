import pytest

from vertrag.contract.inference.positions import NOWHERE
from vertrag.exchange import Response
from vertrag.sabotage.answering import failure, header, put, value_of, with_headers, without

JSON = (("content-type", "application/json"),)


def test_headers_are_replaced_and_removed() -> None:
    answer = with_headers(Response(200, (*JSON, ("etag", "1"))), content_type="text/html", etag=None)
    assert answer.headers == (("content-type", "text/html"),)


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (Response(200, JSON, b"[1]"), [1]),
        (Response(200, JSON, b"[1"), NOWHERE),
        (Response(200, JSON, b""), NOWHERE),
        (Response(200, (), b"[1]"), NOWHERE),
    ],
)
def test_a_value_is_what_calls_itself_json_and_is_it(answer: Response, value: object) -> None:
    assert value_of(answer) == value


def test_a_value_is_put_at_any_place_of_a_new_whole() -> None:
    whole = {"rows": [{"id": 1}, {"id": 2}]}
    assert put(whole, ("rows", 1, "id"), 3) == {"rows": [{"id": 1}, {"id": 3}]}
    assert whole == {"rows": [{"id": 1}, {"id": 2}]}


def test_a_failure_is_a_problem_that_says_its_status() -> None:
    answer = failure(409, "taken")
    assert header(answer, "content-type") == "application/problem+json"
    assert value_of(answer) == {"title": "Error", "status": 409, "detail": "taken"}


def test_a_member_is_left_out() -> None:
    assert without({"a": 1, "b": 2}, "a") == {"b": 2}
