from typing import Any

import pytest

from vertrag.oracles.conversation.telling import telling
from vertrag.world.identifiers import is_iban, is_malo_id

TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("name", "schema", "value"),
    [
        ("postcode", TEXT, "01067"),
        ("deliveryPlz", TEXT, "01067"),
        ("x", {**TEXT, "description": "Postleitzahl des Zählers"}, "01067"),
        ("lastName", TEXT, "O'Brien"),
        ("readAt", {**TEXT, "format": "date"}, "2024-02-29"),
        ("division", {**TEXT, "enum": ["gas"]}, "GAS"),
        ("limit", {"type": "integer", "minimum": 1, "maximum": 50}, 51),
        ("limit", {"type": "integer", "minimum": 1, "maximum": 50}, 0),
        ("value", {"type": ["number", "null"], "exclusiveMaximum": 10}, 10),
        ("note", {**TEXT, "maxLength": 3}, "aaaa"),
        ("note", {**TEXT, "minLength": 2}, "a"),
        ("tags", {"type": "array", "maxItems": 1}, ["a0", "a1"]),
        ("code", {**TEXT, "pattern": "^[0-9]{2}$"}, "17x"),
        ("code", {**TEXT, "pattern": "^([0-9]{2}|[0-9][0-9A])$"}, "9A"),
        ("code", {**TEXT, "pattern": "^[0-9]{2}$"}, "\u0661\u0667"),
        ("from", {**TEXT, "pattern": "^[0-2][0-9]$"}, "99"),
        ("on", {"type": "boolean"}, False),
        ("anything", {}, None),
    ],
)
def test_what_tells_is_among_the_values(name: str, schema: dict[str, Any], value: Any) -> None:
    assert value in telling(name, schema, ["a", "b"] if name == "tags" else "17")


def test_the_first_number_of_a_form_and_its_last_go_as_high_as_they_can() -> None:
    values = telling("month", {**TEXT, "pattern": "^[0-9]{4}-[0-9]{2}$"}, "2026-10")
    assert {"9999-10", "2026-99"} <= {each for each in values if isinstance(each, str)}


def test_every_digit_is_taken_where_the_pattern_leaves_it_open() -> None:
    assert "\u0661\u0667" not in telling("code", {**TEXT, "pattern": r"^\\d{2}$"}, "17")


def test_numbers_with_check_digits_are_right_and_almost_right() -> None:
    ibans, malos = telling("iban", TEXT, None), telling("maloId", TEXT, None)
    assert {is_iban(each) for each in ibans if isinstance(each, str) and len(each) == 22} == {True, False}
    assert {is_malo_id(each) for each in malos if isinstance(each, str) and len(each) == 11} == {True, False}


def test_no_value_comes_twice() -> None:
    values = telling("postcode", {**TEXT, "pattern": "^[0-9]{5}$"}, "10115")
    assert len({repr(each) for each in values}) == len(values)


def test_a_list_of_uuids_that_is_too_long_has_nothing_but_uuids() -> None:
    one = "0a0b0c0d-0000-4000-8000-000000000000"
    lists = [each for each in telling("ids", {"type": "array", "maxItems": 2}, [one]) if len(str(each)) > 100]
    assert lists[-1] == [one, f"{one[:-1]}1", f"{one[:-1]}2"]


def test_no_whole_number_has_a_fraction_of_nothing() -> None:
    assert not any(repr(each) == "1.0" for each in telling("count", {"type": "integer"}, 7))
    assert any(repr(each) == "1.0" for each in telling("count", {"type": "number"}, 7))


def test_a_number_as_a_text_is_among_the_first_of_another_type() -> None:
    values = telling("fee", {"type": "integer", "minimum": 0}, 5)
    assert [each for each in values if not isinstance(each, int | float)][:3] == [None, "5", "17"]
