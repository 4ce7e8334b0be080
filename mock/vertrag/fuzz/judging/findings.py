"""Findings: each cause once per operation, with the smallest request that shows it.

1. Two complaints have one cause when rule code, operation and key agree.
2. A cause also explains what else is wrong with the same answer, or, where the status itself is the cause,
   with any answer of that status: see `_EXPLAINS`.
3. One rule that is broken in one place is one cause, whoever complains.
4. What is refused or fails in other words has another cause, and so has another member that is refused, up to
   a few of one operation. What fails without the trait that made others fail has another cause as well.
5. A complaint seen again only counts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from vertrag.contract.violations import Blame
from vertrag.exchange import Response
from vertrag.fuzz.asking.showing import Shown
from vertrag.fuzz.asking.traits import TRAITS, has_trait
from vertrag.fuzz.judging.culprits import Culprit
from vertrag.fuzz.judging.jury import Opinion
from vertrag.fuzz.judging.phrasing import own_words
from vertrag.fuzz.judging.roots import root_of
from vertrag.fuzz.observations import Complaint, Sent
from vertrag.fuzz.reporting.categories import category
from vertrag.fuzz.reporting.curl import command
from vertrag.fuzz.reporting.redaction import Redaction
from vertrag.fuzz.reporting.transcript import answer_text, request_text
from vertrag.oracles.conversation.probes import ITS_TYPE

_DOUBTS = 40  # complaints of one cause about which the judges are asked before it is let go
_MOST_WORDS = 10  # causes of one operation by one rule: a server may have other words each time
_EXCERPT = 400  # characters of an answer's body that a report shows
SEVERITIES = ("critical", "high", "medium", "low")

# Each cause and the codes that only repeat it: one wrong answer fails several checks at once.
_EXPLAINS: Mapping[str, frozenset[str]] = {
    # A crash is no answer: its status, media type and body were nobody's intention.
    "ST101": frozenset({f"ST{number}" for number in (*range(103, 111), 201, 202, 204)}),
    "VF801": frozenset({f"ST{number}" for number in (101, *range(103, 111), 201, 202, 204)} | {"VF01"}),
    "VF802": frozenset({"ST201"}),
    "VF705": frozenset({"ST401"}),
    "VF109": frozenset({"ST103"}),
    # A status that the document does not know is neither an acceptance nor a refusal.
    "ST103": frozenset({"ST202", "ST203"}),
    # What came in another media type was never meant to satisfy the schema.
    "ST104": frozenset({"ST108", "ST109", "ST110"}),
    "ST105": frozenset({"ST108", "ST109", "ST110"}),
    "ST106": frozenset({"ST108", "ST109", "ST110"}),
    "ST109": frozenset({"ST108", "ST110"}),
}
# What a walk over what is sent says best: which value did it.
_ONE_VALUE = frozenset({"VF801", "VF802"})
_ABOUT_THE_STATUS = frozenset({"ST101", "ST103", "VF109", "VF705", "VF801", "VF802"})
_CRASHED, _CRASHING_VALUE, _REFUSED = "ST101", "VF801", "ST202"
_UNREAD = "ST102"
_TOLD_IN_WORDS = frozenset({_CRASHED, _REFUSED})
_IGNORED_AUTH = "ST401"
_MISSING_HEADER = "ST203"
_DRIFTED = "ST108"
_ABOUT_THE_WHOLE = frozenset({"ST104", "ST105", "ST106", "ST109"})  # an answer has one media type


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of the contract by one operation, safe to print: it holds no secret.

    `rule` is the name of the check that failed, `code` its stable number. `before` are the commands to
    run first, oldest first, where one request alone does not show the breach. `blame` says who erred; where
    it is ambiguous, `reading` says what the judges make of it. What none of them upholds does not count.
    `category` is that of the fault catalogue, `root` what it shares with findings of the same cause, `script`
    shows it on a fresh server, `steady` whether it showed again on the spot (None: it was not tried). Within
    one run `code`, `operation` and `key` tell findings apart. `request` and `response` are the exchange as it
    was, `place` the JSON pointer of what is wrong in the answer's body, `test` a file for pytest.
    """

    rule: str
    code: str
    title: str
    severity: str
    operation: str
    expected: str
    actual: str
    curl: str
    status: int | None = None
    answer: str = ""
    before: tuple[str, ...] = ()
    occurrences: int = 1
    blame: Blame = "implementation"
    reading: str = ""
    upheld: bool = True
    category: int | None = None
    root: str = ""
    script: str = ""
    steady: bool | None = None
    key: str = ""
    request: str = ""
    response: str = ""
    place: str | None = None
    test: str = ""

    @property
    def mark(self) -> tuple[str, str, str]:
        """What it is one by within a run: what is found twice with it is one finding."""
        return self.code, self.operation, self.key

    @property
    def fingerprint(self) -> str:
        """What it is known by in other runs: its operation and what is behind it."""
        mark = f"{self.operation}\n{self.root or self.code}"
        return blake2b(mark.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()


Cause = tuple[str, str, str]


@dataclass(slots=True)
class Ledger:
    """The findings of a run so far, in the order in which they came.

    `ask` asks the judges about a complaint, `show` sends it again; each once for each finding. `culprit` says
    which member or parameter a refusal speaks of.
    """

    redaction: Redaction
    credential_headers: frozenset[str] = frozenset({"authorization"})
    ask: Callable[[Complaint], Opinion] = lambda _: Opinion()
    show: Callable[[Complaint], Shown] = lambda _: Shown()
    culprit: Culprit = lambda *_: ""
    _findings: dict[Cause, Finding] = field(default_factory=dict)
    _answered: dict[Cause, set[Sent]] = field(default_factory=dict)
    _words: dict[Cause, str] = field(default_factory=dict)

    def enter(self, complaints: Iterable[Complaint]) -> Iterator[Finding]:
        """Take in the complaints of one scenario and give back the findings that are new, upheld or not."""
        fresh: dict[Cause, list[Complaint]] = {}
        for complaint in sorted(complaints, key=_explainers_first):
            cause = self._cause(complaint, fresh)
            self._answered.setdefault(cause, set()).add(complaint.sent)
            if complaint.code == _CRASHING_VALUE:
                self._words.setdefault(cause, self._words_of(complaint))
            known = self._findings.get(cause)
            if known is not None and (known.upheld or known.occurrences > _DOUBTS):
                self._findings[cause] = replace(known, occurrences=known.occurrences + 1)
            else:
                fresh.setdefault(cause, []).append(complaint)
        for cause, occurrences in fresh.items():
            before = self._findings.get(cause)
            finding = self._finding(cause, occurrences)
            count = finding.occurrences + (before.occurrences if before else 0)
            self._findings[cause] = replace(finding, occurrences=count)
            if before is None or finding.upheld:
                yield self._findings[cause]

    def findings(self) -> tuple[Finding, ...]:
        """All findings that anybody upholds, with their final counts."""
        return tuple(finding for finding in self._findings.values() if finding.upheld)

    def _cause(self, complaint: Complaint, fresh: dict[Cause, list[Complaint]]) -> Cause:
        known: dict[Cause, Complaint | Finding] = {**self._findings}
        known |= {cause: occurrences[0] for cause, occurrences in fresh.items()}
        for cause, first in known.items():
            if cause[1] == complaint.operation and (
                self._explains(cause, first.status, complaint) or _is_the_same(first, complaint)
            ):
                return cause
        cause = complaint.code, complaint.operation, complaint.key
        return self._in_words(complaint, known) if complaint.code in _TOLD_IN_WORDS else cause

    def _in_words(self, complaint: Complaint, known: Iterable[Cause]) -> Cause:
        """The cause of a refusal or a crash: what it says of itself, or the last of many."""
        alike = [cause for cause in known if cause[:2] == (complaint.code, complaint.operation)]
        cause = complaint.code, complaint.operation, self._key(complaint)
        if self._lacks_trait(cause, complaint):
            cause = complaint.code, complaint.operation, f"{cause[2]} otherwise"
        return cause if cause in alike or len(alike) < _MOST_WORDS else alike[-1]

    def _lacks_trait(self, cause: Cause, complaint: Complaint) -> bool:
        """Whether what makes others of a cause fail is nothing that this request has."""
        root = self._findings[cause].root if cause in self._findings else ""
        return root in TRAITS and not has_trait(complaint.sent, root)

    def _key(self, complaint: Complaint) -> str:
        is_refused = complaint.code == _REFUSED
        named = self.culprit(complaint.operation, self._said(complaint)) if is_refused else ""
        return " ".join(filter(None, (complaint.key, self._words_of(complaint), named)))

    def _words_of(self, complaint: Complaint) -> str:
        return own_words(self._said(complaint), complaint.sent, quoted=complaint.code != _REFUSED)

    def _said(self, complaint: Complaint) -> str:
        """The body of the answer, without secrets."""
        return self.redaction.scrub(_text(complaint.response))

    def _explains(self, cause: Cause, status: int | None, complaint: Complaint) -> bool:
        code = cause[0]
        if code == _IGNORED_AUTH and complaint.code == _MISSING_HEADER:
            return complaint.key.lower() in self.credential_headers
        if complaint.code == _UNREAD:
            return code == _CRASHING_VALUE and cause[2].endswith(ITS_TYPE)
        if status != complaint.status or complaint.code not in _EXPLAINS.get(code, ()):
            return False
        if complaint.code == _CRASHED and (
            self._words[cause] != self._words_of(complaint) or self._lacks_trait(cause, complaint)
        ):
            return False
        return code in _ABOUT_THE_STATUS or complaint.sent in self._answered[cause]

    def _finding(self, cause: Cause, occurrences: list[Complaint]) -> Finding:
        clearest, opinion = self._clearest(occurrences)
        shown = self.show(clearest)
        answer = self.redaction.scrub(_excerpt(clearest.response))
        return Finding(
            rule=clearest.rule,
            code=clearest.code,
            title=clearest.title,
            severity=SEVERITIES[clearest.severity],
            operation=clearest.operation,
            expected=self.redaction.scrub(clearest.expected),
            actual=self.redaction.scrub(clearest.actual)
            + _asked_otherwise(clearest)
            + (f", because of {shown.trait}" if shown.trait else ""),
            curl=command(clearest.sent, self.redaction),
            status=clearest.status,
            answer=answer,
            before=tuple(command(each.sent, self.redaction) for each in clearest.before),
            occurrences=len(occurrences),
            blame=opinion.blame,
            reading=self.redaction.scrub(opinion.reading),
            upheld=opinion.upheld,
            category=clearest.category or category(clearest.code, clearest.status),
            root=shown.trait
            or self._akin(clearest, shown)
            or root_of(clearest, opinion, self._said(clearest)),
            script=shown.script,
            test=shown.test,
            steady=shown.steady,
            key=cause[2],
            request=request_text(clearest.sent, self.redaction),
            response=answer_text(clearest.response, self.redaction),
            place=clearest.place,
        )

    def _akin(self, complaint: Complaint, shown: Shown) -> str:
        """The trait that makes others fail in the same words, where a crash has it and did not show again."""
        if shown.steady is not False or complaint.code != _CRASHED:
            return ""
        key, words = self._key(complaint), self._words_of(complaint)
        alike = (
            cause
            for cause in self._findings
            if (cause[0] == _CRASHED and cause[2] == key)
            or (cause[0] == _CRASHING_VALUE and self._words[cause] == words)
        )
        roots = (self._findings[cause].root for cause in alike)
        return next((root for root in roots if has_trait(complaint.sent, root)), "")

    def _clearest(self, occurrences: list[Complaint]) -> tuple[Complaint, Opinion]:
        """The smallest that is upheld, else the smallest, and what the judges say to it."""
        alike = (complaint for complaint in occurrences if complaint.code == occurrences[0].code)
        ranked = sorted(alike, key=lambda complaint: (len(complaint.before), complaint.sent.size))
        said = ((complaint, self.ask(complaint)) for complaint in ranked[:_DOUBTS])
        smallest = next(said)
        return smallest if smallest[1].upheld else next((each for each in said if each[1].upheld), smallest)


def _is_the_same(first: Complaint | Finding, other: Complaint) -> bool:
    """Whether the same is wrong in the same place: the engine and our judge name it differently."""
    if first.code != other.code or first.status != other.status:
        return False
    if first.code in _ABOUT_THE_WHOLE:
        return True
    is_drift = first.code == _DRIFTED and other.place is not None
    return is_drift and _spot(first.place, first.key) == _spot(other.place, other.key)


def _spot(place: str | None, key: str) -> tuple[str | None, str]:
    return place and re.sub(r"/[0-9]+(?=/|$)", "/*", place), key.rpartition("/")[2]


def _asked_otherwise(complaint: Complaint) -> str:
    """What tells that a crash answered another method than that of the operation, whose path it is."""
    method = complaint.operation.partition(" ")[0]
    is_plain = complaint.code != _CRASHED or complaint.sent.method == method or not complaint.sent.method
    return "" if is_plain or complaint.before else f" to {complaint.sent.method}"


def _text(response: Response | None) -> str:
    return response.body.decode("utf-8", "replace") if response is not None else ""


def _excerpt(response: Response | None) -> str:
    text = _text(response)
    return text if len(text) <= _EXCERPT else text[:_EXCERPT] + " ..."


def _explainers_first(complaint: Complaint) -> tuple[bool, bool, int]:
    return complaint.code not in _EXPLAINS, complaint.code not in _ONE_VALUE, complaint.severity
