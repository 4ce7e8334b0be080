"""A walk over conditions: a tag tells whether a row changed, and a write keeps to the tag that it names."""

import re
from collections.abc import Iterator

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.row_paths import Made
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.journeys.refusing import FAILED
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.seen import Seen

TAG = Law(
    "VF502",
    "etag_ignored",
    "A tag that matches gives something else than 304",
    "304 for a tag that matches (RFC 9110 §13.1.2)",
    3,
)
STALE = Law(
    "VF503",
    "etag_stays",
    "The tag stays though the row changed",
    "another ETag for another state (RFC 9110 §8.8.3)",
    1,
)
PRECONDITION = Law(
    "VF509",
    "if_match_ignored",
    "A write goes on though its If-Match does not match",
    "412 for a tag that does not match (RFC 9110 §13.1.1)",
    1,
)
MISTAKEN = Law(
    "VF510",
    "another_tag_matches",
    "A tag that does not match gives nothing",
    "the whole for a tag that does not match (RFC 9110 §13.1.2)",
    1,
)
ASTRAY = Law(
    "VF514",
    "tag_of_a_write_differs",
    "A write states another tag than what it left",
    "the tag of the new state (RFC 9110 §8.8.3)",
    2,
)
LAWS = (TAG, STALE, PRECONDITION, MISTAKEN, ASTRAY)

_UNMET = 412
_CODED = re.compile(r"-{1,2}(?:gzip|br|deflate|zstd)\"$")
_NO_TAG = '"vertrag-no-such-tag"'


def tags_count(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A tag is another one after a change, and matches nothing but itself, in reads and in writes."""
    read = resource.deed("read")
    made = talk.any_row(resource) if read else None
    if read is not None and made is not None:
        yield from _tags(talk, resource, read, made)
        yield from _preconditions(talk, resource, read, made)


def _tags(talk: Talk, resource: Resource, read: Deed, made: Made) -> Iterator[Breach]:
    first = talk.ask(read.operation, made.values)
    tag = first.header("etag") if first and first.response.status == 200 else None
    if first is None or tag is None:
        return
    again = talk.ask(read.operation, made.values, headers=(("if-none-match", tag),))
    declared = "304" in read.operation.responses  # who does not say 304 need not know conditions
    if declared and again is not None and again.response.status == 200 and again.header("etag") == tag:
        yield Breach(TAG, "200 with the same tag")
    if again is not None and again.response.status == _UNMET:  # which is for what writes
        yield Breach(TAG, f"{_UNMET} for {tag}")
    other = talk.ask(read.operation, made.values, headers=(("if-none-match", _NO_TAG),))
    if other is not None and other.response.status == 304:
        yield Breach(MISTAKEN, f"304 for {_NO_TAG}, {tag} is right")
    for change in resource.deeds if made.sent is not None else ():
        if change.kind in ("replace", "patch") and talk.may(change.operation):
            yield from _renewed(talk, resource, read, made, change)


def _renewed(talk: Talk, resource: Resource, read: Deed, made: Made, change: Deed) -> Iterator[Breach]:
    """Whether a write that changes a row changes its tag."""
    first = talk.ask(read.operation, made.values)
    tag = first.header("etag") if first is not None else None
    written = talk.ask(change.operation, made.values, body=talk.body_for(made, resource, change.operation))
    after = talk.ask(read.operation, made.values) if written and written.response.status < 300 else None
    if written is not None and after is not None:
        yield from _astray(talk, read, made, written, after)
    if first and after and tag is not None and after.header("etag") == tag and after.body != first.body:
        yield Breach(STALE, f"{tag} before and after")


def _astray(talk: Talk, read: Deed, made: Made, written: Seen, after: Seen) -> Iterator[Breach]:
    """Whether the tag that a write states is that of the next read, where reads have one and the same."""
    stated, left = (_opaque(each.header("etag")) for each in (written, after))
    if not stated or not left or stated == left:
        return
    again = talk.ask(read.operation, made.values)
    if again is not None and _opaque(again.header("etag")) == left:
        yield Breach(ASTRAY, f"{stated} from {written.request.method}, {left} from GET")


def _opaque(tag: str | None) -> str:
    """A tag without what depends on how content is sent: weakness, and the coding that some put into it."""
    return _CODED.sub('"', (tag or "").removeprefix("W/"))


def _preconditions(talk: Talk, resource: Resource, read: Deed, made: Made) -> Iterator[Breach]:
    first = talk.ask(read.operation, made.values)
    tag = first.header("etag") if first is not None else None
    writes = [deed for kind in ("replace", "patch", "delete") for deed in resource.deeds if deed.kind == kind]
    for deed in writes if tag and made.sent is not NOTHING else ():
        if not _knows_conditions(deed):
            continue
        body = talk.body_for(made, resource, deed.operation) if deed.operation.body else NOTHING
        other = (("if-match", _NO_TAG),)
        answer = talk.ask(deed.operation, made.values, body=body, headers=other)
        if answer is not None and answer.response.status < 300:
            yield Breach(PRECONDITION, f"{answer.response.status} for a tag that never was, {tag} is right")
        elif answer is not None and answer.response.status == _UNMET:
            later = talk.ask(read.operation, made.values)
            if later is not None and later.header("etag") != tag and later.body != (first and first.body):
                yield Breach(FAILED, f"another row after {_UNMET} for {deed.operation.method}")
                return


def _knows_conditions(deed: Deed) -> bool:
    names = {each.sent_as.lower() for each in deed.operation.parameters.get("header", ())}
    return "412" in deed.operation.responses or "if-match" in names
