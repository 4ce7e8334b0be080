import re

import pytest

from vertrag.world.census.people import agents
from vertrag.world.draws import Draws
from vertrag.world.helpdesk.facts import SLOTS
from vertrag.world.helpdesk.service import Channel
from vertrag.world.helpdesk.topics import (
    Topic,
    channel_weights,
    draw_sub_channel,
    tag_names,
    topic_weights,
    topics,
)

TOPICS = list(topics().values())
CHANNELS: tuple[Channel, ...] = ("email", "portal", "letter", "chat", "phone", "walkIn", "system")


def _texts(topic: Topic) -> list[str]:
    phrases = [text for channel in CHANNELS for text in topic.phrases(channel, business=False)]
    written = [phrase.text for phrase in phrases] + [phrase.subject or "" for phrase in phrases]
    return [
        *written,
        *topic.subjects,
        topic.summary,
        *topic.replies.values(),
        topic.ask or "",
        topic.answer or "",
        topic.resolution or "",
    ]


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_texts_ask_only_for_what_is_known(topic: Topic) -> None:
    asked = {slot for text in _texts(topic) for slot in re.findall(r"\{(.*?)\}", text)}
    assert asked <= SLOTS


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_every_text_has_its_reply_and_every_reply_its_text(topic: Topic) -> None:
    texts = [phrase for channel in CHANNELS for phrase in topic.phrases(channel, business=False)]
    replies = [topic.reply(phrase.reply) for phrase in texts] if topic.replies else []
    assert set(replies) == set(topic.replies.values())


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_what_is_asked_can_be_answered(topic: Topic) -> None:
    assert (topic.ask is None) == (topic.answer is None) == (topic.resolution is None)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_letters_go_on_after_the_comma_of_the_greeting(topic: Topic) -> None:
    # Nouns and the polite Sie keep their capital; no other word begins with one.
    texts = [phrase.text for phrase in topic.phrases("email", business=False)]
    words = {text.split()[0] for text in (*texts, *topic.replies.values())}
    assert {word for word in words if word[0].isupper()} <= {
        "Sie",
        "Ihr",
        "Ihre",
        "Ihren",
        "Modul",
        "Rechnungen",
        "{operator}",
    }


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
def test_each_topic_has_a_team_that_exists(topic: Topic) -> None:
    assert topic.team in {agent.team for agent in agents()}


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.code)
@pytest.mark.parametrize("at_work", [True, False])
def test_each_topic_can_come_at_any_time(topic: Topic, *, at_work: bool) -> None:
    weights = channel_weights(topic.code, at_work=at_work, business=False)
    assert weights.total > 0
    assert at_work or not set(weights.items) & {"phone", "walkIn", "letter"}


def test_companies_hear_nothing_of_private_life() -> None:
    topic = topics()["change_master_data"]
    assert any("geheiratet" in phrase.text for phrase in topic.phrases("email", business=False))
    assert not any("geheiratet" in phrase.text for phrase in topic.phrases("email", business=True))
    assert "deceased_customer" not in {
        topic.code for topic in topic_weights("leaving", electricity=True, business=True).items
    }


def test_nobody_telephones_at_the_counter() -> None:
    notes = [phrase.text for topic in TOPICS for phrase in topic.phrases("walkIn", business=False)]
    assert notes
    assert [note for note in notes if "ruft" in note or "elefon" in note] == []


def test_new_customers_ask_about_the_switch_and_old_ones_do_not() -> None:
    new = {topic.code for topic in topic_weights("new", electricity=True, business=False).items}
    settled = {topic.code for topic in topic_weights("settled", electricity=True, business=False).items}
    assert "supplier_switch_status" in new - settled
    assert "explain_invoice" in settled - new


def test_only_the_last_letter_cancels_and_may_be_about_anything_settled() -> None:
    settled = {topic.code for topic in topic_weights("settled", electricity=True, business=False).items}
    leaving = {topic.code for topic in topic_weights("leaving", electricity=True, business=False).items}
    assert leaving - settled == {"cancel_contract", "deceased_customer"}
    assert settled < leaving


def test_who_has_only_gas_has_no_wallbox() -> None:
    codes = {topic.code for topic in topic_weights("settled", electricity=False, business=False).items}
    assert not codes & {"wallbox_14a", "pv_feed_in", "outage"}


def test_chats_come_through_an_app_and_mails_do_not() -> None:
    drawn = {draw_sub_channel(Draws(1, "test").of(index), "chat") for index in range(200)}
    assert drawn == {"companyWebsite", "whatsapp", "facebook", "instagram", "telegram"}
    assert draw_sub_channel(Draws(1, "test").of(1), "email") is None


def test_every_tag_stands_once() -> None:
    assert len(set(tag_names())) == len(tag_names())
    assert {topic.tag for topic in TOPICS} == set(tag_names())
