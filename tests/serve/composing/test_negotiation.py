import pytest

from vertrag.serve.composing.negotiation import negotiated

OFFERED = ["application/json", "application/xml", "text/plain; charset=utf-8"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("*", "application/json"),
        ("application/xml", "application/xml"),
        ("APPLICATION/XML", "application/xml"),
        ("application/json;q=0.5, application/xml", "application/xml"),
        ("application/*;q=0.5, application/json;q=0, */*;q=0.1", "application/xml"),
        ("text/*", "text/plain; charset=utf-8"),
        ("text/html", None),
        ("application/json;q=0", None),
        ("*/*;q=0", None),
        ("nonsense", None),
        ("text/html, */*;q=0.1", "application/json"),
        ("application/json;q=nonsense", "application/json"),
    ],
)
def test_the_client_gets_what_it_likes_best(accept: str, expected: str | None) -> None:
    assert negotiated(accept, OFFERED) == expected


def test_an_offered_range_is_whatever_the_client_names() -> None:
    assert negotiated("image/png", ["*/*"]) == "*/*"


def test_nothing_offered_is_nothing_negotiated() -> None:
    assert negotiated("*/*", []) is None
