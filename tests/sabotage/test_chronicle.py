from collections.abc import Callable

from vertrag.exchange import Request, Response
from vertrag.sabotage.chronicle import Chronicle, target_of
from vertrag.sabotage.way import Scene
from vertrag.serialization import to_json

JSON = (("content-type", "application/json"),)


def told(chronicle: Chronicle, scene: Scene, status: int, row: object = None, *more: tuple[str, str]) -> None:
    body = b"" if row is None else to_json(row)
    answer = Response(status, (*JSON, *more), body)
    chronicle.note(scene.operation.key, scene.resource, scene.deed, scene.request, answer)


def test_a_row_is_known_by_the_path_that_its_creation_named(scene_of: Callable[..., Scene]) -> None:
    chronicle = Chronicle()
    told(chronicle, scene_of("createArticle"), 201, {"id": 7})
    told(chronicle, scene_of("createArticle"), 201, {"id": 8}, ("location", "/articles/eight"))
    assert chronicle.created == ["/articles/7", "/articles/eight"]
    assert chronicle.rows["/articles/7"] == {"id": 7}


def test_a_deleted_row_is_remembered_as_it_was_until_it_is_there_again(
    scene_of: Callable[..., Scene],
) -> None:
    chronicle, path = Chronicle(), "/articles/7"
    reading, deletion = (
        scene_of("getArticle", Request("GET", path)),
        scene_of("deleteArticle", Request("DELETE", path)),
    )
    told(chronicle, reading, 200, {"id": 7})
    told(chronicle, deletion, 204)
    told(chronicle, reading, 404)
    assert chronicle.deleted == {path: {"id": 7}}
    assert chronicle.misses == {path: 1}
    told(chronicle, reading, 200, {"id": 7})
    assert chronicle.deleted == {}


def test_only_the_first_success_of_a_reading_is_kept(scene_of: Callable[..., Scene]) -> None:
    chronicle = Chronicle()
    reading = scene_of("listTags", Request("GET", "/tags", "label=x"))
    told(chronicle, reading, 500)
    told(chronicle, reading, 200, [1])
    told(chronicle, reading, 200, [2])
    assert chronicle.first_reads["/tags?label=x"].body == b"[1]"
    assert chronicle.answered["listTags"].body == b"[2]"


def test_a_chronicle_that_grows_too_long_starts_anew(scene_of: Callable[..., Scene]) -> None:
    chronicle = Chronicle(rows={str(number): {} for number in range(2001)})
    told(chronicle, scene_of("listTags"), 200, [])
    assert chronicle.rows == {}


def test_a_target_is_the_path_with_its_query() -> None:
    assert target_of(Request("GET", "/tags")) == "/tags"
    assert target_of(Request("GET", "/tags", "a=1")) == "/tags?a=1"
