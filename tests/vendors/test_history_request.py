"""A request that somebody can send."""

from vertrag.vendors.history_request import HistoryRequest


def test_a_request_has_no_body_unless_it_is_given_one() -> None:
    assert HistoryRequest("GET", "/", ()).body is None
