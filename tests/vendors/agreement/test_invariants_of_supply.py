"""The table of one file; whether its checks hold and fail is proved in the tests of the whole table."""

from vertrag.vendors.agreement.invariants_of_supply import OF_SUPPLY
from vertrag.world.laws import LAWS


def test_every_rule_has_a_code_and_says_in_its_check_which() -> None:
    codes = [each.code for each in OF_SUPPLY]
    assert codes == sorted(set(codes))
    for each in OF_SUPPLY:
        assert each.rule
        assert each.code in (each.check.__doc__ or "")


def test_every_law_of_the_world_that_answers_show_is_checked_in_them() -> None:
    shared = {code for code in LAWS if code <= "I19"}
    assert shared == {each.code for each in OF_SUPPLY} - {"I13"}  # about more than one contract
