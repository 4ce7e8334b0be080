import pytest

from vertrag.contract.content.media import essence_of, is_json, is_xml, matches


def test_an_essence_has_no_parameters_and_no_capitals() -> None:
    assert essence_of(" Text/HTML ; charset=x") == "text/html"


@pytest.mark.parametrize(
    ("declared", "essence", "expected"),
    [
        ("image/*", "image/png", True),
        ("image/*", "images/png", False),
        ("application/*+json", "application/hal+json", True),
        ("application/*+json", "application/json", False),
        ("text/plain; charset=utf-8", "text/plain", True),
    ],
)
def test_a_declared_range_describes_its_members(declared: str, essence: str, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert matches(declared, essence) is expected


def test_nothing_matches_an_absent_media_type() -> None:
    assert not matches("*/*", "")


@pytest.mark.parametrize(
    ("essence", "expected"), [("application/hal+json", True), ("application/jsonx", False)]
)
def test_json_is_known_by_its_suffix(essence: str, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert is_json(essence) is expected


@pytest.mark.parametrize(
    ("essence", "expected"), [("text/xml", True), ("application/atom+xml", True), ("text/html", False)]
)
def test_xml_is_known_by_its_suffix(essence: str, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert is_xml(essence) is expected
