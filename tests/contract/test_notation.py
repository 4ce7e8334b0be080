import pytest

from vertrag.contract.notation import parse
from vertrag.errors import DocumentError


@pytest.mark.parametrize(
    "content", [b'{"a": [1, null]}', b"{a: [1, null]}", b"a:\n- 1\n- ~\n", b"\xef\xbb\xbfa: [1, null]"]
)
def test_json_and_yaml_say_the_same(content: bytes) -> None:
    assert parse(content, "input") == {"a": [1, None]}


def test_keys_are_texts_and_dates_are_not_read() -> None:
    assert parse(b"{200: 2020-01-01, true: no, ~: 1.0}", "input") == {
        "200": "2020-01-01",
        "true": "no",
        "null": 1.0,
    }


def test_an_error_names_the_source_and_the_line() -> None:
    with pytest.raises(DocumentError, match=r"input, line 2 is neither"):
        parse(b"a: 1\nb: c: d\n", "input")
