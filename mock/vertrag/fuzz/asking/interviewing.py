"""Holds the invariants of the known vendors against an implementation: asks about tickets, then checks.

1. What breaks "any" is a finding; "warn" is a notice, and a finding in strict runs; "mock" is held against
   mocks of ours alone, whose answers say that they are.
2. Only such a mock is asked for the APIs of the other vendors, which it serves on the same host.
3. What is broken is asked for again before it is told.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from vertrag.contract.inference.positions import NOWHERE
from vertrag.contract.loading.document import load
from vertrag.contract.loading.sources import shipped_names
from vertrag.contract.operations import compile_contract
from vertrag.exchange import Headers, Request, Response
from vertrag.fuzz.asking.client import Send
from vertrag.fuzz.judging.breaches import Observer
from vertrag.fuzz.observations import (
    ANY_OPERATION,
    Attempt,
    Observation,
    PhaseBegun,
    ScenarioBegun,
    ScenarioEnded,
    TroubleMet,
)
from vertrag.oracles.conversation.talk import NOTHING, Exchanged, Talk
from vertrag.oracles.grounds import Grounds, grounds_of
from vertrag.oracles.journeys.walks import Walked
from vertrag.oracles.law import Breach, Law
from vertrag.vendors import VENDORS
from vertrag.vendors.agreement.dossier import Dossier, Invariant, Json
from vertrag.vendors.agreement.inquiry import Answer, ids_of, inquire, number_of
from vertrag.vendors.agreement.invariants import INVARIANTS

_TICKETS = 5  # that are asked about
_SYNTHETIC = ("x-synthetic-data", "true")
_VARIABLE = re.compile(r"\{([^{}]+)\}")
_LISTS: Final[Mapping[str, tuple[str, Json, str]]] = {
    # What lists tickets, the body that it wants, and where the rows are.
    "enneo": ("searchTickets", {}, "tickets"),
    "socialboards": ("listTickets", {}, "data"),
    "zoho-desk": ("getTickets", None, "data"),
}
_SEVERITIES = {"any": 1, "warn": 2, "mock": 2}


class _Over(Exception):  # noqa: N818 - says what is so
    """The interview has to end: nobody answers, or the time is up."""


@dataclass(slots=True)
class Interviewer:
    """Asks with one connection; `deadline` is on the monotonic clock, None for none."""

    observer: Observer
    post: Send
    deadline: float | None = None
    strict: bool = False
    is_ours: bool = False
    _attempts: list[Attempt] = field(default_factory=list)

    def observe(
        self, headers: Headers, known: Iterable[str] = (), *, writes: bool = False
    ) -> Iterator[Observation]:
        """All that is broken; `known` are ids of tickets, `headers` go with every request."""
        vendor = self.observer.grounds.contract.document.tree.get("info", {}).get("x-vendor")
        if vendor not in VENDORS:
            yield TroubleMet(ANY_OPERATION, "no invariants", "the document names no vendor that has some")
            return
        talk = Talk(self.observer.grounds, self._send, headers, writes=writes)
        yield PhaseBegun("invariants")
        try:
            for ticket_id in self._tickets(talk, vendor, known):
                yield ScenarioBegun(f"ticket {ticket_id}")
                found = list(self._about(talk, vendor, ticket_id))
                told = tuple(
                    self.observer.on_walk(each) for invariant, each in found if self._counts(invariant)
                )
                yield ScenarioEnded("", self._taken(), told)
                yield from (
                    _notice(self.observer, each) for invariant, each in found if not self._counts(invariant)
                )
        except _Over:
            yield ScenarioEnded("", self._taken())

    def _counts(self, invariant: Invariant) -> bool:
        return invariant.apply != "warn" or self.strict or self.is_ours

    def _tickets(self, talk: Talk, vendor: str, known: Iterable[str]) -> list[str]:
        """Tickets that are known, then those that are listed."""
        operation, body, member = _LISTS[vendor]
        answer = asked(talk, operation, {}, body)
        rows = answer.body.get(member) if answer is not None and isinstance(answer.body, dict) else None
        listed = [str(row["id"]) for row in rows or () if isinstance(row, dict) and "id" in row]
        return list(dict.fromkeys((*known, *listed)))[:_TICKETS]

    def _about(self, talk: Talk, vendor: str, ticket_id: str) -> Iterator[tuple[Invariant, Walked]]:
        number = number_of(vendor, ticket_id) if self.is_ours else None
        ids = {vendor: ticket_id} if number is None else {vendor: ticket_id, **ids_of(number)}
        talks = {vendor: talk} if number is None else {**self._others(talk), vendor: talk}
        dossier, sources = _dossier(talks, vendor, ids)
        applied = [each for each in INVARIANTS if self.is_ours or each.apply != "mock"]
        broken = [(each, said) for each in applied if (said := each.breaches(dossier))]
        second, _ = _dossier(talks, vendor, ids) if broken else (dossier, {})
        for invariant, sentences in broken:
            names = invariant.needs or tuple(sources)[:1]
            chain = tuple(exchanged for name in names for exchanged in sources.get(name, ()))
            if chain:
                breach = Breach(_law(invariant), sentences[0])
                yield invariant, Walked(breach, "ticket", chain, bool(invariant.breaches(second)))

    def _others(self, talk: Talk) -> dict[str, Talk]:
        """How all three vendors' APIs on the same host are spoken with."""
        parts = urlsplit(self.observer.base_url)
        token = dict(talk.headers).get("Authorization", "").partition(" ")[2] or "none"
        talks = {}
        for name, grounds in _shipped().items():
            base_url = f"{parts.scheme}://{parts.netloc}{grounds.contract.document.base_path}"
            observer = Observer(grounds, base_url)
            headers = VENDORS[name].history_request("", 1, token).headers
            talks[name] = Talk(observer.grounds, _sender(observer, self.post), headers, writes=talk.writes)
        return talks

    def _send(self, request: Request) -> Response | None:
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise _Over
        response = self.post(self.observer.sent(request))
        self._attempts.append(self.observer.attempt(request, response))
        if response is None:
            raise _Over
        self.is_ours = self.is_ours or _SYNTHETIC in response.headers
        return response

    def _taken(self) -> tuple[Attempt, ...]:
        taken = tuple(self._attempts)
        self._attempts.clear()
        return taken


def asked(talk: Talk, operation_id: str, arguments: Mapping[str, Any], sent: Json) -> Answer | None:
    """What an operation answers; None where there is none, it may not be called, or nothing came."""
    known = talk.grounds.contract.operations
    operation = next((each for each in known if each.key == operation_id), None)
    if operation is None:
        return None
    values = [str(arguments.get(name, "")) for name in _VARIABLE.findall(operation.path)]
    declared = {parameter.sent_as for parameter in operation.parameters.get("query", ())}
    query = {name: value for name, value in arguments.items() if name in declared}
    answer = talk.ask(operation, values, query, NOTHING if sent is None else sent)
    if answer is None:
        return None
    return Answer(answer.response.status, None if answer.body is NOWHERE else answer.body)


def _dossier(
    talks: Mapping[str, Talk], tested: str, ids: Mapping[str, int | str]
) -> tuple[Dossier, dict[str, tuple[Exchanged, ...]]]:
    """The answers about a ticket, and which exchanges with the tested API gave each."""

    def ask(vendor: str, operation_id: str, arguments: Mapping[str, Any], sent: Json) -> Answer | None:
        return asked(talks[vendor], operation_id, arguments, sent)

    talk = talks[tested]
    fields: dict[str, Json] = {}
    sources: dict[str, tuple[Exchanged, ...]] = {}
    talk.begin()
    for name, value in inquire(ask, ids, writes=talk.writes):
        fields[name], sources[name] = value, tuple(talk.chain)
        talk.begin()
    return Dossier(**fields), sources


@cache
def _shipped() -> dict[str, Grounds]:
    """The documents that come with vertrag, by their vendors."""
    contracts = [compile_contract(load(name)) for name in shipped_names()]
    return {each.document.tree["info"]["x-vendor"]: grounds_of(each) for each in contracts}


def _sender(observer: Observer, post: Send) -> Callable[[Request], Response | None]:
    return lambda request: post(observer.sent(request))


def _law(invariant: Invariant) -> Law:
    title = f"An invariant is broken ({invariant.apply})"
    name = invariant.check.__name__
    return Law(invariant.code, name, title, invariant.rule, _SEVERITIES[invariant.apply])


def _notice(observer: Observer, walked: Walked) -> TroubleMet:
    law = walked.breach.law
    return TroubleMet(observer.label(walked.chain[-1][0]), f"{law.code} {law.expected}", walked.breach.actual)
