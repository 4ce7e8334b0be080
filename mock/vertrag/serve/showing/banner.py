"""What `vertrag serve` prints at its start: where each API is, how to get in, and requests to paste."""

import re
from collections.abc import Iterator, Sequence

from vertrag.serve.mounts import Mount
from vertrag.serve.showing.samples import one_line, sample_line
from vertrag.serve.showing.ways_in import ways_in
from vertrag.vendors.profiles import profile_of

_WAYS_IN = {
    "on": "with a token: `{command}` prints one",
    "any": "with any well-formed credential",
    "off": "without credentials",
    "auto": "with a token: `{command}` prints one; documents of your own take any well-formed credential",
}


_MOST_REQUESTS, _MOST_OF_ALL = 8, 9  # of one API, of several: the first screen is to fit on one
_MOST_DEFECTS = 6


def banner(mounts: Sequence[Mount], origin: str, auth: str, command: str, *, color: bool = False) -> str:
    """The text, for a terminal in colour where it can show it; `command` prints a token."""
    return "\n".join(_lines(mounts, origin, auth, command, color))


def _lines(mounts: Sequence[Mount], origin: str, auth: str, command: str, color: bool) -> Iterator[str]:  # noqa: FBT001 - passed on
    def bold(text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if color else text

    def dim(text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if color else text

    way_in = _WAYS_IN[_settled(auth, mounts)].format(command=command)
    yield f"{bold('vertrag')} serves {_count(len(mounts), 'API')} on {bold(origin)}, {way_in}"
    shown = max(1, min(_MOST_REQUESTS, _MOST_OF_ALL // max(1, len(mounts))))
    for mount in mounts:
        document = mount.contract.document
        yield ""
        profile = profile_of(document.tree)
        stated = f"  ({profile} profile)" if profile else ""
        yield f"{bold(one_line(document.title))}  {origin}{mount.base_path}{stated}"
        if auth != "off" and (ways := ways_in(mount)):
            yield dim(f"  {'  or  '.join(ways)}")
        yield from _broken(mount)
        yield from _plotted(mount)
        operations = mount.contract.operations
        for operation in operations[:shown]:
            yield dim(f"  # {one_line(operation.label)}")
            yield f"  {sample_line(mount, operation, origin, f'$({command})')}"
        if len(operations) > shown:
            yield dim(f"  … and {len(operations) - shown} more: see {origin}/")
    if shared := list(_shared(mounts)):
        yield ""
        yield from shared
    yield ""
    yield dim("Press Ctrl+C to stop.")


def _broken(mount: Mount) -> Iterator[str]:
    """What of the document cannot be used as it stands."""
    defects = mount.contract.defects
    for defect in defects[:_MOST_DEFECTS]:
        yield f"  ! {one_line(f'{defect.pointer}: {defect.message}')}"
    if len(defects) > _MOST_DEFECTS:
        yield f"  ! … and {len(defects) - _MOST_DEFECTS} more: `vertrag lint` says them all"


def _plotted(mount: Mount) -> Iterator[str]:
    """How the API lies on purpose, and what was asked for and cannot be."""
    if mount.plot is not None:
        for way in mount.plot.ways:
            yield f"  ! sabotaged by {way.code}: {way.title}"
        for way in mount.plot.unfit:
            yield f"  ! {way.code} cannot apply: it needs {way.need.words}"


def _settled(auth: str, mounts: Sequence[Mount]) -> str:
    """What auto comes to, where that is the same for all."""
    kinds = {"on" if mount.authority is None else "any" for mount in mounts}
    return kinds.pop() if auth == "auto" and len(kinds) == 1 else auth


def _shared(mounts: Sequence[Mount]) -> Iterator[str]:
    """One line for each two documents that describe the same operations, or share a base path."""
    owners: dict[str, int] = {}
    doubled: dict[tuple[int, int], list[str]] = {}
    # The order of routing: the most specific base path first.
    ranked = sorted(mounts, key=lambda mount: -len(mount.base_path))
    for place, mount in enumerate(ranked):
        for operation in mount.contract.operations:
            label = f"{operation.method} {mount.base_path}{operation.path}"
            first = owners.setdefault(re.sub(r"\{[^{}]*\}", "{}", label), place)
            if first != place:
                doubled.setdefault((first, place), []).append(label)
    for (first, second), labels in doubled.items():
        others = f" and {len(labels) - 1} more are" if len(labels) > 1 else " is"
        said = f"{labels[0]}{others} also in {_name(ranked[second])}; {_name(ranked[first])} answers"
        yield f"! {one_line(said)}"


def _name(mount: Mount) -> str:
    return f"{mount.contract.document.title} ({mount.contract.document.name})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
