"""The service's own addresses."""

from vertrag.vendors import mailboxes
from vertrag.world.supplier import Supplier


def test_the_service_has_the_mail_domain_of_its_agents(world: Supplier) -> None:
    domains = {agent.email.partition("@")[2] for agent in world.agents()}
    assert {box.partition("@")[2] for box in (mailboxes.SERVICE, mailboxes.AUTOMATION)} == domains
