"""JSON pointers (RFC 6901): their tokens, and what they lead to."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

_DIGITS = 19
_UNSAFE = re.compile(r"[^A-Za-z0-9_.\-/~!$&'()*+,;=:@?]+")
"""What may not stand in a fragment as it is (RFC 3986 §3.5)."""

NOTHING = object()
"""What a pointer that leads nowhere leads to; null is something."""


def escape(token: str) -> str:
    """A key as a JSON pointer token (RFC 6901 §3)."""
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def pointer_tokens(pointer: str) -> Iterator[str]:
    """The unescaped tokens of a JSON pointer, which may come percent-encoded from a URI fragment."""
    return plain_tokens(unquote(pointer))


def plain_tokens(pointer: str) -> Iterator[str]:
    """The unescaped tokens of a JSON pointer that is not percent-encoded."""
    for token in pointer.split("/")[1:]:
        yield token.replace("~1", "/").replace("~0", "~")


def fragment(pointer: str) -> str:
    """The pointer as the fragment of a URI (RFC 6901 §6)."""
    # `quote` looks at each character; a document has thousands of pointers, most of which need none of it.
    return "#" + _UNSAFE.sub(lambda found: _quoted(found[0]), pointer)


@lru_cache(64)  # mostly braces
def _quoted(text: str) -> str:
    return quote(text, safe="")


def step(node: Any, token: str) -> Any:
    """The member or item of a node, else `NOTHING`."""
    if isinstance(node, dict):
        return node.get(token, NOTHING)
    # No list is so long that its index needs more digits, and Python refuses to read thousands of them.
    if isinstance(node, list) and token.isdecimal() and token.isascii() and len(token) < _DIGITS:
        return node[int(token)] if int(token) < len(node) else NOTHING
    return NOTHING


def at(tree: Any, tokens: Iterator[str]) -> Any:
    """What lies in a tree below these tokens, else `NOTHING`."""
    for token in tokens:
        tree = step(tree, token)
        if tree is NOTHING:
            return NOTHING
    return tree
