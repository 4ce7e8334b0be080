"""Undoes the Content-Encoding of a body (RFC 9110 §8.4)."""

import zlib

from vertrag.contract.violations import Violation

CODINGS = "gzip, deflate"
"""The content codings that are undone, as Accept-Encoding says them."""

LARGEST = 32 * 1024 * 1024  # bytes: what a small body may become at most

_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # zlib's numbers for the formats of RFC 1952 and 1950


def uncompressed(content: bytes, codings: str) -> tuple[bytes, Violation | None]:
    """The body without its codings, and what keeps it from being read."""
    if not codings:
        return content, None
    for coding in reversed([each.strip().lower() for each in codings.split(",")]):
        if coding in ("", "identity"):
            continue
        if coding not in _WINDOWS:
            message = f"is encoded as {coding}, expected {CODINGS}"
            return content, Violation("media type", "content-encoding", message, value=coding)
        try:
            content = _undone(content, _WINDOWS[coding])
        except zlib.error as error:
            message = f"is not encoded as {coding}: {error}"
            return content, Violation("body", "malformed", message, value=content[:100])
    return content, None


def _undone(content: bytes, window: int) -> bytes:
    machine = zlib.decompressobj(window)
    undone = machine.decompress(content, LARGEST)
    if machine.unconsumed_tail:
        raise zlib.error(f"it becomes more than {LARGEST // 1024 // 1024} MiB")
    if content and not machine.eof:
        raise zlib.error("its end is missing")
    return undone
