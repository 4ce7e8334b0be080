import gc

from vertrag.contract.undisturbed import undisturbed


def test_nothing_is_collected_within_and_all_is_as_before_afterwards() -> None:
    with undisturbed():
        with undisturbed():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
