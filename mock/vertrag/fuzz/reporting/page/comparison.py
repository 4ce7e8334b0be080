"""One finding with what was expected beside what came: the exchange, and the place in it that is wrong."""

import json
from collections.abc import Iterator
from html import escape
from typing import Any

from vertrag.contract.loading.pointers import escape as token
from vertrag.fuzz.judging.findings import Finding

_DEEPEST = 40  # levels of a body that are laid out; deeper ones stay on one line


def comparison(finding: Finding) -> str:
    """The expectation against what came, and both sides of the exchange."""
    said = (("minus", finding.expected), ("plus", finding.actual))
    lines = "".join(f'<span class="{side}">{escape(text)}</span>' for side, text in said)
    sides = [("Sent", _marked(finding.request, None)), ("Came", _marked(finding.response, finding.place))]
    shown = "".join(f"<div><h4>{name}</h4><pre>{text}</pre></div>" for name, text in sides if text)
    return f'{lines}<div class="sides">{shown}</div>' if shown else lines


def _marked(text: str, place: str | None) -> str:
    """A message with its body laid out where that is JSON, and the line at the place marked."""
    head, gap, body = text.partition("\n\n")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return escape(text)
    lines = "\n".join(
        f"<mark>{escape(line)}</mark>" if pointer == place and place is not None else escape(line)
        for pointer, line in _lines(value, "", "", "")
    )
    return f"{escape(head)}{gap}{lines}"


def _lines(value: Any, pointer: str, indent: str, name: str) -> Iterator[tuple[str | None, str]]:
    """The lines of a JSON value, each with the pointer of what begins on it; nothing begins on the last."""
    entries: list[tuple[str, str, Any]] = []
    if isinstance(value, dict):
        entries = [
            (token(key), f"{json.dumps(key, ensure_ascii=False)}: ", each) for key, each in value.items()
        ]
    elif isinstance(value, list):
        entries = [(str(number), "", each) for number, each in enumerate(value)]
    if not entries or len(indent) > 2 * _DEEPEST:
        yield pointer, f"{indent}{name}{_written(value)}"
        return
    opened, closed = "{}" if isinstance(value, dict) else "[]"
    yield pointer, f"{indent}{name}{opened}"
    for position, (key, label, each) in enumerate(entries):
        below = list(_lines(each, f"{pointer}/{key}", f"{indent}  ", label))
        comma = "," if position < len(entries) - 1 else ""
        yield from below[:-1]
        yield below[-1][0], f"{below[-1][1]}{comma}"
    yield None, f"{indent}{closed}"


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
