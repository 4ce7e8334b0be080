from vertrag.contract.operations import Reading
from vertrag.serve.composing.memory import LONGEST_QUESTION, MOST_BYTES, Memory, key_of
from vertrag.serve.sending import Sent

ANSWER = Sent(200, (), b"x")


def reading(**arguments: object) -> Reading:
    return Reading(dict(arguments), None, [])


def test_what_was_kept_is_recalled() -> None:
    memory = Memory()
    memory.keep("a", ANSWER)
    assert (memory.recall("a"), memory.recall("b")) == (ANSWER, None)


def test_an_answer_that_must_not_be_stored_is_not() -> None:
    memory = Memory()
    memory.keep("a", Sent(200, ((b"cache-control", b"no-store"),), b""))
    assert memory.recall("a") is None


def test_the_oldest_answers_go_when_there_are_too_many_bytes() -> None:
    memory = Memory()
    for key in range(6):
        memory.keep(key, Sent(200, (), b"x" * (MOST_BYTES // 4)))
    assert [memory.recall(key) is not None for key in range(6)] == [False, False, False, True, True, True]


def test_what_is_asked_for_stays() -> None:
    memory = Memory()
    for key in range(6):
        memory.keep(key, Sent(200, (), b"x" * (MOST_BYTES // 4)))
        memory.recall(0)
    assert [memory.recall(key) is not None for key in range(6)] == [True, False, False, False, True, True]


def test_a_newer_answer_takes_the_place_of_the_older() -> None:
    memory = Memory()
    for _ in range(10):
        memory.keep("a", Sent(200, (), b"x" * (MOST_BYTES // 3)))
    memory.keep("b", ANSWER)
    assert (memory.recall("a") is not None, memory.recall("b")) == (True, ANSWER)


def test_equal_values_of_different_types_are_different_questions() -> None:
    assert len({key_of(reading(n=value), b"") for value in (1, 1.0, True, "1")}) == 4


def test_one_value_under_two_names_is_two_questions() -> None:
    assert key_of(reading(limit=17), b"") != key_of(reading(offset=17), b"")


def test_only_sessions_that_nothing_was_written_to_share_answers() -> None:
    assert len({key_of(reading(n=1), b"", session) for session in ("", "of a", "of b")}) == 3
    assert key_of(reading(n=1), b"", "") == key_of(reading(n=1), b"")


def test_an_answer_is_of_one_version_and_the_next_takes_its_place() -> None:
    memory = Memory()
    for version in range(1, 2000):
        memory.keep("a", Sent(200, (), b"x" * (MOST_BYTES // 4)), version)
    assert memory.recall("a", 1998) is None
    assert memory.recall("a", 1999) is not None


def test_lists_and_bodies_are_part_of_the_question() -> None:
    keys = {
        key_of(reading(n=[1]), b""),
        key_of(reading(n=[2]), b""),
        key_of(reading(), b"{}"),
        key_of(reading(), b""),
    }
    assert len(keys) == 4


def test_a_long_question_is_not_worth_remembering() -> None:
    assert key_of(reading(), b"x" * (LONGEST_QUESTION + 1)) is None
    assert key_of(reading(n=["x" * LONGEST_QUESTION]), b"") is None
