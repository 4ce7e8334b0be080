import jsonschema_rs
import pytest

from vertrag.invent.patterns import texts


@pytest.mark.parametrize(
    ("pattern", "shortest", "longest"),
    [
        (r"^\p{L}+$", 3, 5),
        (r"^[\p{Lu}\s-]+$", 20, 20),
        (r"^\P{L}{3}$", 0, None),
        (r"^[0-9]{5}$", 0, None),
        ("abc", 10, 12),
        (r"^(?=.*[A-Z])(?=.*\d)[A-Za-z\d]{8,}$", 0, 12),
        (r"^(?=.{8,20}$)(?=.*[A-Z])(?=.*\d)[A-Za-z\d]+$", 0, None),
        (r"^(?!foo)[a-z]+$", 0, None),
        (r"^(a|b){3,7}c?$", 7, 7),
        (r"^\+?[1-9]\d{1,14}$", 8, 15),
        (r"^[^\s@]+@[^\s@]+\.[^\s@]+$", 0, None),
        (r"^(?:[a-z0-9]+-)*[a-z0-9]+$", 30, 30),
        (r"^.*$", 50, 50),
        (r"\bfoo\b", 5, 5),
        (r"^[A-Z]{2}(\d{2})?$", 4, 4),
        (r"^a\/b$", 0, None),
        (r"^\u00e4[^a-z]*$", 3, 3),
        (r"^[\w.-]+\.(pdf|docx?)$", 0, None),
    ],
)
def test_a_text_of_the_wanted_length_matches(pattern: str, shortest: int, longest: int | None) -> None:
    schema = {"pattern": pattern, "minLength": shortest, "maxLength": longest or 1000}
    judge = jsonschema_rs.Draft202012Validator(schema)
    assert any(judge.is_valid(text) for text in texts(pattern, lambda bound: bound // 2, shortest, longest))


@pytest.mark.parametrize("pattern", ["(", "[z-a]", "a{2,1}"])
def test_what_is_no_expression_has_no_texts(pattern: str) -> None:
    assert list(texts(pattern, lambda _: 0, 0, None)) == []


def test_an_expression_cannot_ask_for_all_the_memory() -> None:
    assert max(map(len, texts("((a{9999}){9999}){9999}", lambda _: 0, 0, None))) < 100_000
