"""What `vertrag serve` prints at its start: where each API is, how to get in, and requests to paste."""

from collections.abc import Iterator, Sequence

from vertrag.serve.mounts import Mount
from vertrag.serve.samples import sample, ways_in

_WAYS_IN = {
    "on": "with a token: `{command}` prints one",
    "any": "with any well-formed credential",
    "off": "without credentials",
}


def banner(mounts: Sequence[Mount], origin: str, auth: str, command: str, *, color: bool = False) -> str:
    """The text, for a terminal in colour where it can show it; `command` prints a token."""
    return "\n".join(_lines(mounts, origin, auth, command, color))


def _lines(mounts: Sequence[Mount], origin: str, auth: str, command: str, color: bool) -> Iterator[str]:  # noqa: FBT001 - passed on
    def bold(text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if color else text

    def dim(text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if color else text

    way_in = _WAYS_IN[auth].format(command=command)
    yield f"{bold('vertrag')} serves {_count(len(mounts), 'API')} on {bold(origin)}, {way_in}"
    for mount in mounts:
        document = mount.contract.document
        yield ""
        yield f"{bold(document.title)}  {origin}{mount.base_path}"
        if auth != "off" and (ways := ways_in(mount)):
            yield dim(f"  {'  or  '.join(ways)}")
        for defect in mount.contract.defects:
            yield f"  ! {defect.pointer}: {defect.message}"
        for operation in mount.contract.operations[:8]:
            yield dim(f"  # {operation.label}")
            yield f"  {sample(mount, operation).curl(origin, f'$({command})')}"
        if len(mount.contract.operations) > 8:
            yield dim(f"  … and {len(mount.contract.operations) - 8} more: see {origin}/")
    yield ""
    yield dim("Press Ctrl+C to stop.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
