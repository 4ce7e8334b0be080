"""Walks over what is replaced: a PUT stores the whole and nothing else, and twice is once."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.inference.positions import NOWHERE, with_value
from vertrag.contract.inference.resources import Resource
from vertrag.oracles.conversation.material import json_type, members, schema_of_body
from vertrag.oracles.conversation.row_paths import Made, putting
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.journeys.writing import UNWRITTEN, changes, count, missing, row_in, unlike, without_key
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import row_of
from vertrag.oracles.seen import Seen
from vertrag.oracles.spelling import as_json

PARTIAL = Law(
    "VF404",
    "put_is_partial",
    "PUT does not replace the whole",
    "what PUT leaves out is gone (RFC 9110 §9.3.4)",
    2,
    117,
)
REPEATED = Law(
    "VF405",
    "put_not_idempotent",
    "The same PUT twice is not the same as once",
    "the same state (RFC 9110 §9.2.2)",
    1,
    118,
)
CREATES = Law(
    "VF406",
    "put_created_what_exists",
    "PUT says 201 for what exists",
    "200 or 204 for what exists (RFC 9110 §9.3.4)",
    2,
    116,
)
MADE = Law(
    "VF424",
    "put_hides_what_it_made",
    "PUT does not say that it made what was not there",
    "201 for what was not there (RFC 9110 §9.3.4)",
    2,
    116,
)
LAWS = (PARTIAL, REPEATED, CREATES, MADE)
_DONE = (200, 204)


def made_at_its_place(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A PUT that makes what was not there says so, where the document knows 201 for it."""
    put, read = putting(resource), resource.deed("read")
    made = talk.put_anew(resource) if put is not None else None
    if put is None or read is None or made is None:
        return
    path = talk.request(put.operation, made.values).path
    answers = [answer for request, answer in talk.chain if (request.method, request.path) == ("PUT", path)]
    # Of several the first may have made it, and its answer been lost.
    status = answers[0].status if len(answers) == 1 and answers[0] is not None else None
    there = talk.ask(read.operation, made.values) if status in _DONE else None
    if there is not None and there.response.status < 300:
        del talk.chain[-1:]  # the PUT is what it is about
        yield Breach(MADE, f"{status} for what was not there")


def replaced_as_a_whole(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """PUT stores what was sent and nothing else, says so, and twice is once."""
    read, put = resource.deed("read"), resource.deed("replace")
    made = talk.make(resource) if read and put else None
    if made is None or read is None or put is None:
        return
    body = _unusual(resource, put, talk.body_for(made, resource, put.operation))
    answer = talk.ask(put.operation, made.values, body=body)
    if answer is None or answer.response.status >= 300:
        return
    promised = success_of(put.operation)
    if answer.response.status == 201 and (promised is None or promised.status != "201"):
        yield Breach(CREATES, "201 for what was there")
    after = talk.ask(read.operation, made.values)
    row, sent = row_of(read, after), row_in(put, body)
    written = unlike(without_key(resource, sent), read, after)
    written += missing(talk, resource, read, sent, row)
    if written:
        yield Breach(UNWRITTEN, written[0])
        return
    yield from _twice(talk, resource, (put, read), made, body, row)
    if after is not None:
        yield from _left_out(talk, resource, (put, read), made, body, (answer, after))


def _twice(
    talk: Talk, resource: Resource, deeds: tuple[Deed, Deed], made: Made, body: Any, row: Any
) -> Iterator[Breach]:
    put, read = deeds
    before = count(talk, resource, made)
    again = talk.ask(put.operation, made.values, body=body)
    if again is None or again.response.status >= 300:
        return
    second = row_of(read, talk.ask(read.operation, made.values))
    sent = row_in(put, body)
    for changed in [*changes(row, second, sent), *changes(second, row, ())][:1]:  # nor may it add to a list
        yield Breach(REPEATED, changed)
    after = count(talk, resource, made)
    if before is not None and after is not None and after > before:
        yield Breach(REPEATED, f"{after} rows, {before} before")


def _left_out(
    talk: Talk,
    resource: Resource,
    deeds: tuple[Deed, Deed],
    made: Made,
    body: Any,
    answers: tuple[Seen, Seen],
) -> Iterator[Breach]:
    """What one PUT leaves out altogether: all that may be left out, where one member or every one of them."""
    put, read = deeds
    media_type, sent = json_type(put.operation), row_in(put, body)
    names = list(_omissible(resource, deeds, body, answers, _null_by_default(talk, put)))
    for left in (names, names[:1]):
        rest = {name: value for name, value in sent.items() if name not in left} if left else sent
        less = with_value(body, put.sent or (), rest)
        if not left or media_type is None or any(media_type.judge(less)):
            continue
        answer = talk.ask(put.operation, made.values, body=less)
        row = row_of(read, talk.ask(read.operation, made.values))
        if answer is not None and answer.response.status < 300 and isinstance(row, dict):
            for name in [each for each in left if row.get(each) == sent[each]][:1]:
                yield Breach(PARTIAL, f"{name} is still {as_json(sent[name])}")
            yield from _twice(talk, resource, deeds, made, less, row)
            return


def _omissible(
    resource: Resource,
    deeds: tuple[Deed, Deed],
    body: Any,
    answers: tuple[Seen, Seen],
    emptied: Collection[str],
) -> Iterator[str]:
    """The members that PUT need not name, and of which it can be seen that they are not what they were."""
    put = deeds[0]
    media_type, usual = json_type(put.operation), _usual(resource, put)
    sent, own = row_in(put, body), without_key(resource, row_in(put, body))
    for name in own if isinstance(own, dict) else ():
        rest = {key: value for key, value in sent.items() if key != name}
        if (
            media_type is None
            or sent[name] is None
            or any(media_type.judge(with_value(body, put.sent or (), rest)))
        ):
            continue
        shown = zip(deeds, answers, strict=True)
        may_go = name in emptied or all(answer.may_lack((*(deed.row or ()), name)) for deed, answer in shown)
        if usual[name] != sent[name] if name in usual else may_go:
            yield name


def _null_by_default(talk: Talk, put: Deed) -> set[str]:
    """The members that the document says are null where they are left out, which any answer can show."""
    schema = schema_of_body(talk.grounds, put.operation)
    return {
        str(place[-1])
        for place, member in members(talk.grounds, schema)
        if place[:-1] == (put.sent or ()) and member.get("default", NOWHERE) is None
    }


def _usual(resource: Resource, put: Deed) -> Mapping[str, Any]:
    """What members are that are left out, as far as the document says of a creation or of the PUT itself."""
    create = resource.deed("create")
    return {**(create.defaults if create is not None else {}), **put.defaults}


def _unusual(resource: Resource, put: Deed, body: Any) -> Any:
    """The body with every switch the other way than it is when left out."""
    sent, media_type = row_in(put, body), json_type(put.operation)
    for name, value in _usual(resource, put).items():
        turned = with_value(body, (*(put.sent or ()), name), not value)
        is_same = isinstance(sent, dict) and isinstance(value, bool) and sent.get(name) is value
        if is_same and media_type is not None and not any(media_type.judge(turned)):
            body = turned
    return body
