"""Remembers validated answers by what was asked, bounded in number and in bytes."""

from collections import OrderedDict
from typing import Any

from vertrag.contract.operations import Reading
from vertrag.serialization import to_json
from vertrag.serve.sending import Sent

MOST_BYTES = 64 * 1024 * 1024  # of answers and what they are found by, over all operations of a process
LONGEST_QUESTION = 2048  # bytes of a target, of arguments or of a body that are worth remembering

_NEVER = (b"cache-control", b"no-store")  # how a handler that is not pure says so (RFC 9111 §5.2.2.5)


class Memory:
    """The answers of all safe operations, by operation and question; the longest unused goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Any, tuple[int, Sent]] = OrderedDict()
        self._bytes = 0

    def recall(self, key: Any, version: int = 0) -> Sent | None:
        """The answer that was remembered by a key, of this version of what it tells."""
        found = self._kept.get(key)
        if found is None or found[0] != version:
            return None
        self._kept.move_to_end(key)
        return found[1]

    def keep(self, key: Any, answer: Sent, version: int = 0) -> None:
        """Remember an answer in the place of an older one, unless it says that it must not be."""
        if _NEVER in answer.headers:
            return
        _, older = self._kept.pop(key, (0, None))
        self._bytes += _size(answer) - _size(older)
        self._kept[key] = version, answer
        while self._bytes > MOST_BYTES:
            _, (_, gone) = self._kept.popitem(last=False)
            self._bytes -= _size(gone)


def _size(answer: Sent | None) -> int:
    return 0 if answer is None else len(answer.body) + LONGEST_QUESTION


def key_of(reading: Reading, content: bytes, session: str = "") -> Any:
    """What an answer is found by: decoded arguments and the bytes of the body; None for too much of them.

    `session` is empty for all that nothing was written to, which share their answers.
    """
    if len(content) > LONGEST_QUESTION:
        return None
    # Names are part of the key: what was not sent has none. So are types: 1, 1.0 and True are equal and hash
    # alike, but say different things.
    key: Any = tuple([(name, type(value), value) for name, value in reading.arguments.items()])
    try:
        hash(key)
    except TypeError:
        key = to_json(reading.arguments)
        if len(key) > LONGEST_QUESTION:
            return None
    return (key, content, session) if content or session else key
