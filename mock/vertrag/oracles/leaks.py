"""Laws on what an answer must not tell: the inside of the server, secrets, and the credential of who asks."""

import re
from collections.abc import Iterator
from typing import Any

from vertrag.contract.inference.naming import tells_secret
from vertrag.contract.inference.outlines import success_of
from vertrag.contract.schema.shapes import ANYTHING, Shape
from vertrag.oracles.grounds import Grounds
from vertrag.oracles.law import Breach, Law
from vertrag.oracles.seen import Seen

TRACE = Law(
    "VF121",
    "stack_trace",
    "A stack trace leaks",
    "an answer tells nothing of the code behind it",
    1,
    309,
)
SECRET = Law(
    "VF122",
    "undeclared_secret",
    "An undeclared secret leaks",
    "members that hold secrets are declared or left out",
    0,
)
CREDENTIAL = Law(
    "VF123",
    "credential_comes_back",
    "A credential comes back",
    "an answer does not show the credential that was sent",
    1,
)
LAWS = (TRACE, SECRET, CREDENTIAL)

_TRACES = re.compile(
    rb"Traceback \(most recent call last\)"  # Python
    rb"|(?:^\s*|\\[nt])at [\w.$<>]+\([\w.]+\.(?:java|kt|scala):\d+\)"  # the JVM, in JSON as well
    rb"|\bat [\w.<>\[\] ]+ \(?/[^\s:]+\.[cm]?[jt]s:\d+:\d+"  # JavaScript
    rb"|\bat [\w.]+\([^)\n]*\) in [^\n]+:line \d+"  # .NET
    rb"|\bgoroutine \d+ \[\w+\]:"  # Go
    rb"|#\d+ /[^\s(]+\.php\(\d+\)"  # PHP
    rb"|thread '[^']+' panicked at"  # Rust
    rb"|(?<![\w./:-])/(?:srv|app|usr|home|opt|var)/[\w./-]+\.(?:py|js|ts|rb|php|go|java):\d+",  # code
    re.MULTILINE,
)
_DATABASES = re.compile(
    rb"\bviolates (?:unique|foreign key|not-null|check) constraint|\[SQL: |\bSQLSTATE\b|\bORA-\d{5}\b"
    rb"|You have an error in your SQL syntax|\bUNIQUE constraint failed: "
)
"""What databases say of what failed; in a success these are words like others, of a log that is shown."""
_LEAST = 8  # characters of a credential; shorter ones stand anywhere
_LEAST_FAILURE = 400  # RFC 9110 §15.5
_READING = ("read", "list", "search")
_DEEPEST = 6  # members within members that are looked into
_MANY = 20  # rows of a list; the others are alike


def leaks(grounds: Grounds, exchange: Seen) -> Iterator[Breach]:
    """What an answer tells that it must not."""
    body = exchange.response.body
    found = _TRACES.search(body) or (exchange.response.status >= _LEAST_FAILURE and _DATABASES.search(body))
    if found:
        yield Breach(TRACE, f"{found[0].decode('utf-8', 'replace').strip()[:80]} in the body")
    yield from _credentials(exchange)
    shape = grounds.outlines.given(exchange.operation, exchange.operation.declared(exchange.response.status))
    if shape is not None:
        is_success = exchange.response.status < _LEAST_FAILURE
        for name in dict.fromkeys(_undeclared(exchange.body, shape)):
            if not (is_success and _is_read_elsewhere(grounds, exchange, name)):
                yield Breach(SECRET, f"{name} in the body, which the document does not know")


def _credentials(exchange: Seen) -> Iterator[Breach]:
    """The credential that was let in, in an error or a header: logs keep those, and screens show them."""
    sent = dict(exchange.request.headers).get("authorization", "").rpartition(" ")[2]
    response = exchange.response
    if len(sent) < _LEAST or response.status in (401, 403):
        return
    if response.status >= _LEAST_FAILURE and sent.encode() in response.body:
        yield Breach(CREDENTIAL, "the credential in the body of an error")
    for name, value in response.headers:
        if sent in value:
            yield Breach(CREDENTIAL, f"the credential in the header {name}")


def _is_read_elsewhere(grounds: Grounds, exchange: Seen, name: str) -> bool:
    """Whether whoever reads or lists these rows is shown it by the document, as the hash of a file may be."""
    part = grounds.part(exchange.operation)
    deeds = (each for each in part[0].deeds if each.kind in _READING) if part else ()
    shapes = (grounds.outlines.given(each.operation, success_of(each.operation)) for each in deeds)
    return any(shape is not None and _names(shape, name) for shape in shapes)


def _names(shape: Shape, name: str) -> bool:
    """Whether a member of that name is declared anywhere in a shape; of those alike one is looked at."""
    shapes = [shape]
    seen: set[object] = set()
    for _ in range(_DEEPEST + 1):
        if any(name in (each.members or ()) for each in shapes):
            return True
        known = {_outline(each): each for each in shapes}
        shapes = [inner for outline, each in known.items() if outline not in seen for inner in _inner(each)]
        seen |= known.keys()
    return False


def _inner(shape: Shape) -> list[Shape]:
    """The shapes of the members and the items of a shape."""
    return [*(shape.members or {}).values(), *([shape.items] if shape.items else ())]


def _outline(shape: Shape) -> object:
    """What two shapes have in common that say the same: the names in them, and the names in those."""
    return tuple(shape.members or ()), tuple(tuple(each.members or ()) for each in _inner(shape))


def _undeclared(value: Any, shape: Shape) -> Iterator[str]:
    """The names of secrets of which the shape says nothing."""
    if isinstance(value, dict):
        for name, member in value.items():
            if shape.members and tells_secret(name, member) and not shape.expects(name):
                yield name
            yield from _undeclared(member, shape.member(name))
    elif isinstance(value, list):
        for item in value[:_MANY]:
            yield from _undeclared(item, shape.items or ANYTHING)
