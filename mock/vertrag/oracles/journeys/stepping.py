"""A walk over the steps of a row: what the answer to a step says of it is kept.

1. What the answer shows and the row still has otherwise, as it was before, was said and not done.
2. What the document lets a row do once it does not do twice.
3. Only what the step is about is compared: what it was sent, and a status. Of steps
   that try something out, or make another row, nothing is said.
"""

from collections.abc import Iterator
from typing import Any

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import words_of
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.uniqueness import taken_once
from vertrag.oracles.conversation.row_paths import Made, is_of_a_row
from vertrag.oracles.conversation.talk import NOTHING, Talk
from vertrag.oracles.differences import same
from vertrag.oracles.echoes import KEY_HEADERS
from vertrag.oracles.journeys.writing import UNWRITTEN
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.listings import row_of
from vertrag.oracles.spelling import as_json

TWICE = Law(
    "VF425",
    "step_taken_twice",
    "A step that a row may take once is taken twice",
    "the refusal that the document has for it",
    2,
)
LAWS = (TWICE,)

_TRIES_OUT = frozenset(
    {
        *("preview", "simulate", "simulation", "calculate", "estimate", "quote", "validate", "check"),
        *("test", "try", "dry", "draft", "compare"),
        *("copy", "clone", "duplicate", "split", "merge", "convert", "renew"),
    }
)
"""Steps whose answer is what would be, or another row."""
_STATES = frozenset({"status", "state", "phase", "stage"})


def steps_are_kept(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """Each step is taken with a row of its own, which then is what the answer said."""
    read = resource.deed("read")
    for deed in resource.deeds if read else ():
        made = (
            talk.make(resource) if read and _is_a_step(resource, deed) and talk.may(deed.operation) else None
        )
        if made is not None and read is not None:
            yield from _kept(talk, (deed, read), made)


def steps_are_taken_once(talk: Talk, resource: Resource) -> Iterator[Breach]:
    """A step that the document refuses to who takes it again is refused then."""
    for deed in resource.deeds:
        operation = deed.operation
        is_once = deed.kind == "act" and is_of_a_row(resource, operation) and taken_once(operation)
        names = {each.sent_as.lower() for each in operation.parameters.get("header", ())}
        is_once = is_once and names.isdisjoint(KEY_HEADERS)  # which make the same of the second time
        made = talk.make(resource) if is_once and talk.may(operation) else None
        if made is None:
            continue
        body = talk.body(operation, made.values) if operation.body else NOTHING
        first, second = (talk.ask(operation, made.values, body=body) for _ in range(2))
        if first is not None and second is not None and first.succeeded and second.succeeded:
            yield Breach(TWICE, f"{second.response.status} for the second time")


def _is_a_step(resource: Resource, deed: Deed) -> bool:
    is_act = deed.kind == "act" and deed.row is not None and not deed.operation.is_safe
    step = words_of(deed.operation.path.rstrip("/").rpartition("/")[2])
    return is_act and is_of_a_row(resource, deed.operation) and _TRIES_OUT.isdisjoint(step)


def _kept(talk: Talk, deeds: tuple[Deed, Deed], made: Made) -> Iterator[Breach]:
    step, read = deeds
    body = talk.body(step.operation, made.values) if step.operation.body else NOTHING
    before = row_of(read, talk.ask(read.operation, made.values))
    answer = talk.ask(step.operation, made.values, body=body)
    said = row_of(step, answer) if answer is not None and answer.response.status == 200 else None
    after = row_of(read, talk.ask(read.operation, made.values)) if isinstance(said, dict) else None
    if not (isinstance(said, dict) and isinstance(before, dict) and isinstance(after, dict)):
        return
    for name in _subjects(body, said):
        is_as_before = name in after and same(before.get(name), after[name])
        if is_as_before and not same(said[name], after[name]):
            instead = f"{as_json(after[name])} where the answer said {as_json(said[name])}"
            yield Breach(UNWRITTEN, f"{name} is {instead}")
            return


def _subjects(body: Any, said: dict[str, Any]) -> list[str]:
    """The members that a step is about: what was sent, and the status."""
    sent = body.items() if isinstance(body, dict) else ()
    kept = [name for name, value in sent if name in said and same(value, said[name])]
    return kept + [name for name in said if not _STATES.isdisjoint(words_of(name)[-1:])]
