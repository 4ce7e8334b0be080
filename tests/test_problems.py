from pathlib import Path

from vertrag import problems
from vertrag.problems import ALL, Problem, ProblemType

PAGE = (Path(__file__).parent.parent / "docs" / "problems.md").read_text(encoding="utf-8")


def test_every_problem_has_its_paragraph_and_a_request_that_shows_it() -> None:
    sections = {part.split("\n", 1)[0]: part for part in PAGE.split("\n## ")[1:]}
    assert set(sections) == {kind.slug for kind in ALL}
    assert all("```" in text for text in sections.values())


def test_no_problem_is_missing_from_the_list() -> None:
    assert set(ALL) == {value for value in vars(problems).values() if isinstance(value, ProblemType)}


def test_a_refusal_of_a_handlers_own_is_named_by_its_status() -> None:
    body = Problem(problems.REFUSED, "Taken.", 409).as_problem_json()
    assert (body["title"], body["status"], body["detail"]) == ("Conflict", 409, "Taken.")
