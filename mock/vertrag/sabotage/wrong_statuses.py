"""Ways to answer with the wrong status."""

import re
from collections.abc import Callable
from typing import Any

from vertrag.exchange import Request, Response
from vertrag.sabotage.answering import (
    failure,
    is_success,
    value_of,
    with_body,
    with_headers,
    with_status,
    with_value,
)
from vertrag.sabotage.needs import deed_of
from vertrag.sabotage.terrain import Terrain
from vertrag.sabotage.way import Need, Scene, Way

_OTHER_SUCCESSES = (202, 200, 203, 206)
_UNREGISTERED = 299  # no status of that number is registered
_EVERY, _OFTEN = 7, 4  # so that a short run meets it, and a single request hardly does
_LONG = 64  # characters: the width of many a column
_NOT_ASCII = re.compile(r"[^\x00-\x7f]|%[89a-fA-F][0-9a-fA-F]|\\u(?!00[0-7])[0-9a-fA-F]{4}")
_LONG_TEXT = re.compile(rf'"[^"\\]{{{_LONG + 1},}}"')

_BODIES = Need(
    "an operation that takes a body",
    lambda terrain: terrain.any_operation(lambda each: each.body is not None),
)


def _missing(scene: Scene, answer: Response) -> bool:
    return scene.does("read") and answer.status == 404


def _undeclared(scene: Scene, answer: Response) -> Response:
    free = [status for status in _OTHER_SUCCESSES if scene.operation.declared(status) is None]
    return with_status(answer, free[0]) if is_success(answer) and free else answer


def _some_success_is_free(terrain: Terrain) -> bool:
    return terrain.any_operation(
        lambda each: (
            bool(each.responses) and any(each.declared(status) is None for status in _OTHER_SUCCESSES)
        )
    )


def _created_as_200(scene: Scene, answer: Response) -> Response:
    return with_status(answer, 200) if scene.does("create") and answer.status == 201 else answer


def _found_all_the_same(scene: Scene, answer: Response) -> Response:
    if not _missing(scene, answer):
        return answer
    known: Any = next(reversed(scene.chronicle.rows.values()), {})
    return with_headers(with_value(with_status(answer, 200), known), content_type="application/json")


def _crash(detail: str) -> Response:
    return failure(500, detail)


def _missing_crashes(_: Scene, answer: Response) -> Response:
    return _crash("no such row") if answer.status == 404 else answer


def _invalid_crashes(_: Scene, answer: Response) -> Response:
    return _crash("unexpected value") if answer.status in (400, 422) else answer


def _invalid_accepted(scene: Scene, answer: Response) -> Response:
    if answer.status not in (400, 422):
        return answer
    known = scene.chronicle.answered.get(scene.operation.key)
    return known or with_value(with_status(answer, 200), {})


def _good_refused(scene: Scene, answer: Response) -> Response:
    is_write = not scene.operation.is_safe and is_success(answer)
    return failure(400, "the request is not valid") if is_write and not scene.number % _OFTEN else answer


def _sometimes_unavailable(scene: Scene, answer: Response) -> Response:
    return failure(503, "try again later") if not scene.number % _EVERY else answer


def _letters_crash(scene: Scene, answer: Response) -> Response:
    sent = f"{scene.request.path} {scene.request.query} {scene.request.body.decode('utf-8', 'replace')}"
    return _crash("cannot encode a character") if is_success(answer) and _NOT_ASCII.search(sent) else answer


def _long_text_crashes(scene: Scene, answer: Response) -> Response:
    sent = scene.request.body.decode("utf-8", "replace")
    return _crash("value too long for column") if is_success(answer) and _LONG_TEXT.search(sent) else answer


def _largest_refused(scene: Scene, answer: Response) -> Response:
    sent = set(scene.request.query.split("&"))
    for each in scene.operation.parameters.get("query", ()):
        most = each.schema.get("maximum") if isinstance(each.schema, dict) else None
        if most is not None and f"{each.sent_as}={most}" in sent and is_success(answer):
            return failure(400, f"{each.sent_as} is too large")
    return answer


def _has_largest(terrain: Terrain) -> bool:
    return terrain.any_operation(
        lambda each: any(
            isinstance(one.schema, dict) and "maximum" in one.schema
            for one in each.parameters.get("query", ())
        )
    )


def _any_media_type(scene: Scene, answer: Response) -> Request | None:
    body = scene.operation.body
    if answer.status != 415 or body is None or not body.media_types:
        return None
    request = scene.request
    others = tuple(pair for pair in request.headers if pair[0] != "content-type")
    return request._replace(headers=(*others, ("content-type", body.media_types[0].name)))


def _unregistered(_: Scene, answer: Response) -> Response:
    return with_status(answer, _UNREGISTERED) if is_success(answer) else answer


def _as_201(kind: str) -> Callable[[Scene, Response], Response]:
    def answer_as_201(scene: Scene, answer: Response) -> Response:
        if not (scene.does(kind) and is_success(answer)):
            return answer
        return with_status(answer, 201)

    return answer_as_201


def _content_for_204(_: Scene, answer: Response) -> Response:
    if answer.status != 204:
        return answer
    return with_headers(with_body(with_status(answer, 200), b"null"), content_type="application/json")


def _not_implemented(scene: Scene, answer: Response) -> Response:
    return failure(501, "not implemented") if scene.does("delete") and is_success(answer) else answer


def _empty_is_missing(scene: Scene, answer: Response) -> Response:
    deed = scene.deed
    if deed is None or deed.rows is None or not is_success(answer) or value_of(answer) not in ([], {}):
        return answer
    return failure(404, "nothing found")


WAYS = (
    Way(
        "S101",
        "a success has a status that is not declared",
        "Successes answer 202, or another success that the operation does not declare.",
        200,
        Need("an operation that leaves a success undeclared", _some_success_is_free),
        answer=_undeclared,
    ),
    Way(
        "S102",
        "what was created is answered with 200",
        "A row is created, and the answer says 200 in place of 201.",
        None,
        deed_of("create"),
        answer=_created_as_200,
    ),
    Way(
        "S103",
        "a missing row is answered with 200",
        "Reading a row that is not there gives 200 with another row, or with an empty object.",
        None,
        deed_of("read"),
        answer=_found_all_the_same,
    ),
    Way(
        "S104",
        "a missing row crashes the server",
        "What should be 404 is 500.",
        100,
        Need(
            "an operation with something in its path",
            lambda terrain: terrain.any_operation(lambda each: "path" in each.parameters),
        ),
        answer=_missing_crashes,
    ),
    Way(
        "S105",
        "a bad request crashes the server",
        "What should be 400 or 422 is 500.",
        100,
        answer=_invalid_crashes,
    ),
    Way(
        "S106",
        "bad requests are accepted",
        "What should be 400 or 422 gets the answer of the last good request.",
        206,
        answer=_invalid_accepted,
    ),
    Way(
        "S107",
        "good requests are refused now and then",
        "Every fourth request answers 400 where it wrote with success.",
        207,
        _BODIES,
        answer=_good_refused,
    ),
    Way(
        "S108",
        "the server is unavailable now and then",
        "Every seventh request answers 503.",
        121,
        answer=_sometimes_unavailable,
    ),
    Way(
        "S109",
        "letters outside ASCII crash the server",
        "A request whose path, query or body has a letter such as ß answers 500.",
        100,
        answer=_letters_crash,
    ),
    Way(
        "S110",
        "long texts crash the server",
        "A request with a text of more than 64 characters in its body answers 500.",
        100,
        _BODIES,
        answer=_long_text_crashes,
    ),
    Way(
        "S111",
        "the largest allowed value is refused",
        "A query parameter that is exactly its maximum answers 400.",
        207,
        Need("a query parameter with a maximum", _has_largest),
        answer=_largest_refused,
    ),
    Way(
        "S112",
        "bodies of undeclared media types are taken",
        "Whatever the Content-Type says, the body is read as if it had the first declared one.",
        206,
        _BODIES,
        again=_any_media_type,
    ),
    Way(
        "S113",
        "successes have a status that nobody registered",
        "Every success is 299.",
        101,
        answer=_unregistered,
    ),
    Way(
        "S114",
        "reading answers 201",
        "A row is read, and the answer says 201.",
        103,
        deed_of("read"),
        answer=_as_201("read"),
    ),
    Way(
        "S115",
        "deleting answers 201",
        "A row is deleted, and the answer says 201.",
        102,
        deed_of("delete"),
        answer=_as_201("delete"),
    ),
    Way(
        "S116",
        "patching answers 201",
        "A row is patched, and the answer says 201.",
        104,
        deed_of("patch"),
        answer=_as_201("patch"),
    ),
    Way(
        "S117",
        "an answer without content has some",
        "What should be 204 is 200 with `null`.",
        200,
        Need(
            "an operation that answers 204",
            lambda terrain: terrain.any_operation(lambda each: "204" in each.responses),
        ),
        answer=_content_for_204,
    ),
    Way(
        "S118",
        "deleting is not implemented",
        "A row is deleted, and the answer says 501.",
        205,
        deed_of("delete"),
        answer=_not_implemented,
    ),
    Way(
        "S119",
        "an empty list is missing",
        "A list without rows that is the whole body answers 404.",
        207,
        Need(
            "a list that is the whole body",
            lambda terrain: any(deed.rows == () for deed in terrain.deeds("list", "search")),
        ),
        answer=_empty_is_missing,
    ),
)
