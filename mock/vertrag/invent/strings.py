"""Finds strings: what is said in the wanted format, else what the pattern and the lengths ask for."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from vertrag.invent.demands import Demand
from vertrag.invent.patterns import texts
from vertrag.invent.subjects import Subject

Pick = Callable[[int], int]

_LONGEST = 1_000_000  # characters: nobody reads more, and memory is not for the asking
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
    "iban": lambda subject: subject.iban,
    "phone": lambda subject: subject.customer.phone,
}


def strings(demand: Demand, said: Iterator[Any], subject: Subject, pick: Pick, ordinal: int) -> Iterator[str]:
    """Strings for a demand, the most telling first; `ordinal` tells the plain ones of a list apart."""
    formats = [str(name) for name in demand.every("format")]
    for value in said:
        yield _written(value, formats[0] if formats else "")
    for name in formats:
        if name in _FORMATS:
            yield _FORMATS[name](subject)
    shortest, longest = demand.most("minLength"), demand.least("maxLength")
    if shortest > _LONGEST:
        return
    for pattern in demand.every("pattern"):
        for _ in range(_TRIES):
            yield from texts(pattern, pick, shortest, longest)
    if len(demand.every("pattern")) > 1:
        together = "".join(f"(?={pattern})" for pattern in demand.every("pattern"))
        yield from texts(together, pick, shortest, longest)
    yield from _plain(shortest, longest, ordinal)


def _plain(shortest: int, longest: int | None, ordinal: int) -> Iterator[str]:
    text = f"Beispiel {ordinal}" if ordinal else "Beispiel"
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
