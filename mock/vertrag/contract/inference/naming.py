"""The words that a name is made of, whatever its spelling, and the singular of a thing's name."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Any

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("uses", "us"))
# A hash of a password is as secret as the password; that of an image is none.
_SECRETS = re.compile(
    r"(?:password|passwd).*|\w*(?:password|passwd|secret|apikey|privatekey|creditcard)s?"
    r"|(?:pw|pwd|pass)(?:hash|salt)"
)
_SHORT_SECRETS = frozenset({"cvv", "cvc", "pwd", "ssn"})
_NO_PLURALS = ("ss", "us", "is")
_SENTENCES = re.compile(r"(?<=[.!?;])\s+")


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in any case, plain letters only: "zählerStand" is zaehler, stand."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).translate(_PLAIN))
    return tuple(word.lower() for word in _WORDS.findall(plain.encode("ascii", "ignore").decode()))


@lru_cache(maxsize=4096)
def joined(name: str) -> str:
    """The words of a name without what stands between them."""
    return "".join(words_of(name))


@lru_cache(maxsize=4096)
def is_secret(name: str) -> bool:
    """Whether a member is called as what nobody may read, such as a password."""
    words = words_of(name)
    is_one = any(map(_SECRETS.fullmatch, (*words, *map("".join, pairwise(words)))))
    return is_one or not _SHORT_SECRETS.isdisjoint(words)


def tells_secret(name: str, value: Any) -> bool:
    """Whether a member tells a secret, and not only that there is one, or none."""
    return is_secret(name) and value is not None and value != "" and not isinstance(value, bool)


def sentences_of(text: str) -> list[str]:
    """The sentences of a description."""
    return _SENTENCES.split(text)


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """The English singular of a word in lower case; itself where it looks like one."""
    for ending, one in _PLURALS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + one
    return word[:-1] if word.endswith("s") and len(word) > 2 and not word.endswith(_NO_PLURALS) else word
