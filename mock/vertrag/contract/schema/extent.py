"""How large and how deep a JSON value is, so that judging it takes bounded time and stack.

The compiler finds every error before it tells the first, some 20 µs each, and recurses as deep as a value
is nested. A client chooses both; we choose how far we follow.
"""

from typing import Any

DEEPEST = 100  # levels of a body; more than any API needs, and far less than any stack takes
MOST_NODES = 10_000  # of a value whose errors are all told: 0.2 s if every one of them were wrong


def is_too_deep(value: Any) -> bool:
    """Whether some part of the value lies more than `DEEPEST` levels deep."""
    level = [value]
    for _ in range(DEEPEST):
        level = [child for node in level for child in _children(node) if isinstance(child, dict | list)]
        if not level:
            return False
    return True


def is_vast(value: Any) -> bool:
    """Whether the value has more than `MOST_NODES` parts."""
    waiting = [value]
    seen = 0
    while waiting:
        node = waiting.pop()
        children = _children(node)
        seen += len(children)
        if seen > MOST_NODES:
            return True
        waiting += [child for child in children if isinstance(child, dict | list)]
    return False


def _children(node: Any) -> Any:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()
