"""Counter-based randomness: a draw is a pure function of (seed, kind, index, field).

Laws
1. A draw has no state and no order: it depends on its four coordinates and on nothing else.
2. Only integers modulo 2^64 are mixed (splitmix64 over a keyed counter), so every platform and Python
   version agrees, and columns of unsigned 64-bit integers can compute the same draws at once.
3. `below` scales the upper 32 bits; that, too, fits into 64 bits. Its bias is under n / 2^32.
4. A golden value is a promise: changing any constant here makes another world for every seed.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from itertools import accumulate
from math import isqrt
from struct import unpack
from typing import Generic, TypeVar

Item = TypeVar("Item")

_MASK = (1 << 64) - 1
# Steele, Lea & Flood, SplittableRandom (2014): 2^64 / golden ratio, made odd, and Stafford's mixer 13.
GAMMA, FIRST_FACTOR, SECOND_FACTOR = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_ROUNDS = 6  # Feistel rounds; four are the proven least, six leave no visible pattern in small domains


def key_of(seed: int, kind: str, name: str) -> int:
    """The 64-bit key of one field of one kind of record in the world of a seed."""
    digest = blake2b(f"{seed}/{kind}/{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def word_at(key: int, index: int) -> int:
    """The draw of a key at an index: uniform over the unsigned 64-bit integers.

    The index is counted in steps of gamma; the finalizer of splitmix64 scatters the sum, one to one.
    """
    word = (key + (index + 1) * GAMMA) & _MASK
    word = ((word ^ (word >> 30)) * FIRST_FACTOR) & _MASK
    word = ((word ^ (word >> 27)) * SECOND_FACTOR) & _MASK
    return word ^ (word >> 31)


def words_from(key: int, first: int, count: int) -> tuple[int, ...]:
    """The draws of a key at so many indices in a row.

    They are mixed side by side in one large integer, in lanes of 128 bits that no product leaves.
    """
    ones, steps, mask = _lanes(count)
    word = (((key + (first + 1) * GAMMA) & _MASK) * ones + steps) & mask
    word = (((word ^ (word >> 30)) & mask) * FIRST_FACTOR) & mask
    word = (((word ^ (word >> 27)) & mask) * SECOND_FACTOR) & mask
    word = (word ^ (word >> 31)) & mask
    return unpack(f"<{2 * count}Q", word.to_bytes(16 * count, "little"))[::2]


def scaled(word: int, bound: int) -> int:
    """A draw as an integer of [0, bound), bound <= 2^32."""
    return ((word >> 32) * bound) >> 32


@cache
def _lanes(count: int) -> tuple[int, int, int]:
    """In each lane 1, the step from the first index, and a mask of 64 bits."""
    ones = sum(1 << 128 * lane for lane in range(count))
    steps = sum((lane * GAMMA & _MASK) << 128 * lane for lane in range(count))
    return ones, steps, ones * _MASK


class _Keys(dict[str, int]):
    """The keys of one kind of record, made when a field is first drawn."""

    def __init__(self, seed: int, kind: str) -> None:
        super().__init__()
        self._seed = seed
        self._kind = kind

    def __missing__(self, name: str) -> int:
        key = self[name] = key_of(self._seed, self._kind, name)
        return key


class Weights(Generic[Item]):
    """Things to choose from with integer weights; the sums are built once."""

    __slots__ = ("items", "sums", "total")

    def __init__(self, pairs: Iterable[tuple[Item, int]]) -> None:
        kept = [(item, weight) for item, weight in pairs if weight > 0]
        self.items = tuple(item for item, _ in kept)
        self.sums = tuple(accumulate(weight for _, weight in kept))
        self.total = self.sums[-1]

    def at(self, point: int) -> Item:
        """The item whose share holds that point of [0, total)."""
        return self.items[bisect_right(self.sums, point)]


@dataclass(frozen=True, slots=True)
class Draw:
    """All draws of one record: each named field is drawn independently of the others."""

    keys: _Keys
    index: int

    def word(self, name: str) -> int:
        """An unsigned 64-bit integer."""
        return word_at(self.keys[name], self.index)

    def below(self, name: str, bound: int) -> int:
        """An integer of [0, bound), bound <= 2^32."""
        # As `word_at`, whose call would take as long as what it does: most of a world is drawn here.
        word = (self.keys[name] + (self.index + 1) * GAMMA) & _MASK
        word = ((word ^ (word >> 30)) * FIRST_FACTOR) & _MASK
        word = ((word ^ (word >> 27)) * SECOND_FACTOR) & _MASK
        return (((word ^ (word >> 31)) >> 32) * bound) >> 32

    def between(self, name: str, low: int, high: int) -> int:
        """An integer of [low, high]."""
        return low + self.below(name, high - low + 1)

    def unit(self, name: str) -> float:
        """A float of [0, 1) with 53 random bits."""
        return (word_at(self.keys[name], self.index) >> 11) * 2.0**-53

    def chance(self, name: str, percent: int) -> bool:
        """True in that many of a hundred records."""
        return self.below(name, 100) < percent

    def choice(self, name: str, items: Sequence[Item]) -> Item:
        """One of the items, all equally likely."""
        return items[self.below(name, len(items))]

    def weighted(self, name: str, weights: Weights[Item]) -> Item:
        """One of the items, each as likely as its weight."""
        return weights.items[bisect_right(weights.sums, self.below(name, weights.total))]

    def digits(self, name: str, count: int) -> str:
        """A string of decimal digits, at most nine."""
        return str(self.below(name, 10**count)).zfill(count)


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws of one kind of record in the world of a seed."""

    seed: int
    kind: str
    _keys: _Keys = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_keys", _Keys(self.seed, self.kind))

    def of(self, index: int) -> Draw:
        """The draws of the record with that index."""
        return Draw(self._keys, index)

    def key(self, name: str) -> int:
        """The key of a field, for who draws it for many records at once."""
        return self._keys[name]


@dataclass(frozen=True, slots=True)
class Permutation:
    """A one-to-one shuffle of [0, size), both ways in constant time.

    A Feistel network over pairs (left, right) with left * right just above `size`; a value that
    falls outside walks on along its cycle (Black & Rogaway 2002), rarely more than one step.
    """

    size: int
    seed: int
    kind: str
    _left: int = field(init=False, repr=False, compare=False)
    _right: int = field(init=False, repr=False, compare=False)
    _round_keys: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        left = isqrt(max(self.size - 1, 0)) + 1
        object.__setattr__(self, "_left", left)
        object.__setattr__(self, "_right", -(-self.size // left))
        keys = tuple(key_of(self.seed, self.kind, f"round {number}") for number in range(_ROUNDS))
        object.__setattr__(self, "_round_keys", keys)

    def forward(self, value: int) -> int:
        """Where a value of [0, size) goes."""
        value = self.step(value)
        while value >= self.size:
            value = self.step(value)
        return value

    def backward(self, value: int) -> int:
        """Where a value of [0, size) came from."""
        value = self._step_back(value)
        while value >= self.size:
            value = self._step_back(value)
        return value

    def step(self, value: int) -> int:
        """One step of the walk, over integers or over a column of them."""
        left, right = divmod(value, self._right)
        for number, key in enumerate(self._round_keys):
            if number % 2:
                right = (right + (word_at(key, left) >> 32)) % self._right
            else:
                left = (left + (word_at(key, right) >> 32)) % self._left
        return left * self._right + right

    def _step_back(self, value: int) -> int:
        left, right = divmod(value, self._right)
        for number in range(_ROUNDS - 1, -1, -1):
            key = self._round_keys[number]
            if number % 2:
                right = (right - (word_at(key, left) >> 32)) % self._right
            else:
                left = (left - (word_at(key, right) >> 32)) % self._left
        return left * self._right + right
