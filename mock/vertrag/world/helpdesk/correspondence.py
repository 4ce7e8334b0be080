"""What is written in a case: the customer's letters and chats, the agents' replies and notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from vertrag.world.census.people import Agent
from vertrag.world.days import german_date
from vertrag.world.draws import Weights
from vertrag.world.fixtures import table
from vertrag.world.helpdesk.circumstances import holds
from vertrag.world.helpdesk.enclosures import SCAN, content_of, enclosed, name_of
from vertrag.world.helpdesk.facts import Blank, Case, Facts, home_of, lacks_bill
from vertrag.world.helpdesk.topics import Phrase

_KINDS = {"phone": "call", "walkIn": "call", "chat": "chat"}
"""What a text is called by its channel; the others are letters."""


@cache
def _frames(*, warm: bool) -> Weights[dict[str, Any]]:
    """Greetings and closings; who is annoyed or in need does not write warmly."""
    frames = table("service.yaml")["frames"]
    return Weights((frame, frame["weight"]) for frame in frames if warm or not frame.get("warm"))


@dataclass(frozen=True, slots=True)
class Correspondence:
    """All texts of one case, each a pure function of it; `unwritten` ones are empty and cost nothing."""

    case: Case
    unwritten: bool = False
    _facts: Facts = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_facts", Blank(self.case) if self.unwritten else Facts(self.case))

    def subject(self) -> str:
        """The subject line; a missed call has the key that clients translate."""
        case = self.case
        if self.unwritten:
            return ""
        if case.missed_call:
            return "missedCall"
        if case.channel in {"email", "portal", "letter"}:
            drawn = self._phrase().subject or case.draw.choice("subject", case.topic.subjects)
            return self._facts.fill(self._own().get("subject", drawn))
        return case.topic.name

    def summary(self) -> str:
        """What it is about, in one sentence."""
        if self.unwritten:
            return ""
        if self.case.missed_call:
            return "Entgangener Anruf, Rückruf gewünscht."
        return self._facts.fill(self._own().get("summary", self.case.topic.summary))

    def opening(self) -> str:
        """The text with which the case begins."""
        case = self.case
        if self.unwritten:
            return ""
        if case.missed_call:
            return self._facts.fill(table("service.yaml")["calls"]["missed"])
        own = self._own()
        text = self._facts.fill(own["text"] if "text" in own else self._hasty(self._phrase().text))
        if case.channel == "letter":
            return f"{self._sender()}\n\n{self._framed(text)}"
        return self._framed(text) if case.channel in {"email", "portal"} else text

    def answer(self) -> str:
        """What the customer says to the agent's question."""
        return self._from_customer(self._facts.fill(self._own().get("answer", self.case.topic.answer or "")))

    def resolution(self, agent: Agent) -> str:
        """What the agent says once the question is answered."""
        return self._from_agent(self._own().get("resolution", self.case.topic.resolution or ""), agent)

    def reopening(self) -> str:
        """What the customer writes who is not content."""
        return self._from_customer(self._second_round()["back"])

    def reply(self, agent: Agent) -> str:
        """What the agent answers."""
        case = self.case
        if self.unwritten:
            return ""
        own = self._own()
        fitting = case.topic.reply(None if "text" in own else self._phrase().reply)
        return self._from_agent(own.get("reply", fitting), agent)

    def leaves_questions(self) -> bool:
        """Whether the agent may have to ask the customer something."""
        if "text" in self.case.own:
            return "ask" in self.case.own
        return self.case.topic.ask is not None and self._drawn().ask

    def settled_at_once(self) -> bool:
        """Whether somebody spoke to an agent, and all was said in the end."""
        spoken = self.case.channel in {"phone", "walkIn"} and "text" not in self.case.own
        return spoken and not self.leaves_questions()

    def question(self, agent: Agent) -> str:
        """What the agent has to ask before the case can be solved."""
        return self._from_agent(self._own().get("ask", self.case.topic.ask or ""), agent)

    def second_reply(self, agent: Agent) -> str:
        """What the agent answers a customer who came back."""
        return self._from_agent(self._second_round()["reply"], agent)

    def note(self) -> str:
        """What an agent writes down for the others."""
        return self._facts.fill(self.case.draw.choice("note", self.case.topic.notes))

    def call_back(self, *, reached: bool) -> str:
        """What an agent notes after returning a call."""
        return self._facts.fill(table("service.yaml")["calls"]["called_back" if reached else "not_reached"])

    def hello(self, agent: Agent) -> str:
        """The agent's first line in a chat."""
        line: str = table("service.yaml")["chat"]["greeting"]
        return line.format(name=self.case.customer.name, agent=agent.first_name)

    def thanks(self) -> str:
        """The customer's last line in a chat."""
        lines: list[str] = table("service.yaml")["chat"]["thanks" if self._is_calm() else "nods"]
        return self.case.draw.choice("thanks", lines)

    def goodbye(self) -> str:
        """The agent's last line in a chat."""
        return str(table("service.yaml")["chat"]["goodbye"])

    def enclosure(self, text: str, *, opening: bool) -> dict[str, str] | None:
        """Name and kind of the file that lies with a text, None if none does."""
        on_paper = opening and self.case.channel == "letter"
        kind = SCAN if on_paper else enclosed(text)
        return None if kind is None else {"name": name_of(kind, self._facts.fill), "kind": kind}

    def content(self, kind: str, text: str) -> bytes:
        """The file that lies with a text."""
        return content_of(kind, text, self._facts.fill)

    def _phrases(self) -> tuple[Phrase, ...]:
        return self.case.topic.phrases(self.case.channel, business=self.case.customer.business)

    def _drawn(self) -> Phrase:
        """The text that was chosen among the topic's."""
        return self.case.draw.choice("opening", self._phrases())

    def _phrase(self) -> Phrase:
        """The same, or another that leaves as much open where it speaks of what is not so."""
        drawn = self._drawn()
        if self.unwritten or self._suits(drawn):
            return drawn
        suited = [each for each in self._phrases() if each.ask == drawn.ask and self._suits(each)]
        return self.case.draw.choice("other opening", suited) if suited else drawn

    def _suits(self, phrase: Phrase) -> bool:
        """Whether all that a text takes for granted is so."""
        if phrase.when and not holds(self.case, phrase.when):
            return False
        return not lacks_bill(self.case, f"{phrase.text} {phrase.subject}")

    def _own(self) -> Mapping[str, str]:
        """What is written instead of the topic's texts: a persona's, or what suits the circumstances."""
        case = self.case
        if case.own or self.unwritten:
            return case.own
        row = next((row for row in case.topic.instead if holds(case, row["when"])), {})
        kind = _KINDS.get(case.channel, "letter")
        return {**row, "text": row[kind]} if kind in row else row

    def _is_calm(self) -> bool:
        """Whether the customer is neither annoyed nor in need."""
        return self.case.topic.priority in {"low", "medium"}

    def _hasty(self, template: str) -> str:
        """The same with one slip in it, as some people write who do not read it again."""
        rows = table("service.yaml")
        written = self.case.channel in {"email", "portal", "chat"} and not self.case.customer.business
        slips = [(right, wrong) for right, wrong in rows["slip"] if right in template]
        if not (written and slips and self.case.draw.chance("slips", rows["slips"])):
            return template
        right, wrong = self.case.draw.choice("slip", slips)
        return template.replace(right, wrong, 1)

    def _second_round(self) -> dict[str, str]:
        rounds: list[dict[str, str]] = table("service.yaml")["second_rounds"][self.case.topic.rounds]
        return self.case.draw.choice("second round", rounds)

    def _from_customer(self, text: str) -> str:
        return _sentence(text) if self.case.channel == "chat" else self._framed(text)

    def _from_agent(self, template: str, agent: Agent) -> str:
        if self.unwritten:
            return ""
        text = self._facts.fill(template)
        if self.case.channel == "chat":
            return _sentence(text)
        styles = table("service.yaml")["replies"]
        frame = styles[agent.id % len(styles)]
        company = table("service.yaml")["company"]
        greeting = frame["greeting"].format(name=self._writer())
        closing = frame["closing"].format(agent=agent.name, team=agent.team, company=company)
        return f"{greeting}\n\n{text}\n\n{closing}"

    def _framed(self, text: str) -> str:
        """A text between greeting and signature."""
        if self.unwritten:
            return ""
        customer = self.case.customer
        warm = self._is_calm() and bool(self.case.topic.replies)  # advertising knows nobody here
        frame = self.case.draw.weighted("frame", _frames(warm=warm))
        signature = f"{customer.name}\n{customer.company}" if customer.company else self._writer()
        return f"{frame['greeting']}\n\n{text}\n\n{self._facts.fill(frame['closing'])}\n{signature}"

    def _writer(self) -> str:
        """Who writes, and is written to: of somebody's death their family."""
        customer = self.case.customer
        return customer.addressee if self.case.topic.code == "deceased_customer" else customer.name

    def _sender(self) -> str:
        """The head of a letter on paper."""
        customer, home = self.case.customer, home_of(self.case)
        lines = (customer.company, self._writer(), home.line)
        town, dated = f"{home.postcode} {home.city}", f"{home.city}, {german_date(self.case.day)}"
        return "\n".join((*filter(None, lines), town, "", dated, "", self.subject()))


def _sentence(text: str) -> str:
    """A text that stands alone and so begins with a capital."""
    return text[:1].upper() + text[1:]
