"""The events of a run as lines of JSON, and read again from them."""

import json
import types
from collections.abc import Iterator
from dataclasses import MISSING, asdict, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from vertrag.errors import UsageError
from vertrag.fuzz.events import Event, RunFinished

_KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(Event)}


def line(event: Event) -> str:
    """The event on one line, without its end; that of the last one says the score, too."""
    last = {"score": event.score, "exit_code": event.exit_code} if isinstance(event, RunFinished) else {}
    return json.dumps({"event": type(event).__name__, **last, **asdict(event)})


def recorded(path: Path) -> Iterator[Event]:
    """The events in a file; a last line that was cut off is left out. Raises UsageError for other files."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}", hint="name a file that --report wrote") from error
    for number, text in enumerate(lines, 1):
        try:
            yield _event(json.loads(text))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            if number == len(lines) and number > 1:
                return  # whoever wrote it was stopped
            raise UsageError(
                f"{path} is no record of a run: line {number} is no event", hint="it ends in .ndjson"
            ) from error


def _event(said: dict[str, Any]) -> Event:
    kind = _KINDS[said.pop("event")]
    event: Event = _value(kind, said)
    return event


def _value(kind: Any, said: Any) -> Any:
    """What JSON says, as a value of a kind that events are made of."""
    origin = get_origin(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        known = {field.name: field for field in fields(kind)}
        missing = [name for name, field in known.items() if field.default is MISSING and name not in said]
        if missing:
            raise LookupError(missing[0])
        # What a later version says besides is left out.
        return kind(**{name: _value(hints[name], said[name]) for name in known if name in said})
    if origin is tuple:
        each, *rest = get_args(kind)
        return (
            tuple(_value(each, value) for value in said)
            if rest == [...]
            else tuple(_value(one, value) for one, value in zip((each, *rest), said, strict=True))
        )
    if origin in (Union, types.UnionType):
        return None if said is None else _value(get_args(kind)[0], said)
    if origin is Literal or kind is Any:
        return said
    if kind is float and isinstance(said, int):
        return float(said)
    if not isinstance(said, kind):
        raise TypeError(f"{said!r} is no {kind.__name__}")
    return said


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
