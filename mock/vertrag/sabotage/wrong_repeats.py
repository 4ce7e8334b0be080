"""Ways to get repetition and conditions wrong: what should happen once, and what should only happen if."""

from vertrag.contract.operations import Operation
from vertrag.exchange import Response
from vertrag.sabotage.answering import failure, header, is_success
from vertrag.sabotage.asking import without_header
from vertrag.sabotage.needs import deed_of
from vertrag.sabotage.way import ANYTHING, Need, Scene, Way


def _takes(name: str) -> Need:
    return Need(
        f"a header parameter `{name}`", lambda terrain: terrain.any_operation(lambda each: _has(each, name))
    )


def _has(operation: Operation, name: str) -> bool:
    return any(each.name.lower() == name for each in operation.parameters.get("header", ()))


def _knows_tags(operation: Operation) -> bool:
    """Whether who reads the document can know that a write may depend on a tag."""
    return not operation.is_safe and ("412" in operation.responses or _has(operation, "if-match"))


def _once_only(scene: Scene, answer: Response) -> Response:
    """A repeated PUT is a conflict."""
    before = scene.chronicle.done.get(scene.operation.key)
    same = before is not None and (before.path, before.body) == (scene.request.path, scene.request.body)
    return failure(409, "nothing to change") if same and scene.does("replace") else answer


def _created_again(scene: Scene, answer: Response) -> Response:
    known = scene.request.path in scene.chronicle.rows and scene.does("replace") and is_success(answer)
    return Response(201, answer.headers, answer.body) if known else answer


def _second_deletion_crashes(scene: Scene, answer: Response) -> Response:
    gone = scene.request.path in scene.chronicle.deleted and scene.does("delete")
    return failure(500, "no such row") if gone and not is_success(answer) else answer


def _head_missing(scene: Scene, answer: Response) -> Response:
    return Response(404, answer.headers, b"") if scene.request.method == "HEAD" else answer


def _not_modified(scene: Scene, answer: Response) -> Response:
    """304 for whoever did not ask."""
    seen = scene.request.path in scene.chronicle.first_reads and scene.does("read") and is_success(answer)
    kept = tuple(pair for pair in answer.headers if pair[0] not in ("content-type", "content-length"))
    return Response(304, kept, b"") if seen and header(answer, "content-type") else answer


WAYS = (
    Way(
        "S701",
        "Idempotency-Key is ignored",
        "The same creation with the same key happens twice.",
        None,
        _takes("idempotency-key"),
        request=lambda scene: without_header(scene.request, "idempotency-key"),
    ),
    Way(
        "S702",
        "If-Match is ignored",
        "A change of a row that somebody else changed meanwhile is made all the same.",
        None,
        Need(
            "an operation that takes If-Match or answers 412",
            lambda terrain: terrain.any_operation(_knows_tags),
        ),
        request=lambda scene: without_header(scene.request, "if-match"),
    ),
    Way(
        "S703",
        "If-None-Match is ignored",
        "Who has the row already gets it again.",
        None,
        Need(
            "an operation that answers 304",
            lambda terrain: terrain.any_operation(lambda each: "304" in each.responses),
        ),
        request=lambda scene: without_header(scene.request, "if-none-match"),
    ),
    Way(
        "S704",
        "PUT cannot be repeated",
        "The same PUT again is a conflict: 409.",
        118,
        deed_of("replace"),
        answer=_once_only,
    ),
    Way(
        "S705",
        "PUT creates what is there",
        "Replacing a row that was seen answers 201.",
        116,
        deed_of("replace"),
        answer=_created_again,
    ),
    Way(
        "S706",
        "deleting twice crashes the server",
        "Deleting what was deleted answers 500.",
        100,
        deed_of("delete"),
        answer=_second_deletion_crashes,
    ),
    Way(
        "S707",
        "HEAD finds nothing",
        "HEAD answers 404 where GET answers a success.",
        None,
        ANYTHING,
        answer=_head_missing,
    ),
    Way(
        "S708",
        "304 answers who did not ask",
        "A row that was read before is not modified, and nobody sent a condition.",
        None,
        deed_of("read"),
        answer=_not_modified,
    ),
)
