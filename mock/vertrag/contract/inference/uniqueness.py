"""Of what the document says that there is one only.

It says so where it describes the 409 of a creation, and names a member: "The month has a reading already."
Of a step it says so itself: "A loan that is returned cannot be returned again (409)."
"""

import re
from collections.abc import Mapping
from typing import Any

from vertrag.contract.inference.naming import sentences_of, singular, words_of
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import Operation

_ONCE = re.compile(
    r"\b(?:exists?|duplicate|unique|taken|in use|registered|vergeben|vorhanden)\b"
    r"|\balready ha(?:s|ve)\b|\bha(?:s|ve) (?:a|an|one|its)\b.*\balready\b",
    re.IGNORECASE,
)


_AGAIN = re.compile(
    r"\b(?:again|twice|only once|more than once|erneut|nochmals?|noch einmal|zweimal|nur einmal)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:409|cannot|can't|can not|may not|must not|refused)\b|\b(?:kann|darf|können|dürfen)\b.*\bnicht\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(r"\bidempotent|\bnot (?:a conflict|refused)\b|\bno conflict\b", re.IGNORECASE)
_STEM = 4  # letters that a step and what is said of it have in common: close, closed


def taken_once(operation: Operation) -> bool:
    """Whether the document says of a step, by its name, that who takes it again is refused with 409."""
    said = f"{operation.node.get('summary') or ''}. {operation.node.get('description') or ''}"
    sentences = sentences_of(said) if "409" in operation.responses and not operation.is_safe else ()
    step = (words_of(operation.path.rpartition("/")[2]) or ("",))[0][:_STEM]
    told = (each for each in sentences if step and _is_refusal(each))
    return any(word.startswith(step) for each in told for word in words_of(each))


def _is_refusal(sentence: str) -> bool:
    is_again = _AGAIN.search(sentence) and _REFUSED.search(sentence)
    return bool(is_again) and not _ALLOWED.search(sentence)


def told_once(document: Document, operation: Operation) -> frozenset[str]:
    """The words in which the document says what there is once only; none where it does not."""
    described = document.resolve((operation.node.get("responses") or {}).get("409"))
    said = str(described.get("description") or "") if isinstance(described, Mapping) else ""
    return frozenset(map(singular, words_of(said))) if _ONCE.search(said) else frozenset()


def members_told(words: frozenset[str], sent: Any) -> list[str]:
    """The members of what is sent that these words are about."""
    names = sent if isinstance(sent, Mapping) else ()
    return [name for name in names if not words.isdisjoint(words_of(str(name))[-1:])]
