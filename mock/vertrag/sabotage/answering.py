"""Answers taken apart and put together again."""

from collections.abc import Mapping
from typing import Any

from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.inference.positions import NOWHERE
from vertrag.exchange import Headers, Response
from vertrag.sabotage.terrain import Place
from vertrag.serialization import from_json, to_json


def header(answer: Response, name: str) -> str:
    """A header of an answer, "" where it has none."""
    return next((text for each, text in answer.headers if each == name), "")


def with_headers(answer: Response, **changed: str | None) -> Response:
    """The answer with headers that are new, or (None) without them; `content_type` is Content-Type."""
    names = {name.replace("_", "-"): text for name, text in changed.items()}
    kept = tuple(pair for pair in answer.headers if pair[0] not in names)
    added: Headers = tuple((name, text) for name, text in names.items() if text is not None)
    return Response(answer.status, kept + added, answer.body)


def with_status(answer: Response, status: int) -> Response:
    """The answer with another status."""
    return Response(status, answer.headers, answer.body)


def with_body(answer: Response, body: bytes) -> Response:
    """The answer with other bytes."""
    return Response(answer.status, answer.headers, body)


def value_of(answer: Response) -> Any:
    """The body as JSON, NOWHERE where it is none."""
    if not answer.body or not is_json(essence_of(header(answer, "content-type"))):
        return NOWHERE
    try:
        return from_json(answer.body)
    except ValueError:
        return NOWHERE


def with_value(answer: Response, value: Any) -> Response:
    """The answer with another JSON body."""
    return with_body(answer, to_json(value))


def put(whole: Any, place: Place, value: Any) -> Any:
    """The whole with a value at a place that it has, in new containers along the way."""
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(whole, list):
        return [put(each, rest, value) if index == step else each for index, each in enumerate(whole)]
    return {**whole, step: put(whole.get(step), rest, value)}


def failure(status: int, detail: str) -> Response:
    """An error answer as problem+json."""
    body = {"title": "Error", "status": status, "detail": detail}
    return Response(status, (("content-type", "application/problem+json"),), to_json(body))


def is_success(answer: Response) -> bool:
    """Whether it says that all is well."""
    return answer.status < 300


def without(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object without a member."""
    return {each: value for each, value in row.items() if each != name}
