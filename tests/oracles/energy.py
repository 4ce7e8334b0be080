"""A small supplier that keeps its document, and breaks it in one named way at a time."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Request, Response

KEY = "supplier-key-4711"
OTHER_KEY = "another-supplier-0815"
BASE = "/v1"
CONTRACT = compile_contract(load(str(Path(__file__).parent / "energy.yaml")))

Row = dict[str, Any]
_HEADS = {"head is refused": 403, "head is not found": 404}
JSON = "application/json"
PROBLEM = "application/problem+json"


class Refusal(Exception):  # noqa: N818 - what happens to the request
    def __init__(self, status: int, title: str = "refused", **headers: str) -> None:
        super().__init__(title)
        self.status, self.title, self.headers = status, title, headers


@dataclass
class Energy:
    """The supplier: customers, their contracts, the readings of those; `flaw` is how it breaks its word."""

    flaw: str = ""
    customers: dict[str, Row] = field(default_factory=dict)
    contracts: dict[str, Row] = field(default_factory=dict)
    readings: list[Row] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    first: dict[str, Row] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    ghosts: list[Row] = field(default_factory=list)
    made: int = 0
    seen: list[tuple[str, str]] = field(default_factory=list)
    owner: str = "own"
    owners: dict[str, str] = field(default_factory=dict)

    def has(self, flaw: str) -> bool:
        return self.flaw == flaw

    def answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Response:
        """Answer one request; header names are lower case."""
        self.seen.append((method, target))
        parts = urlsplit(target)
        request = Request(method, parts.path.removeprefix(BASE), parts.query, tuple(headers.items()), body)
        try:
            response = self.routed(request, headers)
        except Refusal as refusal:
            response = self.problem(refusal)
        bend = BENDS.get(self.flaw)
        return bend(request, response) if bend else response

    def problem(self, refusal: Refusal) -> Response:
        status = 400 if self.has("problem status differs") else refusal.status
        named = {"content-type": PROBLEM, **{k.replace("_", "-"): v for k, v in refusal.headers.items()}}
        text = json.dumps({"title": refusal.title, "status": status})
        return Response(refusal.status, tuple(named.items()), text.encode())

    def routed(self, request: Request, headers: dict[str, str]) -> Response:
        found = CONTRACT.paths.find(request.path)
        if not found:
            raise Refusal(404)
        by_method, values = found[0]
        if request.method not in by_method:
            self.refuse_method(request.method, ", ".join(sorted(by_method)))
        self.let_in(headers)
        operation = by_method[request.method]
        reading = operation.read(request, values)
        lenient = self.has("undeclared media type accepted") and request.method in ("POST", "PUT")
        if lenient and any(each.location == "media type" for each in reading.violations):
            plain = Request(
                request.method, request.path, request.query, (("content-type", JSON),), request.body
            )
            reading = operation.read(plain, values)
        if reading.violations and self.has("a refused put is stored") and operation.key == "replaceCustomer":
            self.customers[values["customerId"]]["name"] = "Nobody"
        if reading.violations and self.has("a refused put deletes") and operation.key == "replaceCustomer":
            del self.customers[values["customerId"]]
        if (
            reading.violations
            and self.has("a refused creation creates")
            and operation.key == "createCustomer"
        ):
            twin = self.next_id()
            self.customers[twin] = {**next(iter(self.customers.values())), "id": twin}
        for violation in reading.violations:
            if not self.overlooks(violation, operation.key):
                raise Refusal(415 if violation.location == "media type" else 400, str(violation))
        ids = [unquote(value) for value in values.values()]
        deed: Callable[..., Response] = getattr(self, operation.key)
        return deed(*ids, arguments=reading.arguments, body=reading.body, headers=headers)

    def refuse_method(self, method: str, allowed: str) -> None:
        if method == "HEAD" and self.flaw in _HEADS:
            raise Refusal(_HEADS[self.flaw])
        if self.has("no method is known"):
            raise Refusal(404)
        raise Refusal(405, allow=allowed)

    def let_in(self, headers: dict[str, str]) -> None:
        given = headers.get("x-api-key", "")
        self.owner = "other" if given == OTHER_KEY else "own"
        accepted = given in (KEY, OTHER_KEY)
        accepted = accepted or (
            self.has("prefix of the key accepted") and len(given) > 8 and KEY.startswith(given)
        )
        accepted = accepted or (self.has("longer key accepted") and given.startswith(KEY))
        accepted = accepted or (self.has("key in any case accepted") and given.lower() == KEY.lower())
        accepted = accepted or (self.has("no key accepted") and not given)
        accepted = accepted or (self.has("any key accepted") and bool(given))
        if not accepted:
            raise Refusal(401, **({} if self.has("no challenge") else {"www_authenticate": "ApiKey"}))

    def overlooks(self, violation: Any, key: str) -> bool:
        wanted = OVERSIGHTS.get(self.flaw)
        return wanted is not None and (key, violation.location, violation.name or violation.rule) == wanted

    def next_id(self) -> str:
        self.made += 1
        return str(uuid5(NAMESPACE_URL, str(self.made)))

    def customer(self, identity: str) -> Row:
        is_read = self.seen[-1][0] == "GET"
        lenient = (self.has("others may read") and is_read) or (self.has("others may write") and not is_read)
        if identity not in self.customers or not (lenient or self.is_own(self.customers[identity])):
            raise Refusal(404)
        return self.customers[identity]

    def is_own(self, row: Row) -> bool:
        return self.owners.get(row["id"], self.owner) == self.owner

    def contract(self, customer: str, identity: str) -> Row:
        self.customer(customer)
        row = self.contracts.get(identity)
        if row is None or (row["customerId"] != customer and not self.has("contract under any customer")):
            raise Refusal(404)
        return row

    # Customers

    def listCustomers(self, *, arguments: Row, **_: Any) -> Response:  # noqa: N802 - an operationId
        rows = [*self.customers.values(), *(self.ghosts if self.has("deleted customers stay listed") else [])]
        rows = [row for row in rows if self.is_own(row) or self.has("others are listed")]
        if self.has("reading writes"):
            for row in rows:
                row["note"] = f"read {len(self.seen)} times"
        city = arguments.get("city")
        if city is not None and not self.has("filter ignored"):
            rows = [row for row in rows if row["city"] == city]
            rows = rows[1:] if self.has("filter loses a row") else rows
        rows = [*rows, *rows[:1]] if self.has("a row stands twice") else rows
        sort = arguments.get("sort")
        rows = rows[1:] if sort and self.has("sort loses a row") else rows
        if sort and not self.has("sort ignored"):
            descending = sort.startswith("-") and not self.has("descending ignored")
            rows = sorted(rows, key=lambda row: str(row[sort.lstrip("-")]), reverse=descending)
        if sort and self.has("each page is sorted for itself"):
            rows = list(self.customers.values())
            first, count = arguments.get("offset", 0), arguments.get("limit", 10)
            page = sorted(rows[first : first + count], key=lambda row: str(row[sort.lstrip("-")]))
            rows = rows[:first] + (page[::-1] if sort.startswith("-") else page) + rows[first + count :]
        total = len(rows) + self.has("count header differs")
        if self.has("the list stays as it was"):
            rows = [{**row, **self.first.setdefault(row["id"], dict(row))} for row in rows]
        if self.has("rows differ from details"):
            rows = [{**row, "city": "Bielefeld"} for row in rows]
        return self.page(rows, arguments, {"x-total-count": str(total)}, echoes=True)

    def page(
        self, rows: list[Row], arguments: Row, headers: Row | None = None, *, echoes: bool = False
    ) -> Response:
        limit, offset = arguments.get("limit", 10), arguments.get("offset", 0)
        if echoes and any(self.has(f"pages of three at most{how}") for how in ("", ", unsaid")):
            limit = min(limit, 3)
        start = max(offset - 1, 0) if self.has("pages overlap") else offset
        start = start + (1 if self.has("pages skip a row") and offset else 0)
        is_last = 0 < offset < len(rows) <= offset + limit
        start = start - (is_last and self.has("the last page begins early"))
        start = 0 if self.has("offset ignored") else start
        start = offset * limit if self.has("offset counts pages") else start
        count = len(rows) if self.has("limit ignored") else limit + self.has("one row too many")
        shown = rows[start : start + count]
        total = len(shown) if self.has("total is of the page") else len(rows)
        said = {"items": shown, "total": total + self.has("total differs")}
        if echoes:
            told = arguments.get("limit", 10) if self.has("pages of three at most, unsaid") else limit
            said |= {"limit": told + self.has("limit echoed wrongly"), "offset": offset}
            said["hasMore"] = len(rows) > offset + limit and not self.has("there is never more")
        return self.json(200, said, headers or {})

    def json(self, status: int, value: Any, headers: Row | None = None) -> Response:
        named = {"content-type": JSON, **(headers or {})}
        return Response(status, tuple(named.items()), json.dumps(value).encode())

    def stumble_over(self, name: str) -> None:
        is_known = any(each["name"] == name for each in self.customers.values())
        if self.has("crash for every customer") or (self.has("crash for a known name") and is_known):
            raise Refusal(500)

    def createCustomer(self, *, body: Row, headers: dict[str, str], **_: Any) -> Response:  # noqa: N802
        key = headers.get("idempotency-key", "")
        if key in self.keys and not self.has("idempotency key ignored"):
            return self.created(self.customers.get(self.keys[key]) or {**body, "id": self.keys[key]})
        self.stumble_over(body["name"])
        row = {**body, "id": self.next_id(), "createdAt": "2026-02-28T12:00:00Z"}
        row["id"] = str(uuid5(NAMESPACE_URL, "1")) if self.has("every customer has one id") else row["id"]
        if self.has("values are shortened"):
            row["name"] = row["name"][:1] + "…"
        self.owners[row["id"]] = self.owner
        if not self.has("created customer is not there"):
            self.customers[row["id"]] = dict(row)
        if self.has("a creation makes two"):
            twin = self.next_id()
            self.customers[twin] = {**row, "id": twin}
        if self.has("the postcode is dropped"):
            self.customers[row["id"]].pop("postcode", None)
        if self.has("created differs from read"):
            self.customers[row["id"]]["city"] = "Bielefeld"
        if key:
            self.keys[key] = row["id"]
        if self.has("the answer to a creation is another's"):
            row["id"] = next(iter(self.customers))
        if self.has("crash for one postcode") and body.get("postcode", "").startswith("0"):
            raise Refusal(500)
        return self.created(row)

    def created(self, row: Row) -> Response:
        row = {"createdAt": "2026-02-28T12:00:00Z", **row}
        target = f"{BASE}/customers/{row['id']}"
        target = {
            "location leads nowhere": f"{BASE}/clients/{row['id']}",
            "location of another": f"{BASE}/customers/{uuid5(NAMESPACE_URL, 'x')}",
        }.get(self.flaw, target)
        return self.json(201, row, {"location": target})

    def getCustomer(self, identity: str, *, headers: dict[str, str], **_: Any) -> Response:  # noqa: N802
        gone = next((ghost for ghost in self.ghosts if ghost["id"] == identity), None)
        if gone is not None and self.has("deleted rows come back") and self.seen.count(self.seen[-1]) > 1:
            self.customers[identity] = gone
        if "if-match" in headers and self.has("crash for a condition"):
            raise Refusal(500)
        row = self.customer(identity)
        if self.has("reading deletes"):
            del self.customers[identity]
        if self.has("reading one writes"):
            row["note"] = f"read {len(self.seen)} times"
        tag = self.tag(identity)
        if headers.get("if-none-match") == tag and not self.has("etag ignored"):
            return Response(412 if self.has("met by 412") else 304, (("etag", tag),))
        if self.has("read gives another id"):
            row = {**row, "id": str(uuid5(NAMESPACE_URL, "another"))}
        return self.json(200, row, {"etag": tag})

    def tag(self, identity: str) -> str:
        version = 0 if self.has("etag never changes") else self.versions.get(identity, 0)
        return f'"{identity[:8]}-{version}"'

    def replaceCustomer(self, identity: str, *, body: Row, headers: dict[str, str], **_: Any) -> Response:  # noqa: N802
        kept = self.customer(identity)
        wanted = headers.get("if-match", self.tag(identity))
        if wanted != self.tag(identity) and not self.has("if-match ignored"):
            if self.has("what is out of date is stored"):
                kept.update(body)
                self.versions[identity] = self.versions.get(identity, 0) + 1
            raise Refusal(412)
        row = {**body, "id": identity, "createdAt": kept["createdAt"]}
        if self.has("put keeps what was left out"):
            row = {**kept, **row}
        if self.has("put counts"):
            row["note"] = f"{kept.get('note') or ''}+"[-90:]
        if self.has("put makes another"):
            other = self.next_id()
            self.customers[other] = {**row, "id": other}
        if not self.has("put is not stored"):
            self.customers[identity] = row
        self.versions[identity] = self.versions.get(identity, 0) + 1
        status = 201 if self.has("put says created") else 200
        return self.json(status, row if not self.has("put answers the old") else kept)

    def changeCustomer(self, identity: str, *, body: Row, **_: Any) -> Response:  # noqa: N802
        kept = self.customer(identity)
        row = {**kept, **body}
        if self.has("null is ignored in a merge patch"):
            row = {**row, **{name: kept.get(name) for name, value in body.items() if value is None}}
        row = {name: value for name, value in row.items() if value is not None}
        if self.has("patch resets the rest"):
            row.pop("postcode", None)
            row["city"] = row["city"] if "city" in body else "Bielefeld"
        if self.has("patch forgets the rest"):
            row = {
                name: value
                for name, value in row.items()
                if name in body or name in kept.keys() - {"postcode"}
            }
        if not self.has("patch is not stored"):
            self.customers[identity] = row
        if not self.has("etag stays after a patch"):
            self.versions[identity] = self.versions.get(identity, 0) + 1
        stated = "another" if self.has("a patch states another tag") else self.tag(identity)[1:-1]
        return self.json(200, kept if self.has("patch answers the old") else row, {"etag": f'"{stated}"'})

    def deleteCustomer(self, identity: str, *, headers: dict[str, str], **_: Any) -> Response:  # noqa: N802
        row = self.customer(identity)
        wanted = headers.get("if-match", self.tag(identity))
        if wanted != self.tag(identity) and not self.has("if-match ignored by delete"):
            raise Refusal(412)
        self.ghosts.append(row)
        if not self.has("delete does nothing"):
            del self.customers[identity]
        if self.has("delete takes another along") and self.customers:
            del self.customers[next(iter(self.customers))]
        return Response(204)

    # Contracts and readings

    def listContracts(self, customer: str, *, arguments: Row, **_: Any) -> Response:  # noqa: N802
        if not self.has("contracts of nobody listed"):
            self.customer(customer)
        rows = [row for row in self.contracts.values() if row["customerId"] == customer]
        if self.has("contracts of everybody listed"):
            rows = list(self.contracts.values())
        if self.has("child list forgets"):
            rows = rows[:-1]
        status = arguments.get("status")
        if status and not self.has("status filter inverted"):
            rows = [row for row in rows if row["status"] == status]
        elif status:
            rows = [row for row in rows if row["status"] != status]
        return self.page(rows, arguments)

    def createContract(self, customer: str, *, body: Row, **_: Any) -> Response:  # noqa: N802
        self.customer(customer)
        row = {**body, "id": self.next_id(), "customerId": customer}
        if self.has("default instead of what was sent"):
            row["status"] = "active"
        self.contracts[row["id"]] = row
        if self.has("wrong parent echoed"):
            row = {**row, "customerId": row["id"]}
        return self.json(201, row)

    def getContract(self, customer: str, identity: str, **_: Any) -> Response:  # noqa: N802
        return self.json(200, self.contract(customer, identity))

    def deleteContract(self, customer: str, identity: str, **_: Any) -> Response:  # noqa: N802
        self.contract(customer, identity)
        if not self.has("contract delete does nothing"):
            del self.contracts[identity]
        return Response(204)

    def listReadings(self, customer: str, contract: str, *, arguments: Row, **_: Any) -> Response:  # noqa: N802
        self.contract(customer, contract)
        return self.page([row for row in self.readings if row["contractId"] == contract], arguments)

    def createReading(self, customer: str, contract: str, *, body: Row, **_: Any) -> Response:  # noqa: N802
        self.contract(customer, contract)
        if self.has("crash at the largest reading") and body["value"] >= 999999:
            raise Refusal(500)
        row = {**body, "id": len(self.readings) + 1, "contractId": contract}
        if not self.has("reading is lost"):
            self.readings.append(row)
        if self.has("reading is rounded"):
            row["value"] = float(int(row["value"] / 10) * 10)
        return self.json(201, row)


# What is overlooked of a request: operation, location, and the parameter or the rule.
OVERSIGHTS: dict[str, tuple[str, str, str]] = {
    "limit above the maximum accepted": ("listCustomers", "query", "limit"),
    "offset is not checked": ("listCustomers", "query", "offset"),
    "unknown sort accepted": ("listCustomers", "query", "sort"),
    "bad status accepted": ("listContracts", "query", "status"),
    "limit of readings not checked": ("listReadings", "query", "limit"),
    "postcode not checked": ("createCustomer", "body", "pattern"),
    "unknown members accepted": ("createCustomer", "body", "additionalProperties"),
    "long names accepted": ("createCustomer", "body", "maxLength"),
    "bad date of a contract accepted": ("createContract", "body", "format"),
    "bad status of a contract accepted": ("createContract", "body", "enum"),
    "negative reading accepted": ("createReading", "body", "minimum"),
    "huge reading accepted": ("createReading", "body", "maximum"),
    "bad date of a reading accepted": ("createReading", "body", "format"),
    "empty patch accepted": ("changeCustomer", "body", "minProperties"),
    "short idempotency key accepted": ("createCustomer", "header", "Idempotency-Key"),
}

Bend = Callable[[Request, Response], Response]


def of(method: str, path: str, change: Callable[[Response], Response], *, ok: bool = True) -> Bend:
    """Change the answers to one operation: the good ones, or the refusals."""

    def bend(request: Request, response: Response) -> Response:
        fits = request.method == method and re.fullmatch(path, request.path)
        return change(response) if fits and (response.status < 300) is ok else response

    return bend


def everywhere(change: Callable[[Response], Response]) -> Bend:
    return lambda _, response: change(response) if response.status >= 400 else response


def status(value: int) -> Callable[[Response], Response]:
    return lambda response: Response(value, response.headers, response.body)


def header(name: str, value: str | None) -> Callable[[Response], Response]:
    def change(response: Response) -> Response:
        kept = tuple(each for each in response.headers if each[0] != name)
        return Response(
            response.status, kept + (((name, value),) if value is not None else ()), response.body
        )

    return change


def member(name: str, value: Any) -> Callable[[Response], Response]:
    def change(response: Response) -> Response:
        whole = json.loads(response.body)
        for row in whole.get("items", [whole]):
            row.pop(name, None)
            if value is not None:
                row[name] = value if value != "null" else None
        return Response(response.status, response.headers, json.dumps(whole).encode())

    return change


NOW = count()
ONE, MANY = r"/customers/[^/]+", r"/customers"
CONTRACT_PATH, READINGS = r"/customers/[^/]+/contracts/[^/]+", r"/customers/[^/]+/contracts/[^/]+/readings"
TRACE = b'{"title": "x", "status": 404, "detail": "Traceback (most recent call last): line 3"}'
BENDS: dict[str, Bend] = {
    "202 instead of 201": of("POST", MANY, status(202)),
    "200 instead of 201": of("POST", f"{ONE}/contracts", status(200)),
    "203 on a list": of("GET", f"{ONE}/contracts", status(203)),
    "418 on deletion": of("PUT", ONE, status(418)),
    "422 instead of 400": of("POST", MANY, status(422), ok=False),
    "500 for what is not there": of("GET", ONE, status(500), ok=False),
    "503 on readings": of("GET", READINGS, status(503)),
    "302 on a contract": of("GET", CONTRACT_PATH, lambda r: header("location", "/v1/login")(status(302)(r))),
    "reading is noticed": of(
        "GET", ONE, lambda r: member("lastActivity", f"2026-02-28T12:00:{next(NOW):02}Z")(r)
    ),
    "id is missing": of("GET", ONE, member("id", None)),
    "city is null": of("GET", ONE, member("city", "null")),
    "id is no uuid": of("GET", CONTRACT_PATH, member("id", "17")),
    "createdAt is a date": of("GET", ONE, member("createdAt", "2026-02-28")),
    "status out of the enumeration": of("GET", CONTRACT_PATH, member("status", "paused")),
    "kwh is a text": of("GET", CONTRACT_PATH, member("kwh", "1200")),
    "postcode breaks its pattern": of("GET", MANY, member("postcode", "3310")),
    "unknown member in a contract": of("GET", CONTRACT_PATH, member("tariff", "x")),
    "value of a reading is a text": of("GET", READINGS, member("value", "1")),
    "password hash leaks": of("GET", ONE, member("passwordHash", "$2b$12$abcdefghijklmnopqrstuv")),
    "text instead of JSON": of("GET", ONE, header("content-type", "text/plain")),
    "no content type": of("GET", MANY, header("content-type", None)),
    "errors are HTML": everywhere(header("content-type", "text/html")),
    "no count header": of("GET", MANY, header("x-total-count", None)),
    "count header is no number": of("GET", MANY, header("x-total-count", "many")),
    "no location": of("POST", MANY, header("location", None)),
    "no etag": of("GET", ONE, header("etag", None)),
    "no allow": everywhere(header("allow", None)),
    "malformed JSON": of("GET", CONTRACT_PATH, lambda r: Response(r.status, r.headers, r.body[:-1])),
    "empty body": of("GET", CONTRACT_PATH, lambda r: Response(r.status, r.headers, b"")),
    "stack trace leaks": of("GET", ONE, lambda r: Response(r.status, r.headers, TRACE), ok=False),
    "201 on a read": of("GET", ONE, status(201)),
    "list is no object": of("GET", READINGS, lambda r: Response(r.status, r.headers, b"[]")),
    "405 is 404": everywhere(lambda r: status(404)(r) if r.status == 405 else r),
    "401 is 403": everywhere(lambda r: status(403)(r) if r.status == 401 else r),
    "415 without a body": of("DELETE", ONE, status(415), ok=False),
}
