"""The table of one file; whether its checks hold and fail is proved in the tests of the whole table."""

from vertrag.vendors.agreement.invariants_of_enneo import OF_ENNEO


def test_every_rule_has_a_code_and_says_in_its_check_which() -> None:
    codes = [each.code for each in OF_ENNEO]
    assert codes == sorted(set(codes))
    for each in OF_ENNEO:
        assert each.rule
        assert each.code in (each.check.__doc__ or "")
