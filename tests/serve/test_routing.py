import pytest

from vertrag.serve.routing import raw_path


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"path": "/a b", "raw_path": b"/a%20b?x=1"}, "/a%20b"),
        ({"path": "/a b/ü"}, "/a%20b/%C3%BC"),
        ({"path": "/", "raw_path": b"/\xff"}, "/\xff"),
    ],
)
def test_the_raw_path_is_the_one_that_was_sent(scope: dict[str, object], expected: str) -> None:
    assert raw_path(scope) == expected
