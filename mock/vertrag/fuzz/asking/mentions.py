"""Where a request names rows beside its path: in parameters and members that are called after them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from vertrag.contract.inference.naming import joined, singular
from vertrag.fuzz.observations import Sent

_IN_QUERY = re.compile(r"[?&]([^=&#]+)=([^&#]+)")
_IN_FORM = re.compile(rb"(?:^|&)([^=&]+)=([^&]+)")
_IN_JSON = re.compile(rb'"([^"\\]+)"\s*:\s*"?([\w.-]+)"?(?=\s*[,}])')
_ID = re.compile("(?:uu|gu)?id$")


@dataclass(frozen=True, slots=True)
class Mention:
    """An id of a row and what it is one of; where it stands in the body, or else in the URL."""

    thing: str
    value: str
    span: tuple[int, int]
    in_body: bool = False

    @property
    def key(self) -> str:
        """What a known id is found by: no segment of a path has a space."""
        return key_of(self.thing, self.value)


def key_of(thing: str, value: str) -> str:
    """What the id of some thing is found by outside of paths."""
    return f"{thing} {value}"


def thing_of(name: str) -> str:
    """What a collection, a parameter or a member speaks of: `beds`, `bedId` and `bed` of a bed."""
    return singular(_ID.sub("", joined(name)))


def mentions(sent: Sent) -> Iterator[Mention]:
    """The ids in the query and in the body, from the first to the last."""
    for found in _IN_QUERY.finditer(sent.url):
        yield Mention(thing_of(unquote(found[1])), unquote(found[2]), found.span(2))
    pattern = _IN_JSON if sent.body[:1] in (b"{", b"[") else _IN_FORM
    for member in pattern.finditer(sent.body):
        name, value = (octets.decode("utf-8", "replace") for octets in member.groups())
        yield Mention(thing_of(name), value, member.span(2), in_body=True)


def filled(sent: Sent, known: Mapping[str, str]) -> Sent:
    """The request with other texts in the place of ids that are known."""
    url, body = sent.url, sent.body
    for mention in reversed(list(mentions(sent))):
        text, (start, end) = known.get(mention.key), mention.span
        if text is not None and mention.in_body:
            body = body[:start] + text.encode() + body[end:]
        elif text is not None:
            url = url[:start] + quote(text, safe="~") + url[end:]
    return replace(sent, url=url, body=body)
