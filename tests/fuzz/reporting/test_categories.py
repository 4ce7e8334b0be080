import pytest

from vertrag.fuzz.reporting.categories import category


@pytest.mark.parametrize(("status", "number"), [(500, 100), (501, 205), (503, 121), (None, 121)])
def test_a_server_error_is_told_apart_by_its_status(status: int | None, number: int) -> None:
    assert category("ST101", status) == number


def test_a_code_that_the_catalogue_does_not_know_has_no_category() -> None:
    assert (category("ST108", 200), category("XX1", 200)) == (200, None)
