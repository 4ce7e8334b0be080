from vertrag.contract.violations import LONGEST_VALUE, Violation, shown


def test_a_violation_says_its_place_and_what_is_wrong() -> None:
    violation = Violation("body", "minimum", "1 is less than 3", pointer="/items/0")
    assert str(violation) == "body /items/0: 1 is less than 3"


def test_a_long_value_is_shown_cut() -> None:
    assert len(shown("x" * 1000)) == LONGEST_VALUE
