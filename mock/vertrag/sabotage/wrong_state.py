"""Ways to forget, to mix up and to bring back what clients wrote."""

from collections.abc import Sequence

from vertrag.contract.inference.positions import NOWHERE, value_at
from vertrag.exchange import Request, Response
from vertrag.sabotage.answering import failure, is_success, put, value_of, with_status, with_value
from vertrag.sabotage.asking import without_header
from vertrag.sabotage.chronicle import path_of_created, target_of
from vertrag.sabotage.needs import both, deed_of
from vertrag.sabotage.way import Scene, Way
from vertrag.serialization import to_json

_DELETED_AND_READ = both("delete", "read")


def _every_second(scene: Scene) -> bool:
    return scene.does("create", "replace", "patch") and not scene.number % 2


def _ghost(scene: Scene, answer: Response, least: int) -> Response:
    """A deleted row in the place of its absence, from so many questions on."""
    path = scene.request.path
    row, deed = scene.chronicle.deleted.get(path), scene.deed
    asked = scene.chronicle.misses.get(path, 0)
    if deed is None or row is None or answer.status != 404 or not scene.does("read") or asked < least:
        return answer
    seen = scene.chronicle.first_reads.get(target_of(scene.request))
    if seen is None or value_of(seen) is NOWHERE:
        return Response(200, (("content-type", "application/json"),), to_json(row))
    return with_value(seen, put(value_of(seen), deed.row or (), row))


def _stale(scene: Scene, answer: Response) -> Response:
    known = scene.chronicle.first_reads.get(target_of(scene.request))
    return known if known is not None and is_success(answer) and scene.does("read") else answer


def _stale_list(scene: Scene, answer: Response) -> Response:
    known = scene.chronicle.first_reads.get(target_of(scene.request))
    return known if known is not None and is_success(answer) and scene.does("list", "search") else answer


def _listed_ghosts(scene: Scene, answer: Response) -> Response:
    deed = scene.deed
    value = value_of(answer)
    rows = value_at(value, deed.rows) if deed is not None and deed.rows is not None else None
    if deed is None or deed.rows is None or not isinstance(rows, list) or not is_success(answer):
        return answer
    ghosts = [
        row
        for path, row in scene.chronicle.deleted.items()
        if row is not None and path.rpartition("/")[0] == scene.request.path.rstrip("/")
    ]
    return with_value(answer, put(value, deed.rows, [*ghosts, *rows])) if ghosts else answer


def _again(scene: Scene, answer: Response) -> Sequence[Request]:
    return [scene.request] if scene.does("create") and is_success(answer) else ()


def _deletion(scene: Scene, path: str) -> Sequence[Request]:
    resource = scene.resource
    if resource is None or resource.deed("delete") is None:
        return ()
    return [scene.request._replace(method="DELETE", path=path, query="", body=b"")]


def _deleted_by_reading(scene: Scene, answer: Response) -> Sequence[Request]:
    return _deletion(scene, scene.request.path) if scene.does("read") and is_success(answer) else ()


def _deleted_by_failure(scene: Scene, answer: Response) -> Sequence[Request]:
    is_refused = scene.does("replace", "patch") and 400 <= answer.status < 500 and answer.status != 404
    return _deletion(scene, scene.request.path) if is_refused else ()


def _created_by_failure(scene: Scene, answer: Response) -> Sequence[Request]:
    known = scene.chronicle.done.get(scene.operation.key)
    return [known] if known and scene.does("create") and 400 <= answer.status < 500 else ()


def _neighbour(scene: Scene, answer: Response) -> Sequence[Request]:
    if not scene.does("delete") or not is_success(answer):
        return ()
    here = scene.request.path
    above = here.rpartition("/")[0]
    others = [path for path in scene.chronicle.rows if path != here and path.rpartition("/")[0] == above]
    return _deletion(scene, others[-1]) if others else ()


def _not_found_at_once(scene: Scene, answer: Response) -> Response:
    created = scene.request.path in scene.chronicle.created and scene.does("read")
    return failure(404, "no such row") if created and is_success(answer) else answer


def _created_missing_in_list(scene: Scene, answer: Response) -> Response:
    deed, value = scene.deed, value_of(answer)
    rows = value_at(value, deed.rows) if deed is not None and deed.rows is not None else None
    if deed is None or deed.rows is None or scene.resource is None or not isinstance(rows, list):
        return answer
    created = set(scene.chronicle.created)
    resource = scene.resource
    kept = [
        row
        for row in rows
        if path_of_created(resource, scene.request, with_status(answer, 200), row) not in created
    ]
    return with_value(answer, put(value, deed.rows, kept))


WAYS = (
    Way(
        "S501",
        "creations are lost",
        "Creating a row answers as ever, and nothing is kept.",
        122,
        deed_of("create"),
        loses=lambda scene: scene.does("create"),
    ),
    Way(
        "S502",
        "changes are lost",
        "Replacing or patching a row answers as ever, and nothing is kept.",
        None,
        deed_of("replace", "patch"),
        loses=lambda scene: scene.does("replace", "patch"),
    ),
    Way(
        "S503",
        "rows cannot be deleted",
        "Deleting a row answers as ever, and the row stays.",
        113,
        deed_of("delete"),
        loses=lambda scene: scene.does("delete"),
    ),
    Way(
        "S504",
        "every second write is lost",
        "Of the writes those that are even by number are not kept.",
        None,
        deed_of("create", "replace", "patch"),
        loses=_every_second,
    ),
    Way(
        "S505",
        "deleted rows can still be read",
        "A deleted row that was seen before answers as it was.",
        113,
        _DELETED_AND_READ,
        answer=lambda scene, answer: _ghost(scene, answer, 0),
    ),
    Way(
        "S506",
        "deleted rows come back",
        "A deleted row is missing once, and then there again.",
        113,
        _DELETED_AND_READ,
        answer=lambda scene, answer: _ghost(scene, answer, 1),
    ),
    Way(
        "S507",
        "deleted rows stay in lists",
        "A list still shows rows that were seen and deleted.",
        None,
        both("delete", "list"),
        answer=_listed_ghosts,
    ),
    Way(
        "S508",
        "created rows are missing in lists",
        "A list shows no row that was created.",
        None,
        both("create", "list"),
        answer=_created_missing_in_list,
    ),
    Way(
        "S509",
        "created rows cannot be read",
        "Reading a row that was created is 404.",
        122,
        both("create", "read"),
        answer=_not_found_at_once,
    ),
    Way(
        "S510",
        "rows are read as they first were",
        "Reading a row again gives what the first reading gave, whatever was changed.",
        None,
        deed_of("read"),
        answer=_stale,
    ),
    Way(
        "S511",
        "lists are read as they first were",
        "The same list again is what it first was, whatever was changed.",
        None,
        deed_of("list", "search"),
        answer=_stale_list,
    ),
    Way(
        "S517",
        "creating makes two rows",
        "Every creation happens a second time.",
        None,
        both("create", "list"),
        more=_again,
    ),
    Way(
        "S521",
        "reading deletes",
        "A row that was read is gone.",
        None,
        _DELETED_AND_READ,
        more=_deleted_by_reading,
    ),
    Way(
        "S522",
        "refused changes delete",
        "A row whose change was refused is gone.",
        114,
        both("replace", "delete"),
        more=_deleted_by_failure,
    ),
    Way(
        "S523",
        "refused creations create",
        "A creation that was refused repeats the last one that was not.",
        None,
        deed_of("create"),
        more=_created_by_failure,
    ),
    Way(
        "S524",
        "deleting deletes a neighbour, too",
        "With a row goes another one of its collection that was seen.",
        None,
        deed_of("delete"),
        more=_neighbour,
    ),
    Way(
        "S525",
        "sessions are one",
        "The session that a request names is ignored: everybody sees what everybody writes.",
        None,
        deed_of("create", "replace", "patch", "delete"),
        request=lambda scene: without_header(scene.request, "x-vertrag-session"),
        pardon="sessions are the mock's own, and no document knows them",
    ),
)
