"""Ways to send wrong headers, media types and error bodies."""

from vertrag.exchange import Response
from vertrag.sabotage.answering import (
    header,
    is_success,
    value_of,
    with_body,
    with_headers,
    with_value,
)
from vertrag.sabotage.needs import deed_of
from vertrag.sabotage.terrain import Terrain
from vertrag.sabotage.way import Need, Scene, Way
from vertrag.serialization import to_json

_PAGE = b"<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Error</h1></body></html>"
_TRACE = (
    "Traceback (most recent call last):\n"
    '  File "/app/server/views.py", line 142, in dispatch\n'
    "    row = store.rows[key]\n"
    "KeyError: 'key'"
)


def _has_declared(terrain: Terrain, *, required: bool) -> bool:
    return terrain.any_operation(
        lambda each: any(
            one.required if required else _is_typed(one.schema)
            for response in each.responses.values()
            for one in response.headers
        )
    )


def _is_typed(schema: object) -> bool:
    return isinstance(schema, dict) and schema.get("type") in ("integer", "number", "boolean")


_JSON = Need("an answer in JSON", lambda terrain: terrain.any_schema(lambda _: True))


def _is_json(answer: Response) -> bool:
    return is_success(answer) and "json" in header(answer, "content-type")


def _no_type(_: Scene, answer: Response) -> Response:
    return with_headers(answer, content_type=None) if _is_json(answer) else answer


def _html(_: Scene, answer: Response) -> Response:
    return with_headers(answer, content_type="text/html; charset=utf-8") if _is_json(answer) else answer


def _foreign(_: Scene, answer: Response) -> Response:
    return with_headers(answer, content_type="application/x-other+json") if _is_json(answer) else answer


def _cut(_: Scene, answer: Response) -> Response:
    return with_body(answer, answer.body[: len(answer.body) // 2]) if _is_json(answer) else answer


def _twice(_: Scene, answer: Response) -> Response:
    if not _is_json(answer) or not answer.body:
        return answer
    return with_body(answer, to_json(answer.body.decode("utf-8", "replace")))


def _required_left_out(scene: Scene, answer: Response) -> Response:
    declared = scene.operation.declared(answer.status)
    names = [each.name.lower() for each in (declared.headers if declared else ()) if each.required]
    kept = tuple(pair for pair in answer.headers if pair[0] not in names)
    return Response(answer.status, kept, answer.body)


def _wrong_type(scene: Scene, answer: Response) -> Response:
    declared = scene.operation.declared(answer.status)
    names = [each.name.lower() for each in (declared.headers if declared else ()) if _is_typed(each.schema)]
    headers = tuple((name, "many" if name in names else text) for name, text in answer.headers)
    return Response(answer.status, headers, answer.body)


def _lost_location(_: Scene, answer: Response) -> Response:
    location = header(answer, "location")
    return with_headers(answer, location=f"{location}-moved") if location and is_success(answer) else answer


def _no_location(scene: Scene, answer: Response) -> Response:
    return with_headers(answer, location=None) if scene.does("create") else answer


def _error_page(_: Scene, answer: Response) -> Response:
    if answer.status < 400:
        return answer
    return with_headers(with_body(answer, _PAGE), content_type="text/html; charset=utf-8")


def _other_status(_: Scene, answer: Response) -> Response:
    value = value_of(answer)
    if answer.status < 400 or not isinstance(value, dict):
        return answer
    return with_value(answer, {**value, "status": 200})


def _trace(_: Scene, answer: Response) -> Response:
    value = value_of(answer)
    if answer.status < 400 or not isinstance(value, dict):
        return answer
    texts = [name for name, text in value.items() if isinstance(text, str) and name != "type"]
    return with_value(answer, {**value, texts[-1] if texts else "detail": _TRACE})


def _same_tag(_: Scene, answer: Response) -> Response:
    return with_headers(answer, etag='"1"') if header(answer, "etag") else answer


def _error_without_member(scene: Scene, answer: Response) -> Response:
    value = value_of(answer)
    if answer.status < 400 or not isinstance(value, dict):
        return answer
    bent = with_value(answer, {"error": {"reason": "failed"}})
    return bent if scene.operation.judge(bent) else answer


def _declares_errors(terrain: Terrain) -> bool:
    return terrain.any_operation(
        lambda each: any(
            status[0] in "45d" and any(True for _ in terrain.answer_schemas(each, status))
            for status in each.responses
        )
    )


WAYS = (
    Way(
        "S201",
        "Content-Type is missing",
        "Successes with JSON do not say that they are JSON.",
        200,
        _JSON,
        answer=_no_type,
    ),
    Way("S202", "JSON calls itself HTML", "Successes with JSON say `text/html`.", 200, _JSON, answer=_html),
    Way(
        "S203",
        "the media type is not declared",
        "Successes with JSON say `application/x-other+json`.",
        200,
        _JSON,
        answer=_foreign,
    ),
    Way("S204", "the body is cut", "Successes with JSON have the first half of it.", 200, _JSON, answer=_cut),
    Way(
        "S205",
        "JSON is encoded twice",
        "Successes with JSON hold a text, and the JSON is in there.",
        200,
        _JSON,
        answer=_twice,
    ),
    Way(
        "S206",
        "a required header is missing",
        "Headers that an answer must have are left out.",
        200,
        Need("a header of an answer that is required", lambda terrain: _has_declared(terrain, required=True)),
        answer=_required_left_out,
    ),
    Way(
        "S207",
        "a header has the wrong type",
        "Headers that are numbers or true or false say `many`.",
        200,
        Need(
            "a header of an answer that is a number or a boolean",
            lambda terrain: _has_declared(terrain, required=False),
        ),
        answer=_wrong_type,
    ),
    Way(
        "S208",
        "Location leads nowhere",
        "The Location of what was created is that of nothing.",
        120,
        deed_of("create"),
        answer=_lost_location,
    ),
    Way(
        "S209",
        "Location is missing",
        "What was created has no Location.",
        None,
        deed_of("create"),
        answer=_no_location,
        pardon="nobody owes a Location that no document asks for (RFC 9110 §15.3.2)",
    ),
    Way("S210", "errors are pages", "Errors are HTML, whatever the document says.", 200, answer=_error_page),
    Way(
        "S211",
        "an error says another status",
        "The member `status` of errors says 200.",
        None,
        answer=_other_status,
    ),
    Way("S212", "errors show a stack trace", "The last text of an error is a traceback.", 309, answer=_trace),
    Way(
        "S213",
        "ETag never changes",
        "Every ETag is the same, before and after a change.",
        None,
        deed_of("replace", "patch"),
        answer=_same_tag,
    ),
    Way(
        "S214",
        "errors do not have their form",
        "Error bodies have other members than the document says.",
        200,
        Need("a declared error with a schema", _declares_errors),
        answer=_error_without_member,
    ),
)
