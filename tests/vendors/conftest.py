"""The world as the vendors' handlers show it, and the documents' schemas to hold the answers against."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry
from referencing.jsonschema import DRAFT4

from vertrag.credentials import Authority
from vertrag.exchange import UNTOUCHED, Call, State
from vertrag.shipped import folder
from vertrag.state.documents import Documents
from vertrag.state.memory_store import MemoryStore
from vertrag.vendors import VENDORS
from vertrag.world.supplier import Supplier

FIRST_CUSTOMER = 100_001
SAMPLE = 30  # customers


@pytest.fixture(scope="session")
def world() -> Supplier:
    return Supplier(seed=7, customers=500)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority("k" * 32, now=lambda: 1_800_000_000.0)


@pytest.fixture(scope="session")
def ticket_ids(world: Supplier) -> list[int]:
    """Tickets of the personas and of some customers drawn at random."""
    drawn = random.Random(1).sample(range(FIRST_CUSTOMER, FIRST_CUSTOMER + world.customers), SAMPLE)  # noqa: S311 - a sample, no secret
    customers = [persona.customer_id for persona in world.personas()] + drawn
    return [ticket_id for customer_id in customers for ticket_id in world.tickets_of(customer_id)]


@pytest.fixture
def state() -> Iterator[State]:
    """An open transaction of a session that nobody wrote to before."""
    with MemoryStore().writing("") as transaction:
        yield Documents(transaction)


@pytest.fixture(scope="session")
def ask(world: Supplier, authority: Authority) -> Callable[..., Any]:
    """Calls a vendor's handler and returns the body of its reply."""
    handlers = {name: vendor.handlers(authority) for name, vendor in VENDORS.items()}

    def body(
        vendor: str, operation_id: str, *, sent: Any = None, state: State = UNTOUCHED, **arguments: Any
    ) -> Any:
        call = Call(operation_id, arguments, sent, world=world, state=state)
        return handlers[vendor][operation_id](call).body

    return body


@pytest.fixture(scope="session")
def faults() -> Callable[[str, str, Any], list[str]]:
    """What is wrong with a value, by a component schema of the vendor's document."""
    registry: Registry[Any] = Registry()
    for path in folder("specs").iterdir():
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        name = document["info"]["x-vendor"]
        registry = registry.with_resource(f"urn:{name}", DRAFT4.create_resource(document))

    def messages(vendor: str, schema: str, value: Any) -> list[str]:
        rooted = {"$ref": f"urn:{vendor}#/components/schemas/{schema}"}
        judge = OAS30Validator(rooted, registry=registry, format_checker=oas30_format_checker)
        return [f"{error.json_path}: {error.message}" for error in judge.iter_errors(value)]

    return messages
