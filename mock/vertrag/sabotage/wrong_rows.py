"""Ways to keep or to show something else than the row that was meant."""

from collections.abc import Callable, Iterator
from typing import Any

from vertrag.contract.inference.positions import NOWHERE, value_at
from vertrag.exchange import Request, Response
from vertrag.sabotage.answering import is_success, put, value_of, with_value, without
from vertrag.sabotage.asking import object_of, with_object
from vertrag.sabotage.needs import both, deed_of
from vertrag.sabotage.terrain import Schema, members
from vertrag.sabotage.way import Scene, Way

_LONGEST = 12  # characters that are kept of a text
_WRITES = ("create", "replace", "patch")


def _key_of(scene: Scene) -> Any:
    """The name of the member that is the key of a row, None where rows do not show it at their top."""
    key = scene.resource.key if scene.resource else None
    place = key.places[-1] if key and key.places else None
    return place[0] if place else None


def _sent(bend: Callable[[Scene, dict[str, Any]], dict[str, Any]], *kinds: str) -> Callable[[Scene], Request]:
    """A way that bends the row that is sent."""

    def request(scene: Scene) -> Request:
        deed, sent = scene.deed, object_of(scene.request)
        row = value_at(sent, deed.sent) if deed and deed.sent is not None and scene.does(*kinds) else None
        if deed is None or deed.sent is None or not isinstance(row, dict):
            return scene.request
        bent = with_object(scene.request, put(sent, deed.sent, bend(scene, row)))
        return bent if _is_valid(scene, scene.request) and _is_valid(scene, bent) else scene.request

    return request


def _is_valid(scene: Scene, request: Request) -> bool:
    """Whether the body is one that is taken: what is refused stays refused, what is taken stays taken."""
    content_type = dict(request.headers).get("content-type", "")
    return scene.operation.body is not None and not scene.operation.body.read(request.body, content_type)[1]


def _schemas(scene: Scene) -> Iterator[Schema]:
    """The schemas of what is sent, with those that they are composed of."""
    deed = scene.deed
    shape = scene.operation.node.get("requestBody") if deed else None
    described = scene.terrain.resolved(shape) or {}
    for node in (described.get("content") or {}).values():
        for _, schema, _ in scene.terrain.places(node.get("schema"), None):
            yield schema


def _without_optional(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    known = {_key_of(scene)}.union(*(schema.get("required") or () for schema in _schemas(scene)))
    optional = [name for name in row if name not in known]
    return without(row, optional[-1]) if optional else row


def _texts(change: Callable[[str], str]) -> Callable[[Scene, dict[str, Any]], dict[str, Any]]:
    def bend(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
        key = _key_of(scene)
        return {
            name: change(value) if isinstance(value, str) and name != key else value
            for name, value in row.items()
        }

    return bend


def _kept(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    known = scene.chronicle.rows.get(scene.request.path)
    taken: set[str] = set().union(*map(members, _schemas(scene)))
    kept = known.items() if isinstance(known, dict) else ()
    return {**{name: value for name, value in kept if not taken or name in taken}, **row}


def _old_answer(scene: Scene, answer: Response) -> Response:
    deed, known = scene.deed, scene.chronicle.rows.get(scene.request.path)
    if deed is None or deed.row is None or known is None or not is_success(answer):
        return answer
    value = value_of(answer)
    is_change = scene.does("replace", "patch") and value is not NOWHERE
    return with_value(answer, put(value, deed.row, known)) if is_change else answer


def _other_key(scene: Scene, answer: Response) -> Response:
    deed, name, value = scene.deed, _key_of(scene), value_of(answer)
    row = value_at(value, deed.row) if deed is not None and deed.row is not None else None
    if deed is None or deed.row is None or not isinstance(row, dict) or not scene.does("read"):
        return answer
    other = _another(row.get(name))
    return with_value(answer, put(value, deed.row, {**row, name: other})) if other is not None else answer


def _another(key: Any) -> Any:
    """A key of the same kind, None where there is none."""
    if isinstance(key, int):
        return key + 1
    return f"{key[:-1]}{'1' if key[-1] == '0' else '0'}" if isinstance(key, str) and key else None


def _same_key(scene: Scene, answer: Response) -> Response:
    deed, name, value = scene.deed, _key_of(scene), value_of(answer)
    first = [path for path in scene.chronicle.created if _is_like(path, scene)][:1]
    row = value_at(value, deed.row) if deed is not None and deed.row is not None else None
    if deed is None or deed.row is None or not first or not scene.does("create") or not isinstance(row, dict):
        return answer
    known = scene.chronicle.rows.get(first[0])
    shown = known.get(name) if isinstance(known, dict) else None
    return with_value(answer, put(value, deed.row, {**row, name: shown})) if shown is not None else answer


def _is_like(path: str, scene: Scene) -> bool:
    """Whether a row is there still, and one of those that the request creates one of."""
    is_there = path in scene.chronicle.rows
    return is_there and path.rpartition("/")[0].endswith(scene.request.path.rstrip("/"))


def _unsteady(scene: Scene, answer: Response) -> Response:
    """A read row with a number or text that is never the same, as far as its schema allows."""
    deed, value = scene.deed, value_of(answer)
    row = value_at(value, deed.row) if deed is not None and deed.row is not None else None
    if deed is None or deed.row is None or not isinstance(row, dict) or not scene.does("read"):
        return answer
    for name, part in row.items():
        text = f"{part} {scene.number}" if isinstance(part, str) else None
        bent = with_value(answer, put(value, deed.row, {**row, name: text}))
        if text is not None and name != _key_of(scene) and not scene.operation.judge(bent):
            return bent
    return answer


WAYS = (
    Way(
        "S512",
        "an optional member is not kept",
        "The last optional member that is sent with a new row is dropped.",
        None,
        deed_of("create"),
        request=_sent(_without_optional, "create"),
    ),
    Way(
        "S513",
        "texts are kept in lower case",
        "Texts that are sent are kept in lower case.",
        None,
        deed_of("create", "replace", "patch"),
        request=_sent(_texts(str.lower), *_WRITES),
    ),
    Way(
        "S514",
        "texts are cut",
        f"Of texts that are sent the first {_LONGEST} characters are kept.",
        None,
        deed_of("create", "replace", "patch"),
        request=_sent(_texts(lambda text: text[:_LONGEST]), *_WRITES),
    ),
    Way(
        "S515",
        "PUT keeps what it was not told",
        "Replacing a row that was seen keeps the members that are not sent.",
        117,
        both("replace", "read"),
        request=_sent(_kept, "replace"),
    ),
    Way(
        "S516",
        "changes answer the old row",
        "Replacing or patching a row that was seen answers with the row as it was.",
        None,
        deed_of("replace", "patch"),
        answer=_old_answer,
    ),
    Way(
        "S518",
        "two rows have one key",
        "A row that is created has the key of the first one that is still there.",
        None,
        deed_of("create"),
        answer=_same_key,
    ),
    Way(
        "S519",
        "reading answers another row's key",
        "The key of a row that is read is not the one that was asked for.",
        None,
        deed_of("read"),
        answer=_other_key,
    ),
    Way(
        "S520",
        "a row is never the same twice",
        "A text of a row that is read ends in another number each time.",
        None,
        deed_of("read"),
        answer=_unsteady,
    ),
)
