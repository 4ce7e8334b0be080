import pytest

from vertrag.serve.composing.preferences import NONE, Preferences, preferences


@pytest.mark.parametrize(
    ("header", "query", "expected"),
    [
        (b"", b"", NONE),
        (b"respond-async, wait=5", b"limit=1&__other=2", NONE),
        (b"code=404", b"", Preferences(code="404")),
        (b'code = 404 , example="a b"', b"", Preferences(code="404", example="a b")),
        (b"dynamic=true; seed=7", b"", Preferences(dynamic=True, seed=7)),
        (b"dynamic", b"", Preferences(dynamic=True)),
        (b"dynamic=false", b"", Preferences()),
        (b"", b"__code=201&__example=a%20b", Preferences(code="201", example="a b")),
        (b"code=200", b"__code=404&__dynamic=true", Preferences(code="200", dynamic=True)),
        (b"code=404, code=200", b"", Preferences(code="404")),
        (b"seed=\xc2\xb2, code=", b"__seed=-1", Preferences(code="")),
    ],
)
def test_preferences_are_read_from_header_and_query(
    header: bytes, query: bytes, expected: Preferences
) -> None:
    assert preferences({"headers": [(b"prefer", header)], "query_string": query}) == expected


def test_what_was_applied_is_said() -> None:
    made = Preferences(code="404", example="Gone", dynamic=True, seed=3)
    assert made.applied == "code=404, example=Gone, dynamic=true, seed=3"
