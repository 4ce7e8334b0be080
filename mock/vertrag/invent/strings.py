"""Finds strings: what is said in the wanted format, else what the pattern and the lengths ask for."""

from base64 import b16encode, b32encode, b64encode, urlsafe_b64encode
from binascii import b2a_qp
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from vertrag.contract.content.media import essence_of, is_json
from vertrag.invent.demands import Demand
from vertrag.invent.regexes import texts
from vertrag.invent.subjects import Subject
from vertrag.serialization import to_json

Pick = Callable[[int], int]

_LONGEST = 1_000_000  # characters: nobody reads more, and memory is not for the asking
NO_MATTER_WHAT = "Beispiel"
"""What stands for a text of which nothing is known."""
_SENTENCE = "Beispiel für einen längeren Text aus dem Kundenservice. "
_TRIES = 6  # texts of other choices, where a pattern has several branches

_FORMATS: dict[str, Callable[[Subject], str]] = {
    "date": lambda subject: subject.created.date().isoformat(),
    "date-time": lambda subject: _written(subject.created, "date-time"),
    "time": lambda subject: _written(subject.created, "time"),
    "duration": lambda subject: f"P{subject.draw.between('duration', 1, 28)}D",
    "email": lambda subject: subject.customer.email,
    "idn-email": lambda subject: subject.customer.email,
    "hostname": lambda subject: f"host-{subject.number}.example.com",
    "idn-hostname": lambda subject: f"host-{subject.number}.example.com",
    "ipv4": lambda subject: f"192.0.2.{subject.draw.between('ip', 1, 254)}",  # RFC 5737
    "ipv6": lambda subject: f"2001:db8::{subject.draw.between('ip', 1, 65_000):x}",  # RFC 3849
    "uri": lambda subject: f"https://example.com/{subject.number}",
    "url": lambda subject: f"https://example.com/{subject.number}",
    "iri": lambda subject: f"https://example.com/{subject.number}",
    "uri-reference": lambda subject: f"/{subject.number}",
    "iri-reference": lambda subject: f"/{subject.number}",
    "uri-template": lambda _: "https://example.com/{id}",
    "uuid": lambda subject: subject.uuid,
    "byte": lambda subject: b64encode(f"vertrag {subject.number}".encode()).decode(),
    "password": lambda subject: f"Geheim-{subject.draw.digits('password', 6)}",
    "json-pointer": lambda subject: f"/{subject.number}",
    "relative-json-pointer": lambda subject: f"{subject.number}",
    "regex": lambda subject: f"^{subject.number}$",
    "base64url": lambda subject: urlsafe_b64encode(f"vertrag {subject.number}".encode()).decode(),
    "char": lambda subject: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[subject.number % 26],
    "decimal": lambda subject: f"{subject.draw.between('decimal', 100, 99_999) / 100:.2f}",
    "decimal128": lambda subject: f"{subject.draw.between('decimal', 100, 99_999) / 100:.2f}",
    "iban": lambda subject: subject.iban,
    "phone": lambda subject: subject.customer.phone,
}
_BRIEF = {
    # For lengths and patterns that the usual value does not meet.
    "email": ("info@example.com", "a@b.test"),
    "hostname": ("example.com", "a.test", "a"),
    "uri": ("https://a.test", "urn:a:b", "a:b"),
    "iri": ("https://a.test", "a:b"),
    "url": ("http://a.test",),
    "uri-reference": ("https://example.com/", "/", "a", ""),
    "ipv6": ("::1",),
    "regex": ("a", ""),
    "json-pointer": ("",),
    "duration": ("PT1H", "P1M"),
    "time": ("08:00:00+01:00", "08:00:00.000Z"),
    "date-time": ("2026-11-02T08:00:00+01:00", "2026-11-02T08:00:00.000Z"),
}
_STRETCHED: dict[str, Callable[[int], str]] = {
    "email": lambda length: _long_host("beispiel@", length),
    "idn-email": lambda length: _long_host("beispiel@", length),
    "hostname": lambda length: _long_host("", length),
    "uri": lambda length: f"https://example.com/{'x' * (length - 20)}",
    "iri": lambda length: f"https://example.com/{'x' * (length - 20)}",
    "url": lambda length: f"https://example.com/{'x' * (length - 20)}",
    "uri-reference": lambda length: f"/{'x' * (length - 1)}",
    "json-pointer": lambda length: f"/{'x' * (length - 1)}",
    "regex": lambda length: "a" * length,
    "byte": lambda length: "dmVy" * -(-length // 4),
    "duration": lambda length: f"P{'0' * (length - 3)}1D",
    "date-time": lambda length: f"2026-11-02T08:00:00.{'0' * (length - 21)}Z",
    "time": lambda length: f"08:00:00.{'0' * (length - 10)}Z",
}

_ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    # RFC 4648, and RFC 2045 §6.7.
    "base64": b64encode,
    "base64url": urlsafe_b64encode,
    "base32": b32encode,
    "base16": b16encode,
    "quoted-printable": b2a_qp,
}

_SHAPES = {
    # For patterns that ask for a part of what the format is.
    "date": "20[0-9][0-9]-0[1-9]-1[0-9]",
    "date-time": "20[0-9][0-9]-0[1-9]-1[0-9]T1[0-9]:[0-5][0-9]:[0-5][0-9](?:Z|[+]0[0-9]:00)",
    "time": "1[0-9]:[0-5][0-9]:[0-5][0-9](?:Z|[+]0[0-9]:00)",
    "duration": "P[1-9]DT[1-9]H",
    "email": r"[a-z]{12,}@a\.test",
    "hostname": r"[a-z]{4}\.[a-z]{4}\.example\.com",
    "uri": r"https://[a-z]{4}\.example\.com/[a-z]{4,}",
    "url": r"https://[a-z]{4}\.example\.com/[a-z]{4,}",
    "uuid": "[0-9]{8}-[0-9]{4}-4[0-9]{3}-8[0-9]{3}-[0-9]{12}",  # neither upper nor lower case
}


def _long_host(start: str, length: int) -> str:
    """A name below example.com that makes the text as long, in labels of at most 63 characters."""
    missing = max(length - len(start) - len(".example.com"), 1)
    labels = "x" * (missing % 50 or 50) + ".xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" * (
        (missing - 1) // 50
    )
    return f"{start}{labels}.example.com"


def strings(demand: Demand, said: Iterator[Any], subject: Subject, pick: Pick, ordinal: int) -> Iterator[str]:
    """Strings for a demand, the most telling first; `ordinal` tells the plain ones of a list apart."""
    formats = [str(name) for name in demand.every("format")]
    yield from enclosed(demand, {"nummer": subject.number}, f"vertrag {subject.number}")
    for value in said:
        yield _written(value, formats[0] if formats else "")
    for name in formats:
        if name in _FORMATS:
            yield _FORMATS[name](subject)
            yield from _BRIEF.get(name, ())
    shortest, longest = demand.most("minLength"), demand.least("maxLength")
    if shortest > _LONGEST:
        return
    for name in formats:
        if name in _STRETCHED and shortest:
            yield _STRETCHED[name](shortest)
    for pattern in _wanted(demand.every("pattern"), formats):
        for _ in range(_TRIES):
            yield from texts(pattern, pick, shortest, longest)
    yield from _plain(shortest, longest, ordinal)


def enclosed(demand: Demand, value: Any, text: str) -> Iterator[str]:
    """A value or a text in the media type and the encoding that are said (JSON Schema 2020-12 §8)."""
    media_types, encodings = demand.every("contentMediaType"), demand.every("contentEncoding")
    is_structured = any(is_json(essence_of(str(name))) for name in media_types)
    content = to_json(value) if is_structured else text.encode()
    for name in encodings:
        encode = _ENCODINGS.get(str(name).lower())
        if encode is not None:
            yield encode(content).decode()
    if is_structured and not encodings:
        yield content.decode()


def _wanted(patterns: list[str], formats: list[str]) -> Iterator[str]:
    """The patterns together with what the formats look like, then each alone."""
    shapes = [_SHAPES[name] for name in formats if name in _SHAPES]
    if patterns and len(patterns) + len(shapes) > 1:
        yield "".join([*(f"(?={pattern})" for pattern in patterns), *shapes])
    yield from patterns


def _plain(shortest: int, longest: int | None, ordinal: int) -> Iterator[str]:
    text = f"{NO_MATTER_WHAT} {ordinal}" if ordinal else NO_MATTER_WHAT
    if longest is not None and longest < len(text):
        text = (str(ordinal) if ordinal else text)[:longest]
    if shortest > len(text):
        text += (" " + _SENTENCE * (shortest // len(_SENTENCE) + 1))[: shortest - len(text)]
        text = text[:-1] + "." if text.endswith(" ") else text
    yield text
    for letter in "aA0":
        yield letter * max(shortest, 1)
    yield ""


def _written(value: Any, name: str) -> str:
    """A value as text, moments in the wanted format (RFC 3339)."""
    if isinstance(value, datetime):
        forms = {"date": value.date().isoformat(), "time": value.strftime("%H:%M:%SZ")}
        return forms.get(name) or value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return _written(datetime.combine(value, time()), name) if name == "date-time" else value.isoformat()
    return f"{value:.2f}" if isinstance(value, float) else str(value)
