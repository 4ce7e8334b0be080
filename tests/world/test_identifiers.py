import pytest
from schwifty import IBAN, registry

from vertrag.world import identifiers


@pytest.mark.parametrize(
    ("base", "digit"), [("4137355924", 1), ("5123869678", 1), ("990723600000", 5), ("E000000001", 9)]
)
def test_the_check_digit_is_that_of_the_published_examples(base: str, digit: int) -> None:
    assert identifiers.check_digit(base) == digit


@pytest.mark.parametrize("text", ["41373559241", "51238696781", "48662918097", "20072281644", "51238696012"])
def test_real_shaped_marktlokationen_pass(text: str) -> None:
    assert identifiers.is_malo_id(text)


@pytest.mark.parametrize(
    "text", ["51238696780", "51238696788", "01238696781", "5123869678", "5123869678X", ""]
)
def test_what_is_no_marktlokation_fails(text: str) -> None:
    assert not identifiers.is_malo_id(text)


@pytest.mark.parametrize(
    "text", ["9907236000005", "9903729000007", "9978842000002", "1900100300012", "9903692000001"]
)
def test_published_operator_codes_pass(text: str) -> None:
    assert identifiers.is_operator_code(text)


@pytest.mark.parametrize(
    "text", ["9900357000004", "9900204000002", "9979100000001", "99072360000055", "990723600000"]
)
def test_popular_wrong_operator_codes_fail(text: str) -> None:
    assert not identifiers.is_operator_code(text)


def test_our_operator_codes_lie_in_the_block_that_nobody_has() -> None:
    assert identifiers.operator_code(1) == "9999000000014"
    assert identifiers.operator_code(42) == "9999000000428"


def test_an_iban_is_that_of_the_worked_example() -> None:
    assert identifiers.iban(9_910_001, 1_234_567_890) == "DE17999100011234567890"
    assert identifiers.is_iban("DE89370400440532013000")


@pytest.mark.parametrize(
    "text", ["DE88370400440532013000", "AT611904300234573201", "DE8937040044053201300", "DE17 9991"]
)
def test_what_is_no_german_iban_fails(text: str) -> None:
    assert not identifiers.is_iban(text)


@pytest.mark.parametrize(("bank", "account"), [(0, 0), (9_999_999, 9_999_999_999), (1_234_567, 89)])
def test_another_library_agrees_on_our_ibans(bank: int, account: int) -> None:
    # Without the check of the national account number: a bank that does not exist has no rule for it.
    assert IBAN(identifiers.iban(bank, account)).country_code == "DE"


def test_no_bank_has_a_code_that_begins_with_9() -> None:
    german = [bank.bank_code for bank in registry.get_banks_by_country("DE")]
    assert len(german) > 3000
    assert [code for code in german if code.startswith("9")] == []


def test_a_messlokation_carries_operator_and_postcode() -> None:
    melo = identifiers.melo_id("9999000010419", "82031", 17)
    assert melo == "DE9999008203100000000000000000017"
    assert identifiers.is_melo_id(melo)


@pytest.mark.parametrize("text", ["DE00056266802AO6G56M11SN51G21M24S", "DE0000123456789012345678901234561"])
def test_published_messlokationen_pass(text: str) -> None:
    assert identifiers.is_melo_id(text)


@pytest.mark.parametrize(
    "text", ["DE00056266802AO6G56M11SN51G21M24", "XX0000123456789012345678901234561", ""]
)
def test_what_is_no_messlokation_fails(text: str) -> None:
    assert not identifiers.is_melo_id(text)


def test_a_meter_number_names_medium_and_maker() -> None:
    assert identifiers.meter_number(1, "ESY", 11, 60669167) == "1ESY1160669167"
    assert identifiers.is_meter_number("1ESY1160669167")
    assert not identifiers.is_meter_number("ESY1160669167")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("DE98ZZZ09999999999", True),
        ("DE13ZZZ00000012345", True),
        ("DE14ZZZ00000012345", False),
        ("DE98ZZZ0999", False),
    ],
)
def test_a_creditor_id_is_checked_without_its_business_code(text: str, right: bool) -> None:  # noqa: FBT001 - a table
    assert identifiers.is_creditor_id(text) is right
    assert identifiers.is_creditor_id(text.replace("ZZZ", "A12")) is right


def test_our_creditor_id_is_valid() -> None:
    assert identifiers.is_creditor_id(identifiers.CREDITOR_ID)
