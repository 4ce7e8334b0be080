"""How one operation shows rows: its status, its media types, and bodies that satisfy their schemas.

Laws
1. A body that a view gives satisfies its schema; where none can be made, the view says so with None.
2. What the schema admits is shown as it is; what it does not is what was invented in its place, or left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from vertrag.contract.content.bodies import MediaType
from vertrag.contract.content.decoders import decoder
from vertrag.contract.content.media import essence_of, is_json
from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.naming import joined
from vertrag.contract.inference.outlines import status_of, success_of
from vertrag.contract.inference.positions import NOWHERE, Place, at_place, value_at, with_value
from vertrag.contract.inference.uniqueness import taken_once, told_once
from vertrag.contract.loading.document import Document
from vertrag.contract.operations import EMPTY, DeclaredResponse
from vertrag.contract.schema.shapes import ANYTHING, Shape, shape_of
from vertrag.exchange import Call, Headers
from vertrag.invent.values import Impossible, invent
from vertrag.serve.composing.examples import written_examples
from vertrag.serve.composing.negotiation import content_type_in, negotiated
from vertrag.serve.resources.addresses import segment
from vertrag.serve.resources.completion import DeclaredHeaders
from vertrag.serve.resources.fitting import Fitting, discreet, spellings, with_members

Row = Mapping[str, Any]
_JSON = "application/json"


class View:
    """The successful answer of one deed."""

    def __init__(self, document: Document, deed: Deed, seed: int) -> None:
        self.deed = deed
        self.response = success_of(deed.operation, creates=deed.kind == "create")
        self._document = document
        self._seed = seed
        self._known: dict[str, Face] = {}
        self._completing: dict[str, DeclaredHeaders] = {}

    @cached_property
    def status(self) -> int:
        """The status of the answer; where the document promises no success, that there is nothing to say."""
        return status_of(self.response) if self.response else 204

    @cached_property
    def leaves_values_open(self) -> bool:
        """Whether the document says nothing of the values that a JSON Patch sets."""
        body = self._document.resolve(self.deed.operation.node.get("requestBody"))
        content = body.get("content") if isinstance(body, Mapping) else None
        nodes = map(self._document.resolve, content.values()) if isinstance(content, Mapping) else ()
        schemas = (node.get("schema") for node in nodes if isinstance(node, Mapping))
        shapes = (shape_of(self._document, schema) for schema in schemas)
        return not any(shape.items and shape.items.member("value").types for shape in shapes)

    @cached_property
    def once(self) -> frozenset[str]:
        """The words in which the document says what there is once only (see `uniqueness`)."""
        return told_once(self._document, self.deed.operation)

    @cached_property
    def is_taken_once(self) -> bool:
        """Whether the document lets a row take this step once only."""
        return taken_once(self.deed.operation)

    def chosen(self, accept: str) -> "Face | None":
        """The face that a client likes best; None where it takes none, or there is none."""
        if accept in ("", "*/*"):
            return self.face
        name = negotiated(accept, [media_type.name for media_type in self.media_types])
        return next((self._faces(each) for each in self.media_types if each.name == name), None)

    @cached_property
    def face(self) -> "Face | None":
        """The view in the first of its media types."""
        return self._faces(self.media_types[0]) if self.media_types else None

    @cached_property
    def members(self) -> frozenset[str]:
        """The names of the members that a row has in the answer, as far as the document says."""
        shape = self.face.row_shape if self.face is not None and self.deed.row is not None else ANYTHING
        return frozenset(shape.members or ())

    @cached_property
    def media_types(self) -> list[MediaType]:
        """The media types that the answer is declared in, JSON first: in it, rows are at home."""
        declared = self.response.body.media_types if self.response and self.status not in EMPTY else ()
        if not declared and self.deed.schema is not None:
            return [MediaType(_JSON, decoder(self._document, _JSON, {}), None)]
        return sorted(declared, key=lambda each: not is_json(essence_of(each.name)))

    def headers(self, own: Headers) -> Headers:
        """All declared headers, as `DeclaredHeaders` completes them."""
        return self._headers_of(self.response).completed(own) if self.response else own

    def unchanged(self, own: Headers) -> Headers:
        """The headers of an answer that nothing has changed."""
        declared = self.deed.operation.responses.get("304")
        return self._headers_of(declared).completed(own) if declared else own

    def _headers_of(self, response: DeclaredResponse) -> DeclaredHeaders:
        if response.status not in self._completing:
            node = self._described(response)
            self._completing[response.status] = DeclaredHeaders(self._document, response, node, self._invent)
        return self._completing[response.status]

    def _faces(self, media_type: MediaType) -> "Face":
        if media_type.name not in self._known:
            node = self._node(media_type)
            kind = media_type.kind(_JSON)
            self._known[media_type.name] = Face(self._document, self.deed, kind, node, self._seed)
        return self._known[media_type.name]

    def _node(self, media_type: MediaType) -> Mapping[str, Any]:
        if self.deed.schema is not None:
            return {"schema": self.deed.schema}
        content = self._described(self.response).get("content") if self.response else None
        node = self._document.resolve(content[media_type.name]) if content else None
        return node if isinstance(node, Mapping) else {}

    def _described(self, response: DeclaredResponse) -> Mapping[str, Any]:
        node = self._document.resolve(self.deed.operation.node["responses"][response.status])
        return node if isinstance(node, Mapping) else {}

    def _invent(self, node: Mapping[str, Any]) -> Any:
        label = self.deed.operation.label
        return invent(self._document, node.get("schema"), label=label, seed=self._seed)


class Face:
    """A view in one media type."""

    def __init__(
        self, document: Document, deed: Deed, media_type: MediaType, node: Mapping[str, Any], seed: int
    ) -> None:
        self._document = document
        self._deed = deed
        self._media_type = media_type
        self._node = node
        self._seed = seed
        self._shell: Any = NOWHERE
        self._fitting = Fitting(self.accepts, self._invent_with)

    def content_type(self, accept: str) -> str:
        """What the Content-Type header says to a client that takes these."""
        return content_type_in(self._media_type.name, accept)

    @property
    def place(self) -> Place:
        """Where the row or the list sits."""
        return self._deed.rows if self._deed.rows is not None else self._deed.row or ()

    def accepts(self, body: Any) -> bool:
        """Whether the body satisfies its schema."""
        validator = self._media_type.validator
        if validator is not None and isinstance(body, dict):
            return validator.accepts(body)  # all that is judged of an object, and quickly said
        return not any(True for _ in self._media_type.judge(body))

    def invented(self, arguments: Mapping[str, Any], seed: int = 0) -> Any:
        """A body as it would be without any state; `Impossible` where there is none."""
        body = invent(
            self._document,
            self._node.get("schema"),
            label=self._deed.operation.label,
            arguments=arguments,
            seed=self._seed + seed,
        )
        if not self.accepts(body):
            raise Impossible("what was invented does not satisfy its schema")
        return body

    def examples(self) -> Iterator[Any]:
        """The examples of the document that satisfy their schema."""
        return (each for each in written_examples(self._document, self._node) if self.accepts(each))

    def one(self, row: Row, old: Row | None = None, named: Mapping[str, Any] | None = None) -> Any:
        """A body that shows a row; NOWHERE where none can be made.

        What is not admitted is taken from an `old` row, else it was invented; `named` is what the path says.
        """
        place, row = self.place, discreet(row, self.row_shape)
        body = with_value(self.shell(), place, row) if place else row
        if self.accepts(body):
            return body
        pattern = self.shell() if old is None else with_value(self.shell(), place, old)
        return self._fitting.fitted(row, place, self._under(pattern, place, named or {}))

    def saying(self, body: Any, said: Row) -> Any:
        """The body whose row says this as well, as far as its schema takes it."""
        return with_members(body, self.place, discreet(said, self.row_shape), self.accepts)

    def _under(self, pattern: Any, place: Place, named: Mapping[str, Any]) -> Any:
        """The pattern with its row below what a path names, where it says so itself."""
        for name, value in named.items():
            row = value_at(pattern, place)
            members = row if isinstance(row, dict) and joined(name) != "id" else {}
            member = next((each for each in members if joined(each) == joined(name)), None)
            text = unquote(segment(value))
            if member is not None and str(members[member]) != text:
                trials = (with_value(pattern, (*place, member), each) for each in spellings(text))
                pattern = next(filter(self.accepts, trials), pattern)
        return pattern

    def without_row(self, call: Call) -> Any:
        """The body of an answer that shows no row: an example, else invented from what was asked."""
        for example in self.examples():
            return example
        sent = call.body if isinstance(call.body, Mapping) else {}
        return self.invented({**sent, **call.arguments})

    def key_alone(self, key: str) -> Any:
        """The key of a row as the whole body; `Impossible` where the schema does not take it."""
        text = unquote(key.rpartition("/")[2])
        fitting = next(filter(self.accepts, spellings(text)), NOWHERE)
        return self.invented({}) if fitting is NOWHERE else fitting

    def many(self, rows: Sequence[Row], named: Mapping[str, Any] | None = None) -> Any:
        """A body that shows a list of rows; NOWHERE where none can be made. `named` is what the path says."""
        place, shell = self.place, self.shell()
        rows = [discreet(row, self.row_shape) for row in rows]
        body = with_value(shell, place, rows)
        if self.accepts(body):
            return body
        item = (*place, 0)
        alone = self._under(self._one_of_many, item, named or {})
        fitted = [value_at(self._fitting.fitted(row, item, alone), item) for row in rows]
        if NOWHERE in fitted:
            return NOWHERE
        body = with_value(shell, place, fitted)
        return body if self.accepts(body) else NOWHERE

    @cached_property
    def row_shape(self) -> Shape:
        """What the schema says of one row."""
        shape = at_place(shape_of(self._document, self._node.get("schema", True)), self.place)
        return (shape.items or ANYTHING) if self._deed.rows is not None else shape

    @cached_property
    def _one_of_many(self) -> Any:
        """A body whose list has one row; where what was invented is no list, but another choice, NOWHERE."""
        shell = self.shell()
        pattern = value_at(shell, self.place)
        if isinstance(pattern, list):
            return with_value(shell, self.place, pattern[:1])
        return self._invent_with({}, (*self.place, 0))

    def shell(self) -> Any:
        """What stands around the row or list: invented once."""
        if self._shell is NOWHERE:
            try:
                self._shell = self._alone(self.invented({}))
            except Impossible:
                self._shell = {}
        return self._shell

    def _alone(self, body: Any) -> Any:
        """The body without other rows beside its row, which would be rows that nobody made."""
        for depth, step in enumerate(self.place):
            siblings = value_at(body, self.place[:depth])
            if isinstance(step, int) and isinstance(siblings, list):
                cut = with_value(body, self.place[:depth], siblings[:1])
                body = cut if self.accepts(cut) else body
        return body

    def _invent_with(self, row: Row, place: Place) -> Any:
        """A body whose row has exactly these members besides invented ones; NOWHERE where there is none."""
        wanted: Any = {
            "type": "object",
            "required": list(row),
            "properties": {name: {"enum": [value]} for name, value in row.items()},
        }
        for step in reversed(place):
            wanted = (
                {"type": "array", "minItems": 1, "items": wanted}
                if isinstance(step, int)
                else {"type": "object", "required": [step], "properties": {step: wanted}}
            )
        try:
            body = invent(
                self._document, {"allOf": [self._node.get("schema", True), wanted]}, seed=self._seed
            )
        except Impossible:
            return NOWHERE
        return body if self.accepts(body) else NOWHERE
