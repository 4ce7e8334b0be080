"""A finding as a file for pytest: fails where the contract is broken, passes once it is kept.

Where one answer shows the breach, the file needs nothing but Python and pytest: it creates what it needs,
takes the ids out of the answers and asks the last one. What holds across answers is asked of the laws,
through the plugin that comes with vertrag.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vertrag.exchange import Headers
from vertrag.fuzz.asking.mentions import filled
from vertrag.fuzz.asking.origins import CONDITIONS, ETAG, LOCATION, Step, Take
from vertrag.fuzz.reporting.curl import is_automatic
from vertrag.fuzz.reporting.redaction import Marker, Redaction

_MARK = re.compile(r"vertrag~(\w+)~variable")
"""What stands for an id that is known when the test runs."""

_SENDING = """
import json
import os
import re
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import quote, urlsplit

BASE = os.environ.get("BASE", {base!r})


def send(method, path, headers, body=None):
    parts = urlsplit(BASE)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.netloc, timeout=10)
    connection.request(method, parts.path + path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def at(body, *steps):
    value = json.loads(body)
    for step in steps:
        value = value[step]
    return value


def there(body, *steps):
    try:
        at(body, *steps)
    except LookupError:
        return False
    return True
"""
_ASKING_THE_LAWS = """
import os

import pytest

pytestmark = pytest.mark.vertrag(
    os.environ.get("DOCUMENT", {document!r}),
    url=os.environ.get("BASE", {base!r}),
    only={operation!r},
    codes=({code!r},),{walks}
    seed={seed},
    allow_writes={allow_writes},
    header=({headers}),{others}{query}
)


def test_{name}(vertrag_verdict):
    vertrag_verdict.check()
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a written test is about: `told` is what its reader has to know, on lines."""

    told: str
    code: str
    operation: str
    base_url: str
    redaction: Redaction

    @property
    def name(self) -> str:
        """The name of the test, and of its file without `test_`."""
        words = re.sub(r"\W+", "_", f"{self.code} {self.operation}").strip("_").lower()
        return re.sub(r"[^a-z0-9_]", "", words)


def by_answer(subject: Subject, steps: Sequence[Step], assertion: str) -> str:
    """The file of a finding that its last answer shows."""
    known: dict[str, str] = {}
    lines: list[str] = []
    for step in steps:
        lines += [f"    {line}" for line in _lines(step, subject, known)]
        known |= {key: take.name.lower() for take in step.takes for key in take.keys}
    lines.append(f"    assert {assertion}, (status, body)")
    head = [
        *_heading(subject, lines),
        _SENDING.format(base=subject.base_url),
        "",
        f"def test_{subject.name}():",
    ]
    return "\n".join([*head, *lines]) + "\n"


def by_law(
    subject: Subject, document: str, seed: int, *, allow_writes: bool, walks_alone: bool = False
) -> str:
    """The file of a finding that only the law itself can show; `walks_alone` where walks have shown it."""
    redaction = subject.redaction
    others, query = _given(subject, redaction.others), _given(subject, redaction.query, "=")
    text = _ASKING_THE_LAWS.format(
        document=document,
        base=subject.base_url,
        operation=subject.operation,
        code=subject.code,
        walks="\n    walks_alone=True," if walks_alone else "",
        seed=seed,
        allow_writes=allow_writes,
        headers=_given(subject, redaction.headers),
        others=f"\n    other_header=({others})," if others else "",
        query=f"\n    query=({query})," if query else "",
        name=subject.name,
    )
    return "\n".join(_heading(subject, [text])) + "\n" + text


def _given(subject: Subject, pairs: Headers, sign: str = ": ") -> str:
    """Headers or pairs of a query as a test gives them: what is secret comes from the environment."""
    written = "".join(
        f'f"{name}{sign}{{os.environ[{_variable(subject, name, value)!r}]}}", '
        if _variable(subject, name, value)
        else f"{f'{name}{sign}{value}'!r}, "
        for name, value in pairs
    )
    return written.rstrip()


def _heading(subject: Subject, lines: Sequence[str]) -> Iterator[str]:
    told = subject.told.replace("\\", "\\\\").replace('"""', "'''")
    yield f'"""{told.strip()}\n'
    needs = ", ".join(subject.redaction.named_in(lines))
    yield "BASE in the environment points it elsewhere." + (f" It needs {needs} there." if needs else "")
    yield '"""'


def _variable(subject: Subject, name: str, value: str) -> str:
    return subject.redaction.placeholder(name, value)


def _lines(step: Step, subject: Subject, known: dict[str, str]) -> Iterator[str]:
    sent = filled(step.sent, {key: f"vertrag~{name}~variable" for key, name in known.items()})
    path = _path(sent.url, subject, known)
    yield "headers = {"
    for name, value in sent.headers:
        if not is_automatic(name.lower(), value):
            variable = _variable(subject, name, value)
            if name.lower() in CONDITIONS and value in known:
                yield f"    {name!r}: {known[value]},"
            else:
                yield f"    {name!r}: " + (
                    f"os.environ[{variable!r}]," if variable else f"{_text(value, subject)},"
                )
    yield "}"
    body = f", {_octets(sent.body, subject)}" if sent.body else ""
    yield f"status, headers, body = send({sent.method!r}, {path}, headers{body})"
    yield from (_taking(take) for take in step.takes)


def _path(url: str, subject: Subject, known: dict[str, str]) -> str:
    head, mark, query = url.partition("?")
    segments = head.removeprefix(subject.base_url).split("/")[1:]
    words = [
        f'"/" + quote({known[each]}, safe="")' if each in known else _text(f"/{each}", subject)
        for each in segments
    ]
    for number, piece in enumerate(_MARK.split(f"{mark}{query}")):
        words += [f'quote({piece}, safe="")' if number % 2 else _text(piece, subject)] if piece else []
    return " + ".join(words) or "''"


def _taking(take: Take) -> str:
    if take.trail == (ETAG,):
        return f'{take.name.lower()} = headers["ETag"]'
    if take.trail == (LOCATION,):
        return f'{take.name.lower()} = headers["Location"].rstrip("/").rpartition("/")[2]'
    return f"{take.name.lower()} = str(at(body, {', '.join(map(repr, take.trail))}))"


def _text(text: str, subject: Subject) -> str:
    """A text as Python, with the variables of secrets filled in when it runs."""
    shown = subject.redaction.scrub(text)
    if shown == text:
        return repr(text)
    return repr(shown) + "".join(
        f".replace({marker.shell!r}, {_value(marker, text, subject)})"
        for marker in subject.redaction.markers()
        if marker.shell in shown
    )


def _value(marker: Marker, text: str, subject: Subject) -> str:
    """What a variable holds, or of it the credential alone."""
    alone = marker.shell == f"${marker.variable}" and subject.redaction.lacks_scheme(marker.variable, text)
    return f'{marker.python}.partition(" ")[2]' if alone else marker.python


def _octets(body: bytes, subject: Subject) -> str:
    """The bytes as Python, with the ids that are known when it runs."""
    pieces = enumerate(_MARK.split(body.decode("latin-1")))
    return " + ".join(
        f"{piece}.encode()" if number % 2 else _constant(piece, subject) for number, piece in pieces if piece
    )


def _constant(octets: str, subject: Subject) -> str:
    shown = _text(octets, subject)
    return f'({shown}).encode("latin-1")' if "os.environ" in shown else repr(octets.encode("latin-1"))
