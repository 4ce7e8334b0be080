"""A walk to rows that nobody made: where the document knows that case, they are not there.

1. The ids are like one that exists, so that nothing but the rows can be lacking.
2. One such row may be there by chance; two are there for any id.
3. A mock that says of its rows that they are made up has one for every id, which is what it is for.
"""

from collections.abc import Iterator
from string import digits

from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.row_paths import is_of_a_row
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.journeys.writing import KNOWS_GONE, lists_below
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import row_of
from vertrag.oracles.seen import Seen

NOBODY = Law(
    "VF420",
    "there_though_never_made",
    "What nobody made is there",
    "404 or 410, as the document says, for an id that nobody gave",
    1,
)
LAWS = (NOBODY,)

_MADE_UP = ("x-synthetic-data", "true")
_FEWEST = 4  # digits of an id; of texts with fewer, such as codes and slugs, many may be given
_FAR = ("2000000011", "2000000089")  # numbers that hardly any row has, and that fit into 32 bits
_UUID, _KINDS = 36, (14, 19)  # how long a UUID is, and where it says of which kind it is (RFC 9562 §4)


def made_by_nobody(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A row is there, and for two ids that only look like its own no row is, and no list below one."""
    read = resource.deed("read")
    made = talk.any_row(resource) if read and is_of_a_row(resource, read.operation) else None
    there = talk.ask(read.operation, made.values) if made and read else None
    if made is None or read is None or there is None or _MADE_UP in there.response.headers:
        return
    if not isinstance(row_of(read, there), dict):
        return
    strange = tuple((*made.values[:-1], key) for key in strange_keys(made.values[-1]))
    if KNOWS_GONE & read.operation.responses.keys():
        rows = [talk.ask(read.operation, values) for values in strange]
        if rows and all(_came(each) and isinstance(row_of(read, each), dict) for each in rows):
            yield Breach(NOBODY, f"a row for {' and for '.join(values[-1] for values in strange)}")
    for operation in lists_below(talk, resource):
        lists = [talk.ask(operation, values) for values in strange]
        if lists and all(map(_came, lists)):
            yield Breach(NOBODY, f"a list at {operation.path} for {strange[-1][-1]}")


def _came(answer: Seen | None) -> bool:
    return answer is not None and answer.succeeded


def strange_keys(key: str) -> tuple[str, ...]:
    """Two ids of the form of one, which nobody has; none where a form is too small to be sure of that."""
    if key.isascii() and key.isdigit() and key[0] != "0":
        return _FAR
    return (_shifted(key, 1), _shifted(key, 4)) if sum(each in digits for each in key) >= _FEWEST else ()


def _shifted(key: str, by: int) -> str:
    """The text with every digit moved on; a UUID stays one of its kind."""
    other = list(key.translate(str.maketrans(digits, digits[by:] + digits[:by])))
    for index in _KINDS if len(key) == _UUID else ():
        other[index] = key[index]
    return "".join(other)
