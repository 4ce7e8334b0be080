import pytest

from vertrag.contract.loading.notation import parse
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


@pytest.mark.parametrize(
    "text", ["12:30", "01067", "1_000", "yes", "=", "<", ".inf", "2024-01-01", "0o17", "1.2.3"]
)
def test_what_json_would_not_read_as_a_number_is_a_text(text: str) -> None:
    assert parse(f"- {text}".encode(), "input") == [text]


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("-7", -7), ("1.50", 1.5), ("1e3", 1000.0), (".5", 0.5), ("0x1F", 31)]
)
def test_numbers_are_read_as_json_has_them(text: str, number: float) -> None:
    assert parse(f"- {text}".encode(), "input") == [number]


def test_what_json_lacks_is_read_as_the_nearest_that_it_has() -> None:
    found = parse(b"[!!binary aGk=, !!timestamp 2024-01-01, !!set {a, b}]", "input")
    assert found == ["aGk=", "2024-01-01", {"a": None, "b": None}]


def test_aliases_that_multiply_beyond_all_bounds_are_refused() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    with pytest.raises(DocumentError, match="aliases"):
        parse("\n".join(lines).encode(), "input")


def test_an_error_names_the_source_and_the_line() -> None:
    with pytest.raises(DocumentError, match=r"input, line 2 is neither"):
        parse(b"a: 1\nb: c: d\n", "input")
