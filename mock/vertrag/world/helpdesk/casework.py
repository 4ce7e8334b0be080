"""How a case goes its way: the chain of events from arrival to the last reply, by channel and outcome.

Laws
1. Times grow strictly; the people of the service take up work in office hours only.
2. What would happen after the clock has not happened: the chain is cut there, and status and agent are
   what the remaining events add up to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from vertrag.world.census.people import Agent, agents
from vertrag.world.days import DAY, HOUR, MINUTE, SECOND, in_office_hours, on_the_clock
from vertrag.world.draws import Draw
from vertrag.world.fixtures import table
from vertrag.world.helpdesk.correspondence import Correspondence
from vertrag.world.helpdesk.event_log import fold
from vertrag.world.helpdesk.facts import Case, Outcome
from vertrag.world.helpdesk.intents import INTENTS, recommended, understood
from vertrag.world.helpdesk.service import Actor, Event, EventKind, Status, Ticket

MESSAGES = 1000
"""A message has the number of its ticket times this, and its own."""
FILES = 10
"""A file has the number of its message times this, and its own."""
_DAYLIGHT = 7 * HOUR
_RULE = Actor("rule", None, "Themenerkennung")
_ROUTING = Actor("rule", None, "Verteilung")
_MAIL_ROOM = Actor("system", None, "Posteingang")
_SWITCHBOARD = Actor("system", None, "Telefonanlage")
_BILLING = Actor("system", None, "Abrechnungssystem")
_DESK = Actor("system", None, "Servicedesk")


@dataclass(slots=True)
class Casebook:
    """The events of a case while they are being written down; `steps` counts what is not kept as well."""

    case: Case
    texts: Correspondence
    headings: Correspondence
    time_ns: int
    agent: Agent
    status: Status = "open"
    events: list[Event] = field(default_factory=list)
    steps: int = 0
    messages: int = 0
    clerk: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.clerk = Actor("agent", self.agent.id, self.agent.name)

    def wait(self, least: int, most: int) -> None:
        """Let time pass: between two spans in nanoseconds."""
        word = self.case.draw.word(f"wait {self.steps}")
        self.time_ns += least + ((word * (most - least)) >> 64) + 1

    def wait_for_office(self, least: int, most: int) -> None:
        """Let time pass, then on until the service is at work."""
        self.wait(least, most)
        self.time_ns = in_office_hours(self.time_ns)

    def wait_for_daylight(self, least: int, most: int) -> None:
        """Let time pass, then on until people are awake."""
        self.wait(least, most)
        _, shown = on_the_clock(self.time_ns)
        if shown < _DAYLIGHT:
            self.time_ns += _DAYLIGHT

    def write(self, kind: EventKind, actor: Actor, payload: Mapping[str, Any]) -> None:
        """Note that something happened."""
        self.steps += 1
        self.events.append(Event(self.time_ns, kind, actor, payload))

    def begin(self, actor: Actor, agent_id: int | None = None) -> None:
        """Note that the case came in, with all that was known of it then."""
        case = self.case
        beginning = {
            "customer_id": case.customer.id,
            "contract_id": case.contract.id if case.topic.has_contract else None,
            "topic": case.topic.code,
            "channel": case.channel,
            "sub_channel": case.sub_channel,
            "priority": case.topic.priority,
            "status": "open",
            "subject": self.headings.subject(),
            "summary": self.headings.summary(),
            "agent_id": agent_id,
        }
        self.write("created", actor, beginning)

    def say(self, kind: EventKind, actor: Actor, text: str) -> None:
        """Note what was said."""
        if self.texts.unwritten:
            self.steps += 1
            return
        self.messages += 1
        message_id = self.case.ticket_id * MESSAGES + self.messages
        payload: dict[str, Any] = {"message_id": message_id, "text": text}
        file = self.texts.enclosure(text, opening=self.messages == 1)
        if file is not None and kind != "note_added":
            payload["attachments"] = [{"id": message_id * FILES, **file}]
        self.write(kind, actor, payload)

    def turn(self, actor: Actor, updated: Status) -> None:
        """Note that the status changed."""
        self.write("status_changed", actor, {"previous": self.status, "updated": updated})
        self.status = updated

    def hand_to(self, agent: Agent, actor: Actor, previous: int | None) -> None:
        """Note that the case now is another agent's."""
        self.write("assigned", actor, {"previous_agent_id": previous, "agent_id": agent.id})
        self.agent = agent
        self.clerk = Actor("agent", agent.id, agent.name)

    @property
    def customer(self) -> Actor:
        """The customer as an actor."""
        return Actor("customer", self.case.customer.id, self.case.customer.name)


def ticket_of(case: Case, now_ns: int) -> Ticket:
    """The ticket that a case has become until now."""
    return fold(case.ticket_id, events_of(case, Correspondence(case), now_ns))


def is_straight(draw: Draw) -> bool:
    """Whether a case goes its way without a question and without coming back."""
    rates = table("service.yaml")
    return not (draw.chance("asked", rates["asked"]) or draw.chance("reopened", rates["reopened"]))


def untold(case: Case, now_ns: int) -> Ticket:
    """The same ticket without a word of text, and without what was said."""
    return fold(case.ticket_id, events_of(case, Correspondence(case, unwritten=True), now_ns))


def sketch_of(case: Case, now_ns: int) -> Ticket:
    """The same but for its subject and summary."""
    texts = Correspondence(case, unwritten=True)
    return fold(case.ticket_id, events_of(case, texts, now_ns, headings=Correspondence(case)))


def events_of(
    case: Case, texts: Correspondence, now_ns: int, headings: Correspondence | None = None
) -> tuple[Event, ...]:
    """All that happened in a case until now, oldest first."""
    book = Casebook(
        case, texts, headings or texts, case.created_ns, case.draw.choice("agent", _team(case.topic.team))
    )
    _WAYS[case.channel](book, outcome_of(case))
    if book.events[-1].time_ns <= now_ns:
        return tuple(book.events)
    return tuple(event for event in book.events if event.time_ns <= now_ns)


@cache
def _team(name: str) -> tuple[Agent, ...]:
    return tuple(agent for agent in agents() if agent.team == name)


def outcome_of(case: Case) -> Outcome:
    """How far a case gets: old ones are mostly closed."""
    if case.outcome:
        return case.outcome
    age = (case.now_ns - case.created_ns) // DAY
    row = next(row for row in table("service.yaml")["outcomes"] if age < row["until"])
    point = case.draw.below("outcome", 100)
    if point < row["closed"]:
        return "closed"
    return "pending" if point < row["closed"] + row["pending"] else "open"


def _written(book: Casebook, outcome: Outcome) -> None:
    """A mail, a message through the portal, or a letter."""
    on_paper = book.case.channel == "letter"
    book.begin(_MAIL_ROOM if on_paper else book.customer)
    book.wait(SECOND // 500, SECOND // 50)
    book.say("message_received", book.customer, book.texts.opening())
    if not on_paper:
        book.wait(2 * SECOND, 20 * SECOND)
        template = table("service.yaml")["receipt"]
        book.write("notified", _DESK, {"recipient": book.case.customer.email, "template": template})
    _tag(book, _RULE)
    if not book.case.topic.replies:  # advertising is closed unread
        book.wait(SECOND, 5 * SECOND)
        book.turn(_RULE, "closed")
        return
    _work(book, outcome, 20 * MINUTE, 28 * HOUR)


def _reported(book: Casebook, outcome: Outcome) -> None:
    """Something that the software found by itself."""
    book.begin(_BILLING)
    book.wait(SECOND // 500, SECOND // 50)
    book.say("note_added", _BILLING, book.texts.opening())
    _tag(book, _RULE)
    _work(book, outcome, HOUR, 40 * HOUR)


def _tag(book: Casebook, actor: Actor) -> None:
    book.wait(3 * SECOND, 50 * SECOND)
    book.write("tags_added", actor, {"tags": [book.case.topic.tag]})


def _work(book: Casebook, outcome: Outcome, least: int, most: int) -> None:
    """What the service does with a case that waits for it."""
    # A case that stays open was left at one of three places: in the queue, on a desk, or half done.
    left_at = book.case.draw.below("left at", 3) if outcome == "open" else 3
    if left_at == 0:
        return
    book.wait(MINUTE, 25 * MINUTE)
    book.hand_to(book.agent, _ROUTING, None)
    if left_at == 1:
        return
    book.wait_for_office(least, most)
    book.write("read", book.clerk, {})
    _pass_on(book)
    if book.case.topic.notes and book.case.draw.chance("noted", table("service.yaml")["noted"]):
        book.wait(2 * MINUTE, 9 * MINUTE)
        book.say("note_added", book.clerk, book.texts.note())
    if left_at == 3:
        _settle(book, outcome)


def _pass_on(book: Casebook) -> None:
    """Give some cases to a colleague."""
    if book.case.outcome or not book.case.draw.chance("passed on", table("service.yaml")["reassigned"]):
        return
    colleagues = [agent for agent in agents() if agent.id != book.agent.id]
    book.wait(MINUTE, 5 * MINUTE)
    book.hand_to(book.case.draw.choice("colleague", colleagues), book.clerk, book.agent.id)
    book.wait_for_office(10 * MINUTE, 3 * HOUR)
    book.write("read", book.clerk, {})


def _settle(book: Casebook, outcome: Outcome) -> None:
    """Ask back if need be, then reply and close; some customers come back once more.

    A case whose outcome was known before takes the straight way, so that it gets there in time.
    """
    straight, rates = book.case.outcome is not None, table("service.yaml")
    asks = outcome == "pending" or (not straight and book.case.draw.chance("asked", rates["asked"]))
    if asks and book.texts.leaves_questions():
        _ask(book)
        if outcome == "pending":
            return
        book.wait_for_daylight(3 * HOUR, 90 * HOUR)
        _hear(book, book.texts.answer())
        _carry_out(book)
        _reply(book, book.texts.resolution(book.agent))
    else:
        _carry_out(book)
        _reply(book, book.texts.reply(book.agent))
    wrote = book.case.channel != "system" and book.case.topic.has_contract
    if wrote and not straight and book.case.draw.chance("reopened", rates["reopened"]):
        book.wait_for_daylight(5 * HOUR, 120 * HOUR)
        _hear(book, book.texts.reopening())
        _reply(book, book.texts.second_reply(book.agent))


def _carry_out(book: Casebook) -> None:
    """Do in the systems what the customer wants, where there is something to do."""
    if book.case.topic.code not in understood() or book.case.channel == "system":
        return
    book.wait(MINUTE, 4 * MINUTE)
    action = None if book.texts.unwritten else recommended(book.case)
    book.write("intent_executed", book.clerk, {"intent_id": book.case.ticket_id * INTENTS, "action": action})


def _reply(book: Casebook, text: str) -> None:
    book.wait(2 * MINUTE, 35 * MINUTE)
    book.say("message_sent", book.clerk, text)
    _close(book)


def _ask(book: Casebook) -> None:
    book.wait(3 * MINUTE, 30 * MINUTE)
    book.say("message_sent", book.clerk, book.texts.question(book.agent))
    book.wait(SECOND, 8 * SECOND)
    book.turn(book.clerk, "pending")


def _hear(book: Casebook, text: str) -> None:
    """The customer writes again, which opens the case, and the agent reads it."""
    book.say("message_received", book.customer, text)
    book.wait(SECOND // 10, 2 * SECOND)
    book.turn(_DESK, "open")
    book.wait_for_office(20 * MINUTE, 20 * HOUR)
    book.write("read", book.clerk, {})


def _close(book: Casebook) -> None:
    book.wait(2 * SECOND, 45 * SECOND)
    book.turn(book.clerk, "closed")


def _chat(book: Casebook, outcome: Outcome) -> None:
    """A chat: minutes while the service is at work, otherwise on its next day."""
    book.begin(book.customer)
    book.wait(SECOND // 500, SECOND // 50)
    book.say("message_received", book.customer, book.texts.opening())
    _tag(book, _RULE)
    if outcome == "open" and book.case.draw.chance("left alone", 60):
        return
    book.wait_for_office(10 * SECOND, 3 * MINUTE)
    book.hand_to(book.agent, _ROUTING, None)
    book.wait(4 * SECOND, 30 * SECOND)
    book.write("read", book.clerk, {})
    book.wait(6 * SECOND, 40 * SECOND)
    book.say("message_sent", book.clerk, book.texts.hello(book.agent))
    if outcome == "open":
        return
    if outcome == "pending" and book.texts.leaves_questions():
        _ask(book)
        return
    _carry_out(book)
    book.wait(MINUTE, 6 * MINUTE)
    book.say("message_sent", book.clerk, book.texts.reply(book.agent))
    book.wait(20 * SECOND, 2 * MINUTE)
    book.say("message_received", book.customer, book.texts.thanks())
    book.wait(5 * SECOND, 40 * SECOND)
    book.say("message_sent", book.clerk, book.texts.goodbye())
    _close(book)


def _spoken(book: Casebook, outcome: Outcome) -> None:
    """A call or a visit: the agent opens the case and writes down what was said."""
    if book.case.missed_call:
        _missed(book, outcome)
        return
    book.begin(book.clerk, book.agent.id)
    book.wait(2 * MINUTE, 11 * MINUTE)
    book.say("note_added", book.clerk, book.texts.opening())
    _tag(book, book.clerk)
    if outcome == "open" and not book.texts.settled_at_once():
        return
    if outcome == "pending" and book.texts.leaves_questions():
        _ask(book)
        return
    _carry_out(book)
    if book.case.draw.chance("confirmed", 45):
        book.wait(2 * MINUTE, 15 * MINUTE)
        book.say("message_sent", book.clerk, book.texts.reply(book.agent))
    _close(book)


def _missed(book: Casebook, outcome: Outcome) -> None:
    """A call that nobody took."""
    book.begin(_SWITCHBOARD)
    book.wait(SECOND // 500, SECOND // 50)
    book.say("note_added", _SWITCHBOARD, book.texts.opening())
    if outcome == "open":
        return
    book.wait_for_office(5 * MINUTE, 4 * HOUR)
    book.hand_to(book.agent, _ROUTING, None)
    book.wait_for_office(5 * MINUTE, 2 * HOUR)
    book.say("note_added", book.clerk, book.texts.call_back(reached=outcome == "closed"))
    book.wait(2 * SECOND, 45 * SECOND)
    book.turn(book.clerk, outcome)


_WAYS = {
    "email": _written,
    "portal": _written,
    "letter": _written,
    "chat": _chat,
    "phone": _spoken,
    "walkIn": _spoken,
    "system": _reported,
}
