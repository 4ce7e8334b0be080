"""What the control API has to know of what is served beside it."""

from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial

from vertrag.control.surface import Row, Surface
from vertrag.serve.mounts import Mount


def surface_of(mounts: Sequence[Mount]) -> Surface:
    """The operations and the rows of all APIs."""
    return Surface(operations_of(mounts), partial(_row_at, mounts))


def operations_of(mounts: Sequence[Mount]) -> frozenset[str]:
    """The names of all operations."""
    return frozenset(each.key for mount in mounts for each in mount.contract.operations)


def _row_at(mounts: Sequence[Mount], path: str, key: str, row: Row | None) -> Row | None:
    """The row as the API keeps it that has rows at the path; `ValueError` where none has, or not this one."""
    for mount in mounts:
        rows = mount.engine.rows_at(path)
        if rows is not None:
            return None if row is None else rows.kept(key, row)
    known = sorted(each for mount in mounts for each in mount.engine.collections)
    near = get_close_matches(path, known, n=1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    raise ValueError(f"no document has rows at this path{meant}")
