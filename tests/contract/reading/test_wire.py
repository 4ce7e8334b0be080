import pytest

from vertrag.contract.reading.wire import (
    Undecodable,
    cookie_pairs,
    header_parameters,
    list_items,
    percent_decoded,
    query_pairs,
)


def test_pairs_keep_values_encoded_and_decode_names() -> None:
    assert query_pairs("a=1&b%20c=%2C&&d") == {"a": ["1"], "b c": ["%2C"], "d": [""]}
    assert cookie_pairs('a=1; b="2"; nonsense; a=3') == {"a": ["1", "3"], "b": ["2"]}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("a=1;b=2", {"a": ["1"], "b": ["2"]}),  # the space is missing, as some clients leave it out
        ("a=b=c", {"a": ["b=c"]}),
        ("a=", {"a": [""]}),
        ('a="x', {"a": ['"x']}),
        ("sid=1; xsid=2", {"sid": ["1"], "xsid": ["2"]}),
        ("", {}),
    ],
)
def test_cookies_are_read_as_browsers_send_them(header: str, expected: object) -> None:
    assert cookie_pairs(header) == expected


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("a, b ,c", ["a", "b", "c"]),
        ('"a, b", c', ["a, b", "c"]),
        (r'"a\"b"', ['a"b']),
        ('a"b, c', ['a"b', "c"]),
        ('"a', ['"a']),
        ('a,,"b"', ["a", "", "b"]),
    ],
)
def test_a_quoted_comma_does_not_divide_a_header(text: str, items: list[str]) -> None:
    assert list_items(text) == items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text/plain", {}),
        ("text/plain; Charset=UTF-8", {"charset": "UTF-8"}),
        ('multipart/form-data; boundary="a b"', {"boundary": "a b"}),
        ('form-data; name="a;b"; filename="x.png"', {"name": "a;b", "filename": "x.png"}),
    ],
)
def test_the_parameters_of_a_header_are_read(text: str, expected: dict[str, str]) -> None:
    assert header_parameters(text) == expected


def test_percent_encoding_is_undone_once() -> None:
    assert percent_decoded("100%2525") == "100%25"
    assert percent_decoded("a+b", plus_is_space=True) == "a b"
    assert percent_decoded("a+b") == "a+b"
    with pytest.raises(Undecodable):
        percent_decoded("%FF")
