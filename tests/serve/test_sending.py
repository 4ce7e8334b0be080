import pytest

from vertrag.exchange import Response
from vertrag.serve.sending import plain, sent


@pytest.mark.parametrize(("status", "length"), [(200, b"0"), (204, None), (304, None)])
def test_only_answers_that_may_have_a_body_say_its_length(status: int, length: bytes | None) -> None:
    assert dict(sent(Response(status), "why").headers).get(b"content-length") == length


def test_every_answer_says_why_and_that_it_is_made_up() -> None:
    headers = dict(plain(404, "text/plain", b"no", {"allow": "GET"}, "refused").headers)
    assert (headers[b"x-vertrag-why"], headers[b"x-synthetic-data"]) == (b"refused", b"true")
    assert (headers[b"allow"], headers[b"content-type"]) == (b"GET", b"text/plain")
