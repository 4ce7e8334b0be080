"""Small charts in one line of text."""

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def bars(values: Sequence[int]) -> str:
    """A bar for each value, the highest one full: "▁▄█"; nothing for nothing."""
    most = max(values, default=0)
    if most <= 0:
        return "▁" * len(values)
    return "".join(_BARS[max(value, 0) * (len(_BARS) - 1) // most] for value in values)
