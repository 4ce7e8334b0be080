"""What an answer says of itself: its words without what it repeats of the request.

1. The same words come from the same place in the server, so what is refused or fails in them has one cause.
2. Values that were sent and of which kind they were, names of parameters, numbers and what stands in quotes
   are repeated and not said. Of several complaints in one text the first counts.
   A single word in quotes may be said all the same, as the attribute that a program lacks.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from vertrag.fuzz.observations import Sent
from vertrag.serialization import from_json

_WORD = re.compile("[A-Za-z]{2,}")
_TOKEN = re.compile(r"[\w-]+")
_QUOTED = re.compile(r"""(?<!\w)'(?!\w+')[^']*'|"(?!\w+")[^"]*"|`(?!\w+`)[^`]*`|\\+[a-zA-Z]\w*""")
_QUOTED_AT_ALL = re.compile(r"""(?<!\w)'[^']*'|"[^"]*"|`[^`]*`|\\+[a-zA-Z]\w*""")
_KINDS = frozenset(
    [
        "null",
        "nil",
        "None",
        "NoneType",
        "undefined",
        "true",
        "false",
        "True",
        "False",
        "bool",
        "boolean",
        "int",
        "integer",
        "float",
        "number",
        "str",
        "string",
        "list",
        "array",
        "dict",
        "map",
        "object",
    ]
)
"""What programs call the kinds of values: the same line stumbles over several."""
_LONGEST = 4000  # characters of a body that is no JSON
_MOST = 40  # words that tell one answer from another


def own_words(answer: str, sent: Sent, *, quoted: bool = True) -> str:
    """The words of the body of an answer to what was sent; `quoted` takes in single words in quotes."""
    left_out = _QUOTED if quoted else _QUOTED_AT_ALL
    asked = _KINDS.union(word for text in _asked(sent) for word in _WORD.findall(text))
    told: list[str] = []
    for text, is_name in texts(answer):
        words = (
            word
            for token in _TOKEN.findall(left_out.sub(" ", text).partition("; ")[0])
            for word in _words(token)
        )
        told += [word for word in words if is_name or word not in asked]
    return " ".join(told[:_MOST])


def _words(token: str) -> list[str]:
    """The words of a token; one with digits is an id or a number."""
    return [] if any(each.isdigit() for each in token) else _WORD.findall(token)


def _asked(sent: Sent) -> Iterator[str]:
    yield unquote(sent.url)
    for pair in sent.headers:
        yield from pair
    yield from (text for text, is_name in texts(sent.body.decode("utf-8", "replace")) if not is_name)


def texts(content: str) -> Iterator[tuple[str, bool]]:
    """The texts in a body, and whether each is the name of a member."""
    try:
        value = from_json(content.encode("utf-8", "replace"))
    except ValueError:
        yield content[:_LONGEST], False
    else:
        yield from _within(value)


def _within(value: Any) -> Iterator[tuple[str, bool]]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name), True
            yield from _within(each)
    elif isinstance(value, list):
        for each in value:
            yield from _within(each)
    elif isinstance(value, str):
        yield value, False
