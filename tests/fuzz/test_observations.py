from vertrag.fuzz.observations import Sent


def test_the_size_of_a_request_counts_all_that_a_reader_sees() -> None:
    assert Sent("POST", "http://h", (("a", "bc"),), b"1234").size == 8 + 3 + 4
