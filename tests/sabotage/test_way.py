from collections.abc import Callable

from vertrag.sabotage.playbook import WAYS
from vertrag.sabotage.way import Scene


def test_a_paragraph_says_what_is_done_what_it_needs_and_its_category() -> None:
    paragraph = WAYS["S503"].paragraph
    assert paragraph.startswith("### S503: rows cannot be deleted\n\n")
    assert "It needs an operation that is a delete of a resource." in paragraph
    assert paragraph.endswith("Category 113 of the fault catalogue.")


def test_a_scene_knows_what_its_operation_does(scene_of: Callable[..., Scene]) -> None:
    assert scene_of("getTag").does("read", "list")
    assert not scene_of("getSpecimen").does("read", "list")
    resource = scene_of("getTag").resource
    assert resource is not None
    assert resource.name == "tags"


def test_every_way_does_something() -> None:
    idle = [
        way.code
        for way in WAYS.values()
        if not any((way.request, way.again, way.loses, way.answer, way.more, way.delay))
    ]
    assert idle == []


def test_a_paragraph_says_why_a_test_may_let_the_lie_pass() -> None:
    assert WAYS["S801"].paragraph.endswith("it pass: no document says how long an answer may take.")
    assert "let it pass" not in WAYS["S101"].paragraph
