"""A case at a glance: its line in the timeline of its customer, made without telling the story.

Law: a glance says what the told ticket says; how a story ends is known without its events once it is over.
"""

from typing import Final

from vertrag.world.days import DAY
from vertrag.world.helpdesk.casework import outcome_of, untold
from vertrag.world.helpdesk.correspondence import Correspondence
from vertrag.world.helpdesk.facts import Case
from vertrag.world.helpdesk.service import Interaction, Status, line_of_ticket

OVER: Final = 21 * DAY
"""The age at which the story of a case is surely over."""
OVER_IF_STRAIGHT: Final = 8 * DAY
"""The same for one that goes its way without a question and without coming back."""


def line_of(case: Case, now_ns: int) -> Interaction:
    """What a timeline says of a case by the clock."""
    texts = Correspondence(case)
    over = case.created_ns < now_ns - OVER
    status = _ending(case, texts) if over else untold(case, now_ns).status
    known = (case.ticket_id, case.created_ns, case.channel, case.sub_channel, status)
    return line_of_ticket(*known, texts.subject(), texts.summary())


def _ending(case: Case, texts: Correspondence) -> Status:
    """How a case stands at the end of its story."""
    outcome = outcome_of(case)
    written = case.channel in {"email", "portal", "letter"}
    unread = written and not case.topic.replies
    asks = case.missed_call or texts.leaves_questions()
    answered = outcome == "pending" and not asks
    done = texts.settled_at_once() and not case.missed_call
    return "closed" if unread or answered or done else outcome
