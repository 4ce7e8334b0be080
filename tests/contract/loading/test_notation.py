import pytest

from vertrag.contract.loading.notation import parse
from vertrag.errors import DocumentError


@pytest.mark.parametrize(
    "content", [b'{"a": [1, null]}', b"{a: [1, null]}", b"a:\n- 1\n- ~\n", b"\xef\xbb\xbfa: [1, null]"]
)
def test_json_and_yaml_say_the_same(content: bytes) -> None:
    assert parse(content, "input") == {"a": [1, None]}


def test_keys_are_texts_and_dates_are_not_read() -> None:
    assert parse(b"{200: 2020-01-01, true: no, 1.10: 1.10}", "input") == {
        "200": "2020-01-01",
        "true": "no",
        "1.10": 1.1,
    }


def test_aliases_that_multiply_beyond_all_bounds_are_refused() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    with pytest.raises(DocumentError, match="aliases"):
        parse("\n".join(lines).encode(), "input")


def test_an_error_names_the_source_and_the_line() -> None:
    with pytest.raises(DocumentError, match=r"input, line 2 is neither"):
        parse(b"a: 1\nb: c: d\n", "input")


@pytest.mark.parametrize("opening", ["[", '{"a": ', "- "])
def test_endless_nesting_is_said(opening: str) -> None:
    with pytest.raises(DocumentError, match="input is nested too deeply"):
        parse((opening * 100_000).encode(), "input")


def test_a_number_longer_than_any_is_said() -> None:
    with pytest.raises(DocumentError, match="input cannot be read"):
        parse(b"a: " + b"1" * 10_000, "input")
