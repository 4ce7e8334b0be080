import gc

from vertrag.contract.undisturbed import undisturbed


def test_nothing_is_collected_within_and_all_is_as_before_afterwards() -> None:
    with undisturbed():
        with undisturbed():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_is_to_stay_is_never_looked_through_again() -> None:
    before = gc.get_freeze_count()
    try:
        with undisturbed(to_stay=True):
            pass
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
