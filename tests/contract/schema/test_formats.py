from typing import Any

import pytest

from vertrag.contract.loading.document import from_tree
from vertrag.contract.schema.directions import Direction
from vertrag.contract.schema.formats import BOUNDS, CHECKS, KNOWN, bound, is_of_format
from vertrag.contract.schema.schemas import Schemas


def accepts(name: str, value: Any, direction: Direction = "response") -> bool:
    tree = {"openapi": "3.1.0", "components": {"schemas": {"S": {"format": name}}}}
    validator = Schemas(from_tree(tree)).validator("/components/schemas/S", direction)
    assert validator is not None
    return validator.accepts(value)


# What RFC 3339, 4122, 5321, 3986, 2673, 4291, 1123, 6901, 4648 and ECMA-262 say; engines differ.
TEXTS: dict[str, tuple[list[str], list[str]]] = {
    "date": (["2024-02-29", "0000-01-01"], ["2023-02-29", "2024-2-1", "2024-01-01Z", "20240101"]),
    "date-time": (
        [
            *("2024-01-01T00:00:00Z", "2024-01-01t00:00:00z", "2024-01-01T00:00:00.1234567+01:00"),
            *("2016-12-31T23:59:60Z", "2016-12-31T15:59:60-08:00", "2024-01-01T00:00:00-00:00"),
        ],
        [
            *("2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "2016-12-31T12:00:60Z", "2024-01-01T24:00:00Z"),
            *("2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00+0100", "2024-02-30T00:00:00Z"),
            *("2024-01-01T00:00:00,5Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00Z"),
        ],
    ),
    "time": (
        ["12:00:00Z", "12:00:00+01:00", "12:00:00.5z", "01:29:60+01:30"],
        ["12:00:00", "24:00:00Z", "12:00Z", "12:00:60Z"],
    ),
    "duration": (
        ["P1D", "PT1H", "P1Y2M3DT4H5M6S", "P1W"],
        ["P", "PT", "P1DT", "1D", "P1.5D", "P1M2Y", "P1W2D", "p1d"],
    ),
    "uuid": (
        ["2EB8AA08-AA98-11EA-B4AA-73B441D16380", "00000000-0000-0000-0000-000000000000"],
        ["2eb8aa08aa9811eab4aa73b441d16380", "{2eb8aa08-aa98-11ea-b4aa-73b441d16380}", "2eb8aa08"],
    ),
    "email": (
        ["a@b.de", "a@b", '"a b"@c.de', "a@[127.0.0.1]", "a+tag@b.de"],
        ["a", "a@", "@b.de", "a..b@c.de", "Joe <a@b.de>", "ü@b.de", "a@b.de."],
    ),
    "idn-email": (["ü@bücher.de", "a@b.de"], ["a", "Joe <a@b.de>"]),
    "uri": (
        ["http://a.de", "urn:x:y", "http://[::1]:80/", "mailto:a@b.de"],
        ["/a", "http://a b", "http://ä.de", "http://a.de/%zz", "http://a.de/{id}", ""],
    ),
    "uri-reference": (["/a", "", "#f", "//a.de/x"], ["a b", "\\a", "%zz"]),
    "iri": (["http://ä.de/ü"], ["/a", "http://a b"]),
    "ipv4": (["1.2.3.4"], ["256.1.1.1", "01.2.3.4", "1.2.3", "1.2.3.4/8"]),
    "ipv6": (["::1", "::ffff:1.2.3.4"], ["1::2::3", "::1%eth0", "12345::", "[::1]"]),
    "hostname": (["a.de", "localhost", "xn--mnchen-3ya.de"], ["-a.de", "a_b.de", "a..b", "a" * 64, ""]),
    "json-pointer": (["/a/b", "", "/~0~1"], ["a", "/~2", "#/a"]),
    "regex": (["^a$", r"\p{L}", "(?<=a)b"], ["(", "[", "a{2,1}"]),
    "byte": (["YQ==", ""], ["YQ", "Y!", "YQ==\n"]),
    "base64url": (["YQ", "YQ==", "-_-_", ""], ["Y", "YQ=", "+/+/", "YWI==="]),
    "char": (["a", "ä"], ["", "ab"]),
    "decimal": (["1", "-1.50", "1e5"], ["", "1,5", "one"]),
    "password": (["anything"], []),
    "binary": (["\x89PNG"], []),
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_format_takes_what_its_definition_takes_and_nothing_else(name: str) -> None:
    good, bad = TEXTS[name]
    assert [text for text in good if not accepts(name, text)] == []
    assert [text for text in bad if accepts(name, text)] == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("int32", 2**31 - 1, True),
        ("int32", 2**31, False),
        ("int32", -(2**31) - 1, False),
        ("int64", 2**63, False),
        ("uint8", -1, False),
        ("float", 3.5e38, False),
        ("float", 1e38, True),
        ("double", 1e308, True),
        ("int32", "text is of another rule", True),
    ],
)
def test_numeric_formats_have_a_range(name: str, value: Any, expected: bool) -> None:  # noqa: FBT001 - a parametrized expectation
    assert accepts(name, value) is expected


def test_a_range_that_the_author_states_stays_where_it_is_narrower() -> None:
    schema = {"format": "int32", "minimum": 5, "maximum": 10**12}
    bound(schema, "request")
    assert schema == {"format": "int32", "minimum": 5, "maximum": 2**31 - 1}


@pytest.mark.parametrize(("name", "value"), [("decimal", "one"), ("uint8", -1)])
def test_what_only_the_registry_has_is_not_asked_of_requests(name: str, value: Any) -> None:
    assert accepts(name, value, "request")
    assert not accepts(name, value, "response")


@pytest.mark.parametrize(("name", "value"), [("byte", "Y!"), ("int32", 2**31), ("date", "today")])
def test_what_the_specification_has_is_asked_of_both(name: str, value: Any) -> None:
    assert not accepts(name, value, "request")
    assert not accepts(name, value, "response")


def test_what_is_checked_is_known() -> None:
    assert {*CHECKS, *BOUNDS, "date-time"} <= KNOWN
    assert "iban" not in KNOWN


@pytest.mark.parametrize("name", ["date", "uuid", "byte"])
def test_one_text_is_of_a_format_as_a_schema_has_it(name: str) -> None:
    good, bad = TEXTS[name]
    assert [is_of_format(value, name) for value in (good[0], bad[0], 5)] == [True, False, True]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("int32", 2**31 - 1, True),
        ("int32", 1418556452651, False),
        ("float", 1e39, False),
        ("uint8", 300, True),
    ],
)
def test_a_number_is_of_a_format_that_can_hold_it(name: str, value: float, expected: bool) -> None:  # noqa: FBT001
    assert is_of_format(value, name) is expected


def test_an_unknown_format_asks_for_nothing() -> None:
    assert is_of_format("a", "x-own")
