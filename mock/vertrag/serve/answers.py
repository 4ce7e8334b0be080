"""Why this answer: a fixed ladder, and the first rung that serves wins.

what the client prefers (Prefer) → handler (the vendors' or the user's own)
    → resource (what was made, changed and removed) → example that validates → invented from the schema
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from vertrag import problems
from vertrag.contract.content.bodies import MediaType
from vertrag.contract.content.form_writing import with_boundary
from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.content.sequences import with_whole_schema
from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import is_secret, joined
from vertrag.contract.inference.positions import NOWHERE, Place, value_at, with_value, with_values
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import EMPTY, DeclaredResponse, Operation
from vertrag.contract.paths import names_in
from vertrag.contract.schema.shapes import shape_of
from vertrag.contract.violations import Violation
from vertrag.errors import Refused
from vertrag.exchange import Call, Handler, Headers, Reply, Response
from vertrag.faults.fault import Fault
from vertrag.invent.values import Impossible, invent
from vertrag.problems import Problem, ProblemType
from vertrag.serialization import to_json
from vertrag.serve.composing.declared_headers import header_lines
from vertrag.serve.composing.error_bodies import fill
from vertrag.serve.composing.examples import said_by, written_examples
from vertrag.serve.composing.negotiation import content_type_in, negotiated
from vertrag.serve.composing.preferences import NONE, Preferences
from vertrag.serve.mounts import Mount
from vertrag.serve.refusals import Refusal, from_refused
from vertrag.serve.resources.addresses import segment
from vertrag.serve.resources.changes import is_json as is_kept
from vertrag.serve.resources.conditions import UNCONDITIONAL, Conditions
from vertrag.serve.resources.fitting import discreet, spellings, with_members
from vertrag.serve.showing.served_document import ADDED_SUCCESS

_LEAST_FAILURE = 400  # RFC 9110 §15.5
_TOLERANT = ("", "*/*")
_LONGEST_ACCEPT = 256  # characters; browsers send about 150
_WRITES = ("create", "replace", "patch")
_MOST_RETURNED = 1_000  # members of a body: more are a table of data, of which no answer repeats any


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, and the rung of the ladder that it comes from."""

    reply: Reply
    why: str


@dataclass(frozen=True, slots=True)
class Wish:
    """How the client would like to be answered."""

    preferences: Preferences = NONE
    accept: str = ""
    trouble: Fault | None = None
    conditions: Conditions = UNCONDITIONAL

    @property
    def is_common(self) -> bool:
        """Whether it says no more than what the client accepts, in few words: others ask like this again."""
        is_plain = self.preferences is NONE and self.trouble is None and self.conditions is UNCONDITIONAL
        return is_plain and len(self.accept) <= _LONGEST_ACCEPT


def answer(mount: Mount, operation: Operation, call: Call, wish: Wish) -> Answer:
    """The first answer that the ladder offers; `Refusal` where a handler refuses or nothing serves."""
    found = None
    if wish.preferences == NONE:
        handler = mount.handlers.get(operation.key)
        if handler is not None:
            return answer_from_handler(mount, operation, handler, call, wish)
        found = answer_from_resource(mount, operation, call, wish)
    return found or _FromDocument(mount, operation, call, wish).answer()


def answer_from_handler(
    mount: Mount, operation: Operation, handler: Handler, call: Call, wish: Wish
) -> Answer:
    """What the handler replies."""
    try:
        reply = handler(call)
    except Refused as refused:
        raise from_refused(refused, mount, operation) from None
    if reply.body is not None and wish.accept not in _TOLERANT:
        offered = dict(reply.headers).get("content-type", "application/json")
        if negotiated(wish.accept, [offered]) is None:
            raise _not_acceptable(mount, operation, [offered])
    return Answer(reply, "handler")


def answer_from_resource(mount: Mount, operation: Operation, call: Call, wish: Wish) -> Answer | None:
    """What the resource replies that the operation is about; None where that is not for it to say."""
    try:
        reply = mount.engine.reply(operation, call, wish.accept, wish.conditions)
    except Refused as refused:
        raise from_refused(refused, mount, operation) from None
    return None if reply is None else Answer(reply, "resource")


@dataclass(frozen=True, slots=True)
class _FromDocument:
    """The rungs that need only the document."""

    mount: Mount
    operation: Operation
    call: Call
    wish: Wish

    def answer(self) -> Answer:
        status, declared = self._response()
        node = self._node(declared)
        headers = self._applied()
        if declared is not None:
            headers = (*header_lines(self._document, node, declared, self._invent), *headers)
            for wrong in declared.judge_headers(Response(status, headers)):
                raise self._nothing_to_say(f"no value was found for a header of the answer: {wrong}")
        if declared is None or not declared.body.media_types or status in EMPTY:
            return Answer(Reply(None, status, headers), "no body declared")
        media_type = self._media_type(declared)
        described = self._document.resolve(node["content"][media_type.name])
        name = content_type_in(media_type.name, self.wish.accept)
        described = with_whole_schema(name, described) if isinstance(described, Mapping) else {}
        kind = media_type.kind(essence_of(name))
        if "schema" not in described and not is_json(essence_of(name)) and kind.encode is None:
            described = {**described, "schema": {"type": "string"}}  # a text: it has no other form
        value, why = self._value(kind, described)
        if why == "invented" and status >= _LEAST_FAILURE and isinstance(value, dict):
            fill(value, Problem(problems.FAULT, "The mock was asked to answer like this.", status), kind)
        return Answer(Reply(value, status, (("content-type", name), *headers)), why)

    @property
    def _document(self) -> Document:
        return self.mount.contract.document

    def _applied(self) -> Headers:
        applied = self.wish.preferences.applied
        return (
            (("preference-applied", applied),)
            if applied.isascii() and applied.isprintable() and applied
            else ()
        )

    def _response(self) -> tuple[int, DeclaredResponse | None]:
        """The preferred status, else the lowest declared success; `default` stands for 200."""
        code = self.wish.preferences.code
        if code is not None:
            declared = self.operation.declared(int(code)) if _is_status(code) else None
            if declared is None:
                raise self._unknown(code)
            return int(code), declared
        if not self.operation.promises_success:
            return ADDED_SUCCESS, None
        status = min(self.operation.responses, key=_by_promise)
        return _number(status), self.operation.responses[status]

    def _unknown(self, code: str) -> Refusal:
        if _is_interim(code):
            said = f"{code} is no final answer, and a mock gives no other (RFC 9110 §15.2)"
        else:
            known = ", ".join(self.operation.responses) or "none"
            said = f"no response {code!r} is declared; known: {known}"
        return self._refusal(problems.UNKNOWN_RESPONSE, said)

    def _node(self, declared: DeclaredResponse | None) -> Mapping[str, Any]:
        if declared is None:
            return {}
        node = self._document.resolve(self.operation.node["responses"][declared.status])
        return node if isinstance(node, Mapping) else {}

    def _media_type(self, declared: DeclaredResponse) -> MediaType:
        names = [media_type.name for media_type in declared.body.media_types]
        chosen = negotiated(self.wish.accept, names)
        if chosen is None:
            raise _not_acceptable(self.mount, self.operation, names)
        return next(media_type for media_type in declared.body.media_types if media_type.name == chosen)

    def _value(self, media_type: MediaType, node: Mapping[str, Any]) -> tuple[Any, str]:
        preferred = self.wish.preferences
        if preferred.example is not None:
            return self._named_example(preferred.example, media_type, node), "example preferred"
        if not preferred.dynamic:
            for value in written_examples(self._document, node):
                if not any(_faults(media_type, value)):
                    return self._placed(media_type, self._keyed(media_type, value)), "example"
        invented = self._invented(media_type, node)
        return self._placed(media_type, self._keyed(media_type, invented)), "invented"

    def _named_example(self, name: str, media_type: MediaType, node: Mapping[str, Any]) -> Any:
        named = node.get("examples")
        examples = named if isinstance(named, Mapping) else {}
        for value in said_by(self._document.resolve(examples.get(name))):
            wrong = "; ".join(str(each) for each in islice(_faults(media_type, value), 5))
            if wrong:
                said = f"the example {name!r} breaks its own schema: {wrong}"
                raise self._refusal(problems.BROKEN_EXAMPLE, said)
            return value
        known = ", ".join(examples) or "none"
        raise self._refusal(problems.UNKNOWN_RESPONSE, f"no example {name!r} is declared; known: {known}")

    def _invented(self, media_type: MediaType, node: Mapping[str, Any]) -> Any:
        try:
            value = self._invent(node)
        except Impossible as error:
            raise self._nothing_to_say(str(error)) from None
        for wrong in media_type.judge(value):
            raise self._nothing_to_say(f"what was invented from the schema does not satisfy it: {wrong}")
        for wrong in _faults(media_type, value):
            raise self._nothing_to_say(f"{media_type.name} does not carry it: {wrong}")
        return value

    def _invent(self, node: Mapping[str, Any]) -> Any:
        """A value for the schema of a body or header: the same for the same path, query and sent members."""
        located = self.operation.parameters
        asked = {each.name for location in ("path", "query") for each in located.get(location, ())}
        sent = self.call.body if isinstance(self.call.body, Mapping) else {}
        if len(sent) > _MOST_RETURNED:
            sent = {}
        if sent:
            sent = discreet(sent, shape_of(self._document, node.get("schema")))
        seed = self.wish.preferences.seed
        return invent(
            self._document,
            node.get("schema"),
            label=self.operation.label,
            arguments={
                **sent,
                **self._key_asked_for(),
                **{name: self.call.arguments[name] for name in asked & self.call.arguments.keys()},
            },
            seed=self.mount.seed if seed is None else seed,
        )

    def _key_asked_for(self) -> dict[str, Any]:
        """The key of the row that the path names, as the answer calls it."""
        asked = self._key()
        return {str(asked[0][-1]): asked[1]} if asked else {}

    def _key(self) -> tuple[Place, Any] | None:
        """Where a row that is read shows its key, and which the path names; None where it shows none."""
        resource, deed = self.mount.engine.resources.by_operation.get(self.operation.key, (None, None))
        names = [name for name in names_in(self.operation.path) if name in self.call.arguments]
        if resource is None or deed is None or deed.kind != "read" or not deed.key or not names:
            return None
        key = zip(resource.key.variables, resource.key.places, strict=False) if resource.key else ()
        own = (name for name, place in key if place == deed.key and name in names)
        return (*(deed.row or ()), *deed.key), self.call.arguments[next(own, names[-1])]

    def _keyed(self, media_type: MediaType, body: Any) -> Any:
        """The body with its row under the key that the path names, where its schema takes that."""
        place, key = self._key() or ((), None)
        shown = value_at(body, place)
        if not isinstance(key, str | int) or shown is NOWHERE or str(shown) == str(key):
            return body
        spelled = sorted(spellings(str(key)), key=lambda each: type(each) is not type(shown))
        rows = (with_value(body, place, each) for each in spelled)
        keyed = next((each for each in rows if not any(_faults(media_type, each))), None)
        return body if keyed is None else self._linked(media_type, keyed, str(shown), segment(key))

    def _placed(self, media_type: MediaType, body: Any) -> Any:
        """The body with its rows below what the path names, where they say so themselves and may."""
        _, deed = self.mount.engine.resources.by_operation.get(self.operation.key, (None, None))
        rows = list(_rows_in(body, deed)) if deed else []
        body = self._as_sent(media_type, body, deed) if deed and rows else body
        for name in names_in(self.operation.path) if rows else ():
            value, called = self.call.arguments.get(name), joined(name)
            members = ((*place, member) for place in rows for member in value_at(body, place))
            places = [each for each in members if joined(str(each[-1])) == called != "id"]
            if isinstance(value, str | int) and any(
                str(value_at(body, each)) != str(value) for each in places
            ):
                spelled = (with_values(body, places, each) for each in spellings(str(value)))
                body = next((each for each in spelled if not any(_faults(media_type, each))), body)
        return body

    def _as_sent(self, media_type: MediaType, body: Any, deed: Deed) -> Any:
        """The body whose row, where it was written, says what was sent wherever it says anything of it."""
        sent = value_at(self.call.body, deed.sent) if deed.sent is not None else NOWHERE
        shown = value_at(body, deed.row) if deed.row is not None else NOWHERE
        if deed.kind not in _WRITES or not isinstance(sent, dict) or not isinstance(shown, dict):
            return body
        said = (name for name in shown if name in sent and sent[name] != shown[name])
        members = {name: sent[name] for name in said if is_kept(sent[name]) and not is_secret(name)}
        if len(members) > _MOST_RETURNED:
            return body
        return with_members(body, deed.row or (), members, lambda each: not any(_faults(media_type, each)))

    def _linked(self, media_type: MediaType, body: Any, old: str, key: str) -> Any:
        """The body whose row leads to itself by its new key, where the links in it end in the old one."""
        resource, deed = self.mount.engine.resources.by_operation[self.operation.key]
        for way in resource.ways:
            place = (*(deed.row or ()), *way)
            link = value_at(body, place)
            if isinstance(link, str) and old and link.endswith(old):
                linked = with_value(body, place, link.removesuffix(old) + key)
                body = body if any(_faults(media_type, linked)) else linked
        return body

    def _nothing_to_say(self, reason: str) -> Refusal:
        label = self.operation.label
        return self._refusal(problems.NO_ANSWER, f"{label} has no handler and no valid example, and {reason}")

    def _refusal(self, kind: ProblemType, detail: str) -> Refusal:
        return Refusal(
            Problem(kind, f"{detail[:1].upper()}{detail[1:]}.", kind.status), self.mount, self.operation
        )


# Successes, then `default` and redirections; refusals, failures and what is no final answer come last.
_PROMISES = "2d3451"


def _by_promise(status: str) -> tuple[int, str]:
    return _PROMISES.index(status[0]), status


def _number(status: str) -> int:
    return 200 if status == "default" else int(status.replace("XX", "00"))


def _is_status(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isdecimal() and "200" <= code < "600"


def _faults(media_type: MediaType, value: Any) -> Iterator[Violation]:
    """What is wrong with a value, and with the bytes that it is sent as where those are no JSON."""
    yield from media_type.judge(value)
    if value is None and media_type.encode is None and not is_json(essence_of(media_type.name)):
        yield from media_type.read(to_json(value), media_type.name)[1]  # it is written as the text "null"
    is_sent = isinstance(value, bytes) or (isinstance(value, str) and media_type.is_sent(value))
    if media_type.encode is not None and not is_sent:
        yield from media_type.read(media_type.encode(value), with_boundary(media_type.name))[1]


def _rows_in(body: Any, deed: Deed) -> Iterator[Place]:
    """Where the objects are that a deed shows."""
    listed = value_at(body, deed.rows) if deed.rows is not None else NOWHERE
    places = [(*(deed.rows or ()), at) for at in range(len(listed))] if isinstance(listed, list) else []
    places += [deed.row] if deed.row is not None else []
    yield from (place for place in places if isinstance(value_at(body, place), dict))


def _is_interim(code: str) -> bool:
    return len(code) == 3 and code.isascii() and code.isdecimal() and code.startswith("1")


def _not_acceptable(mount: Mount, operation: Operation, offered: list[str]) -> Refusal:
    detail = f"The answer comes as {', '.join(offered)}, and Accept takes none of it."
    return Refusal(Problem(problems.NOT_ACCEPTABLE, detail, problems.NOT_ACCEPTABLE.status), mount, operation)
