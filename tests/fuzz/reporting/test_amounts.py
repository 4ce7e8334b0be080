from vertrag.fuzz.reporting.amounts import amount


def test_one_of_a_thing_is_called_otherwise_than_several() -> None:
    assert [amount(number, "cause") for number in (0, 1, 2)] == ["0 causes", "1 cause", "2 causes"]
