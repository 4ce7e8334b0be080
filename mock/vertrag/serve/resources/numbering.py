"""Makes keys for rows: numbers, or what a number becomes where the document wants another kind of key."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any
from uuid import UUID

from vertrag.contract.loading.document import Document
from vertrag.contract.reading.parameters import Parameter
from vertrag.contract.reading.wire import Undecodable
from vertrag.invent.values import Impossible, invent
from vertrag.serve.resources.addresses import segment
from vertrag.world.draws import key_of, word_at

FIRST_CREATED = 10_001  # above all keys of rows that were invented
_MOST_INVENTED = 9_000
_SMALL = (1_000, 100, 30, 10)  # how many numbers a document may have room for
_LENGTHS = (*range(6, 41), 64)  # letters of numbers that documents describe by their length
_NEAR = 8  # numbers looked at of those: what takes them and the last one takes all

Style = Callable[[int], Any]


class Numbering:
    """The keys of one collection.

    `accepts` says whether a row may have the key, `invented` makes one from the document by a number; the
    `parameters` are those of a row's paths: operations may differ in what they take; the first matters most.
    """

    def __init__(
        self,
        document: Document,
        seed: int,
        parameters: Sequence[Parameter],
        accepts: Callable[[Any], bool],
        invented: Callable[[int], Any],
    ) -> None:
        self._document = document
        self._seed = seed
        self._parameters = parameters
        self._accepts = accepts
        self._invented = invented
        self._style: Style | None = None

    def key(self, number: int) -> Any:
        """The key that a number stands for."""
        if self._style is None:
            read = self._parameters[:1]
            trials = ((self._parameters, self._accepts), (read, self._accepts), (read, _anything))
            fitting = (self._fitting_styles(*each) for each in trials)
            self._style = next(chain.from_iterable(fitting), str)
        return self._style(number)

    def values(self, number: int) -> tuple[int, str, str]:
        """What a number may become without the document's help."""
        return number, str(number), self._uuid(number)

    def first_invented(self, kind: str) -> int:
        """The number of the first invented row of a collection."""
        return 1 + word_at(key_of(self._seed, "first key", kind), 0) % _MOST_INVENTED

    def _of_path(self, number: int) -> Any:
        if not self._parameters:
            raise Impossible("no path leads to a row")
        return invent(self._document, self._parameters[0].schema, seed=number, direction="request")

    def _fitting_styles(
        self, parameters: Sequence[Parameter], accepts: Callable[[Any], bool]
    ) -> Iterator[Style]:
        def fits(value: Any) -> bool:
            return all(_takes(each, segment(value)) for each in parameters) and accepts(value)

        yield from (style for style in (int, str, self._uuid) if fits(style(FIRST_CREATED)))
        for most in _SMALL:
            if all(map(fits, (most, *range(1, _NEAR + 1)))):
                yield partial(_counted_round, most)
        for length in _LENGTHS:
            if fits(_padded(length, FIRST_CREATED)):
                yield partial(_padded, length)
        for style in (self._invented, self._of_path):
            try:
                value = style(FIRST_CREATED)
            except Impossible:
                continue
            if fits(value):
                yield style

    def _uuid(self, number: int) -> str:
        key = key_of(self._seed, "uuid", "")
        return str(UUID(int=word_at(key, 2 * number) << 64 | word_at(key, 2 * number + 1), version=4))

    def is_path(self, text: str) -> bool:
        """Whether the path of a row takes a key."""
        return all(_takes(each, text) for each in self._parameters[:1])


def _padded(length: int, number: int) -> str:
    """A number with noughts before it."""
    return str(number).zfill(length)


def _counted_round(most: int, number: int) -> int:
    """A number from 1 to the highest, and then from 1 again."""
    return (number - 1) % most + 1


def _anything(_: Any) -> bool:
    return True


def _takes(parameter: Parameter, text: str) -> bool:
    try:
        value = parameter.decode({parameter.sent_as: [text]})
    except Undecodable:
        return False
    return not any(True for _ in parameter.judge(value))
