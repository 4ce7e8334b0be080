from vertrag.exchange import Request
from vertrag.sabotage.asking import (
    object_of,
    query_value,
    with_object,
    with_query,
    without_header,
    without_query,
)

ASKED = Request("GET", "/rows", "page=2&first%20name=Ada&flag", (("if-match", "1"), ("accept", "*/*")))


def test_a_query_is_read_by_decoded_names() -> None:
    assert query_value(ASKED, "first name") == "Ada"
    assert query_value(ASKED, "flag") == ""
    assert query_value(ASKED, "none") is None
    assert query_value(ASKED, None) is None


def test_parameters_are_left_out_and_replaced() -> None:
    assert without_query(ASKED, ["page", "flag"]).query == "first%20name=Ada"
    assert with_query(ASKED, "page", "3").query == "first%20name=Ada&flag&page=3"
    assert with_query(Request("GET", "/"), "page", "3").query == "page=3"


def test_a_header_is_left_out() -> None:
    assert without_header(ASKED, "if-match").headers == (("accept", "*/*"),)


def test_only_an_object_is_one() -> None:
    assert object_of(with_object(ASKED, {"a": 1})) == {"a": 1}
    assert object_of(with_object(ASKED, [1])) is None
    assert object_of(ASKED._replace(body=b"{")) is None
    assert object_of(ASKED) is None
