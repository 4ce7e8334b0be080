from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.choosing.choices import Choice, choices_of
from vertrag.fuzz.observations import Complaint, Sent


def complaint(code: str, rule: str) -> Complaint:
    return Complaint(rule, code, "t", 1, "GET /x", "k", "e", "a", Sent("GET", "http://h/x"))


def test_a_name_is_a_label_or_a_pattern_and_the_last_word_counts() -> None:
    choices = choices_of([("* /admin/*", {"skip": True}), ("GET /admin/{id}", {"max-examples": 5})])
    assert choices.of("DELETE /admin/{id}") == Choice(skip=True)
    assert choices.of("GET /admin/{id}") == Choice(skip=True, max_examples=5)
    assert choices.of("GET /users") == Choice()


def test_what_is_ignored_adds_up() -> None:
    choices = choices_of([("GET /x", {"ignore": ["VF4"]})], ("no_answer",))
    said = choices.of("GET /x")
    ignored = [
        said.ignores(each)
        for each in (complaint("VF401", "a"), complaint("ST1", "no_answer"), complaint("V", "b"))
    ]
    assert ignored == [True, True, False]


def test_brackets_and_question_marks_stand_for_themselves() -> None:
    choices = choices_of([("GET /a[b]?", {"skip": True})])
    assert (choices.of("GET /a[b]?").skip, choices.of("GET /abx").skip) == (True, False)


def test_a_name_that_fits_nothing_is_known() -> None:
    assert choices_of([("GET /y", {}), ("* /x", {})]).without(["GET /x"]) == ("GET /y",)


@pytest.mark.parametrize(
    "said",
    [7, {"skipp": True}, {"skip": "yes"}, {"max-examples": 0}, {"max-examples": True}, {"ignore": "VF4"}],
)
def test_what_makes_no_sense_is_said(said: Any) -> None:
    with pytest.raises(UsageError, match="GET /x"):
        choices_of([("GET /x", said)])


def test_single_operations_may_write() -> None:
    choices = choices_of([("POST *", {"allow-writes": True})])
    assert choices.writable(["GET /x", "POST /x"]) == {"POST /x"}
