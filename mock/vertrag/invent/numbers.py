"""Finds numbers between bounds and on a grid, exactly: 0.07 is seven hundredths and no binary fraction."""

import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from vertrag.contract.schema.formats import BOUNDS
from vertrag.contract.schema.shapes import MOST_EXACT
from vertrag.invent.demands import Demand

_USUAL = 100  # numbers of no meaning are between 1 and this
_TRIES = 24
# What a format has for a bound, or the author of one, says what can be held and is no wish.
_VAST = 2**31 - 1
_OF_FORMATS = frozenset(bound for bounds in BOUNDS.values() for bound in bounds if abs(bound) < _VAST) - {0}

_Bound = tuple[Fraction, bool] | None
"""A bound, and whether it is excluded itself."""


def numbers(demand: Demand, pick: Callable[[int], int], *, whole: bool) -> Iterator[int | float]:
    """Numbers that lie between the bounds of the demand, on the grid of its multipleOf.

    Those come first on which validators agree that divide in binary: 18.33 / 0.01 is no whole number there.
    """
    low, high = _bounds(demand)
    grid = demand.every("multipleOf")
    steps = [Fraction(str(step)) for step in grid] + ([Fraction(1)] if whole else [])
    step = _common(steps) if steps else _fitting_step(low, high)
    first, last = _window(low, high, step)
    span = last - first + 1
    start = pick(min(span, 2**32)) if span > 0 else 0
    found = (_plain((first + (start + offset) % span) * step) for offset in range(min(span, _TRIES)))
    fine = [each for each in grid if isinstance(each, float)]
    return iter(sorted(found, key=lambda number: not _is_agreed(number, fine))) if fine else found


def _is_agreed(number: float, steps: list[float]) -> bool:
    return abs(number) < MOST_EXACT and all((number / step).is_integer() for step in steps)


def _window(low: _Bound, high: _Bound, step: Fraction) -> tuple[int, int]:
    """The first and the last number to choose from, in steps: of what nobody chose those that people use."""
    least, most = _first(low, step), _last(high, step)
    first = None if low is None or low[0] <= -_VAST or low[0] in _OF_FORMATS else least
    last = None if high is None or high[0] >= _VAST or high[0] in _OF_FORMATS else most
    if first is None and last is None:
        first = math.ceil(1 / step)
    if first is None:
        first = min(last or 0, 0) if last is not None and last < 0 else 0
        first = min(first, last or 0) - (_USUAL if (last or 0) <= 0 else 0)
    if last is None:
        last = first + max(math.ceil(_USUAL / step), _TRIES)
    first = first if least is None else max(first, least)
    last = last if most is None else min(last, most)
    if first > last and least is not None and most is not None:
        return least, most
    return first, last


def _bounds(demand: Demand) -> tuple[_Bound, _Bound]:
    """The tightest bounds, each with whether it is excluded itself."""
    lows = [(Fraction(str(bound)), False) for bound in demand.every("minimum")]
    lows += [(Fraction(str(bound)), True) for bound in demand.every("exclusiveMinimum")]
    highs = [(Fraction(str(bound)), False) for bound in demand.every("maximum")]
    highs += [(Fraction(str(bound)), True) for bound in demand.every("exclusiveMaximum")]
    return max(lows, default=None), min(highs, key=lambda bound: (bound[0], not bound[1]), default=None)


def _common(steps: list[Fraction]) -> Fraction:
    """The least number that is a multiple of all."""
    common = steps[0]
    for step in steps[1:]:
        common = Fraction(
            math.lcm(common.numerator * step.denominator, step.numerator * common.denominator),
            common.denominator * step.denominator,
        )
    return common


def _fitting_step(low: _Bound, high: _Bound) -> Fraction:
    """Hundredths where there is room for them, else as fine as the room between the bounds asks for."""
    step = Fraction(1, 100)
    if low is not None and high is not None:
        if low[0] == high[0]:
            return abs(low[0]) or Fraction(1)
        while (high[0] - low[0]) < 4 * step and step > Fraction(1, 10**300):
            step /= 10
    return step


def _first(low: _Bound, step: Fraction) -> int | None:
    if low is None:
        return None
    first = math.ceil(low[0] / step)
    return first + 1 if low[1] and first * step == low[0] else first


def _last(high: _Bound, step: Fraction) -> int | None:
    if high is None:
        return None
    last = math.floor(high[0] / step)
    return last - 1 if high[1] and last * step == high[0] else last


def _plain(number: Fraction) -> int | float:
    if number.denominator == 1:
        return int(number)
    return float(Decimal(number.numerator) / Decimal(number.denominator))
