import pytest

from vertrag.lint.rules.vocabulary import likeness


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("requried", "required"),
        ("maxLenght", "maxLength"),
        ("minlength", "minLength"),
        ("propertys", "properties"),
        ("patern", "pattern"),
        ("tpye", "type"),
        ("colour", None),
        ("id", None),
        ("hosts", None),
    ],
)
def test_a_slip_is_told_from_another_word(field: str, meant: str | None) -> None:
    assert likeness("Schema", field) == meant
