"""Values that tell how a program treats its input: real ones it may stumble over, and those beside the edges.

1. Every list is short and always the same: what one run finds the next one finds.
2. Whether a value keeps the schema is not known here; who sends it asks the judge.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice, zip_longest
from typing import Any

from vertrag.contract.inference.naming import joined, words_of
from vertrag.invent.regexes import texts
from vertrag.world.fixtures import table
from vertrag.world.identifiers import iban, malo_id, melo_id, operator_code

_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")  # digits in Unicode, and not in [0-9]
_NONE: Any = object()
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SHAPED = frozenset(
    {"allOf", "anyOf", "oneOf", "not", "properties", "items", "additionalProperties", "const"}
)
"""What says more of a value than that it may be anything, where no type is named."""
_OTHER_TYPES: tuple[Any, ...] = (True, 17, [], {})


def telling(name: str, schema: Mapping[str, Any], ordinary: Any) -> list[Any]:
    """Values for a member or parameter of a name and a schema, of each sort the most telling first.

    `ordinary` is one that fits.
    """
    sorts = (
        iter(meant(name, str(schema.get("description") or ""))),
        iter(formatted(str(schema.get("format")))),
        _chosen(schema),
        _beside(schema, ordinary),
        _of_other_types(ordinary),
    )
    turns = zip_longest(*sorts, fillvalue=_NONE)
    values = [each for turn in turns for each in turn if each is not _NONE]
    return list({(type(each), repr(each)): each for each in values}.values())


def _of_other_types(ordinary: Any) -> Iterator[Any]:
    """The first few speak for the others: a number as a text is what lenient servers take."""
    is_number = isinstance(ordinary, int | float) and not isinstance(ordinary, bool)
    yield from (None, *([str(ordinary)] if is_number else []), "17", *_OTHER_TYPES)  # and digits alone


def meant(name: str, text: str) -> Iterator[Any]:
    """Values for what a member or parameter means by its name, or by the text that describes it."""
    words = words_of(name)
    endings = {"".join(words[at:]) for at in range(len(words))}
    described = set(words_of(text))
    for names, values in _meanings():
        if not endings.isdisjoint(names) or not described.isdisjoint(names - _VAGUE):
            yield from values
            return


_VAGUE = frozenset({"name", "address", "mail", "register", "city", "street", "phone", "mobile"})
"""Names that a description uses for much else."""


@cache
def _meanings() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    bank = iban(1, 4711)
    malo, melo = malo_id(4711), melo_id(operator_code(1), "10115", 4711)
    numbers = {
        "{iban}": bank,
        "{iban:wrong}": bank[:-1] + str((int(bank[-1]) + 1) % 10),
        "{iban:spaced}": " ".join(bank[at : at + 4] for at in range(0, len(bank), 4)),
        "{iban:lower}": bank.lower(),
        "{malo}": malo,
        "{malo:wrong}": malo[:-1] + str((int(malo[-1]) + 1) % 10),
        "{malo:short}": malo[:-1],
        "{malo:letter}": f"{malo[:-1]}O",
        "{melo}": melo,
        "{melo:lower}": melo.lower(),
        "{melo:short}": melo[:-1],
    }
    return tuple(
        (
            frozenset(map(joined, entry["names"].split())),
            tuple(numbers.get(each, each) for each in entry["values"]),
        )
        for entry in table("probes.yaml")["meanings"]
    )


def formatted(name: str) -> Iterator[Any]:
    """Values for a format, of which some do not keep it."""
    yield from table("probes.yaml")["formats"].get(name, ())


def _chosen(schema: Mapping[str, Any]) -> Iterator[Any]:
    choices = schema.get("enum")
    for each in choices if isinstance(choices, list) else ():
        yield each
        if isinstance(each, str):
            yield from (each.swapcase(), each.capitalize(), f"{each}x")
    if choices:
        yield ""


def _beside(schema: Mapping[str, Any], ordinary: Any) -> Iterator[Any]:
    types = schema.get("type")
    kinds = set(types if isinstance(types, list) else [types])
    if "number" in kinds:
        yield from _numbers(schema)
    elif "integer" in kinds:  # whether 1.0 is one depends on the draft
        yield from (each for each in _numbers(schema) if not (isinstance(each, float) and each.is_integer()))
    if "string" in kinds or (kinds == {None} and _SHAPED.isdisjoint(schema)):
        yield from _strings(schema, ordinary)
    if "boolean" in kinds:
        yield from (False, True)
    if "array" in kinds and isinstance(ordinary, list):
        yield from _lists(schema, ordinary)


def _numbers(schema: Mapping[str, Any]) -> Iterator[Any]:
    for word, outwards in (
        ("minimum", -1),
        ("maximum", 1),
        ("exclusiveMinimum", -1),
        ("exclusiveMaximum", 1),
    ):
        edge = schema.get(word)
        if isinstance(edge, int | float) and not isinstance(edge, bool):
            yield from (edge, edge + outwards, edge - outwards, edge + outwards * 0.001)
    yield from table("probes.yaml")["numbers"]


def _strings(schema: Mapping[str, Any], ordinary: Any) -> Iterator[Any]:
    shortest, longest = schema.get("minLength"), schema.get("maxLength")
    if isinstance(shortest, int):
        yield from ("ä" * shortest, "a" * max(0, shortest - 1))
    if isinstance(longest, int) and longest < 10_000:
        yield from ("ä" * longest, "a" * longest, "a" * (longest + 1))
    pattern = schema.get("pattern")
    if isinstance(ordinary, str) and isinstance(pattern, str):
        yield from _ends(pattern, schema)
        yield from (f"{ordinary}x", *_in_nines(ordinary), ordinary.swapcase(), ordinary[:-1], ordinary[1:])
        if "\\d" not in pattern:  # many take every digit of Unicode for one, and mean no harm
            yield ordinary.translate(_ARABIC)
    elif "enum" not in schema and "format" not in schema:
        yield from table("probes.yaml")["texts"]
    yield ""


def _in_nines(text: str) -> Iterator[str]:
    """The text with its first number as high as it goes, and with its last: the hour 99, and the minute."""
    numbers = list(re.finditer("[0-9]+", text))
    for number in dict.fromkeys((*numbers[:1], *numbers[-1:])):
        yield f"{text[: number.start()]}{'9' * len(number[0])}{text[number.end() :]}"


def _ends(pattern: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """A text of the last of all choices that an expression gives, and one of the first: `[0-9X]` has an X."""
    shortest, longest = schema.get("minLength"), schema.get("maxLength")
    lengths = (shortest if isinstance(shortest, int) else 0, longest if isinstance(longest, int) else None)
    for pick in (lambda choices: choices - 1, lambda _: 0):
        yield from islice(texts(pattern, pick, *lengths), 1)


def _lists(schema: Mapping[str, Any], ordinary: list[Any]) -> Iterator[Any]:
    yield []
    if ordinary:
        yield from (ordinary[:1], ordinary[:1] * 2)
        longest = schema.get("maxItems")
        if isinstance(longest, int) and longest < 1_000:
            yield from _filled(ordinary[0], longest)


def _filled(item: Any, longest: int) -> Iterator[Any]:
    for length in (longest, longest + 1):
        yield [_numbered(item, index) if isinstance(item, str) else item for index in range(length)]


def _numbered(text: str, index: int) -> str:
    """The text with a number at its end; a UUID is one still."""
    return f"{text[:-4]}{index:04x}" if _UUID.fullmatch(text) else f"{text[:10]}{index}"
