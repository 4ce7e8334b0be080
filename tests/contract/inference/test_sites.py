import pytest

from vertrag.contract.inference.sites import form_of, literals, sites_of
from vertrag.contract.operations import Contract


@pytest.mark.parametrize(
    ("template", "form"),
    [
        ("/pets", ("pets",)),
        ("/pets/{id}/", ("pets", "{}")),
        ("/Accounts/{Sid}.json", ("Accounts", "{}")),
        ("/Products('{id}')", ("Products", "{}")),
        ("/jobs/{id}:stop", ("jobs", "{}", ":stop")),
        ("/", ()),
    ],
)
def test_a_path_has_a_form(template: str, form: tuple[str, ...]) -> None:
    assert form_of(template) == form


def test_paths_with_differently_named_variables_have_one_form(shop: Contract) -> None:
    site = sites_of(shop.operations)["customers", "{}"]
    assert site.ends_in_variable
    assert set(site.operations) == {"GET", "PUT", "PATCH", "DELETE"}


def test_literals_are_what_is_no_variable() -> None:
    assert literals(("a", "{}", "b")) == ["a", "b"]
