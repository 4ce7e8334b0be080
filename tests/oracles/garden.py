"""A small garden of beds and what grows in them: it breaks its word in one named way at a time."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from vertrag.contract.loading.document import from_tree
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Response

Row = dict[str, Any]
JSON = ("content-type", "application/json")


def content(schema: Row, name: str = "application/json") -> Row:
    return {"content": {name: {"schema": schema}}}


def asked(name: str, schema: Row, where: str = "query") -> Row:
    return {"name": name, "in": where, "schema": schema, "required": where == "path"}


TAGS = {"type": "array", "items": {"type": "string"}, "minItems": 2}
TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number", "minimum": 0}
BED = {
    "type": "object",
    "required": ["soil", "area", "tags"],
    "properties": {
        "id": {**WHOLE, "readOnly": True},
        "made_at": {**TEXT, "readOnly": True},
        "href": {**TEXT, "readOnly": True},
        "soil": {**TEXT, "enum": ["clay", "sand", "loam"]},
        "area": {**NUMBER, "maximum": 500, "multipleOf": 0.5},
        "fenced": {"type": "boolean", "default": False},
        "tags": TAGS,
    },
}
PART = {"type": "object", "required": ["tags"], "properties": {"tags": TAGS, "fenced": {"type": "boolean"}}}
PLANT = {
    "type": "object",
    "required": ["crop"],
    "properties": {"id": {**WHOLE, "readOnly": True}, "crop": {**TEXT, "maxLength": 9}},
}
GONE_AS = {"gone is a bad request": 400, "gone is forbidden": 403}
DONE, NONE = {"204": {"description": ""}}, {"404": {"description": ""}}
ID, PLANT_ID = asked("bed_id", WHOLE, "path"), asked("plant_id", WHOLE, "path")


def shown(schema: Row, status: str = "200") -> Row:
    return {"responses": {status: {"description": "", **content(schema)}, **NONE}}


def listed(schema: Row, **beside: Row) -> Row:
    rows = {"type": "array", "items": schema}
    return shown({"type": "object", "properties": {"items": rows, **beside}})


TREE: Row = {
    "openapi": "3.1.0",
    "info": {"title": "", "version": ""},
    "paths": {
        "/beds": {
            "get": {
                "parameters": [
                    asked("limit", {**WHOLE, "maximum": 40}),
                    asked("page", {**WHOLE, "minimum": 1}),
                    asked("soil", {"type": "array", "items": TEXT}),
                    asked("min_area", NUMBER),
                    asked("fenced", {"type": "boolean"}),
                    asked("sort", {**TEXT, "enum": ["area", "-area"]}),
                    asked("order", {**TEXT, "enum": ["asc", "desc"]}),
                ],
                **listed(BED, total=WHOLE),
            },
            "post": {"requestBody": {"required": True, **content(BED)}, **shown(BED, "201")},
        },
        "/beds/{bed_id}": {
            "parameters": [ID],
            "get": shown(BED),
            "patch": {"requestBody": content(PART, "application/merge-patch+json"), **shown(BED)},
            "delete": {"description": "Deletes a bed and all plants in it.", "responses": {**DONE, **NONE}},
        },
        "/beds/{bed_id}/plants": {
            "parameters": [ID],
            "get": {
                "parameters": [asked("limit", {**WHOLE, "maximum": 40}), asked("cursor", TEXT)],
                **listed(
                    PLANT, next_cursor={"type": ["string", "null"]}, has_more={"type": "boolean"}, total=WHOLE
                ),
            },
            "post": {"requestBody": {"required": True, **content(PLANT)}, **shown(PLANT, "201")},
        },
        "/plants/{plant_id}": {"parameters": [PLANT_ID], "get": shown(PLANT)},
    },
}
CONTRACT = compile_contract(from_tree(TREE))


@dataclass
class Garden:
    """The garden; `flaw` is how it breaks its word."""

    flaw: str = ""
    beds: dict[int, Row] = field(default_factory=dict)
    plants: dict[int, tuple[int, Row]] = field(default_factory=dict)
    made: int = 0
    seen: list[tuple[str, str]] = field(default_factory=list)

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Response:
        """Answer one request; header names are lower case."""
        self.seen.append((method, target))
        parts = urlsplit(target.removeprefix("/v1"))
        steps = [step for step in parts.path.split("/") if step]
        sent = json.loads(body) if body else {}
        query = parse_qsl(parts.query)
        if not is_right(sent):
            return Response(400)
        if len(steps) == 1:
            return self.list_beds(query) if method == "GET" else self.create(sent)
        if steps[0] == "plants":
            _, plant = self.plants.get(int(steps[1]), (0, None))
            return told(plant) if plant else Response(404)
        if method == "OPTIONS":
            allow = "GET, HEAD, PATCH" if self.flaw == "options forget" else "GET, HEAD, PATCH, DELETE"
            return Response(204, (("allow", allow),))
        bed = self.beds.get(int(steps[1]))
        if bed is None:
            is_lie = (method, self.flaw) in (("PATCH", "gone is patched"), ("HEAD", "gone has a head"))
            return told({}) if is_lie else Response(GONE_AS.get(self.flaw, 404))
        if len(steps) == 3:
            return (
                self.list_plants(bed["id"], dict(query)) if method == "GET" else self.plant(bed["id"], sent)
            )
        return self.one(method, bed, sent, headers)

    def one(self, method: str, bed: Row, sent: Row, headers: dict[str, str]) -> Response:
        if method == "DELETE":
            del self.beds[bed["id"]]
            if self.flaw != "plants stay":
                self.plants = {key: each for key, each in self.plants.items() if each[0] != bed["id"]}
            return Response(204)
        if method == "PATCH":
            if self.flaw == "lists are added to" and "tags" in sent:
                sent["tags"] = [*bed.get("tags", ()), *sent["tags"]]
            bed.update({"fenced": False, **sent} if self.flaw == "a patch unfences" else sent)
        tag = ("etag", f'"{hash(json.dumps(bed)) % 10**9}"')
        wanted = headers.get("if-none-match")
        if wanted == tag[1] or (wanted and self.flaw == "any tag matches"):
            return Response(304, (tag,))
        length = len(json.dumps(bed)) + (7 if method == "HEAD" and self.flaw == "head has a length" else 0)
        return told(bed, (("content-length", str(length)), tag))

    def list_beds(self, query: list[tuple[str, str]]) -> Response:
        given = dict(query)
        soils = [text for name, text in query if name == "soil"]
        soils = soils[:1] if self.flaw == "one soil counts" else soils
        least, is_open = float(given.get("min_area", -1)), self.flaw == "bounds are left out"
        rows = [
            bed
            for bed in self.beds.values()
            if (not soils or bed["soil"] in soils)
            and (bed["area"] > least or (bed["area"] == least and not is_open))
            and (given.get("fenced", str(bed["fenced"]).lower()) == str(bed["fenced"]).lower())
        ]
        if self.flaw == "later pages are not filtered" and given.get("page", "1") != "1":
            rows = list(self.beds.values())
        if "sort" in given:
            as_text = self.flaw == "areas are sorted as texts"
            rows.sort(key=lambda bed: str(bed["area"]) if as_text else bed["area"])
            is_turned = given.get("order") == "desc" and self.flaw != "order is not turned"
            rows = rows[::-1] if (given["sort"] == "-area") is not is_turned else rows  # turned twice is not
        if self.flaw == "rows show no key":
            rows = [{name: value for name, value in bed.items() if name != "id"} for bed in rows]
        limit = int(given.get("limit", 10))
        start = (int(given.get("page", 1)) - 1) * limit
        total = len(self.beds if self.flaw == "all are counted" else rows)
        return told({"items": rows[start : start + limit], "total": total})

    def create(self, sent: Row) -> Response:
        self.made += 1
        own = {"id": self.made, "made_at": f"second {self.made}", "href": f"/beds/{self.made}"}
        if self.flaw == "the client says when" and "made_at" in sent:
            own["made_at"] = sent["made_at"]
        if self.flaw == "links lead astray":
            own["href"] = f"/beds/{self.made + 1}"
        usual = {"fenced": self.flaw == "all is fenced"}
        self.beds[self.made] = {**usual, **sent, **own}
        if self.flaw == "one of each" and sum(bed["area"] == sent["area"] for bed in self.beds.values()) > 1:
            return Response(409)
        return told(self.beds[self.made], status=201)

    def plant(self, bed: int, sent: Row) -> Response:
        self.made += 1
        self.plants[self.made] = bed, {**sent, "id": self.made}
        return told(self.plants[self.made][1], status=201)

    def list_plants(self, bed: int, query: dict[str, str]) -> Response:
        rows = [row for home, row in self.plants.values() if home == bed]
        start = 0 if self.flaw == "tokens are ignored" else int(query.get("cursor", 0))
        end = start + int(query.get("limit", 10))
        more = (end < len(rows) and self.flaw != "tokens end early") or self.flaw == "tokens never end"
        token = str(end + (self.flaw == "tokens skip a row")) if more else None
        has_more = more and self.flaw != "more is denied"
        total = len(rows[start:end] if self.flaw == "totals are of the page" else rows)
        return told({"items": rows[start:end], "next_cursor": token, "has_more": has_more, "total": total})


def is_right(sent: Row) -> bool:
    """Whether nothing in a body is of another type than it should be."""
    soil, area, tags = sent.get("soil", ""), sent.get("area", 0), sent.get("tags", [])
    return isinstance(soil, str) and isinstance(area, int | float) and isinstance(tags, list)


def told(value: Any, headers: tuple[tuple[str, str], ...] = (), status: int = 200) -> Response:
    return Response(status, (JSON, *headers), json.dumps(value).encode())
