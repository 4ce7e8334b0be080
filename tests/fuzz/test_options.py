from vertrag.fuzz.options import FuzzOptions


def test_without_flags_a_run_is_safe_and_repeatable_in_its_own_words() -> None:
    options = FuzzOptions("enneo-mind")
    assert (options.allow_writes, options.allow_hosts, options.workers, options.seed) == (False, (), 1, None)
