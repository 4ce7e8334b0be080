"""Who buys and who serves: customers and agents with safe names, mails and phone numbers."""

from dataclasses import dataclass

from vertrag.world.places import Address


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the supplier; `phone` is E.164 with "+", `created_ns` Unix nanoseconds."""

    id: int
    business: bool
    company: str | None
    first_name: str
    last_name: str
    address: Address
    phone: str
    email: str
    contract_ids: tuple[int, ...]
    created_ns: int

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Agent:
    """A member of the service team; `phone` is E.164 with "+"."""

    id: int
    uuid: str
    first_name: str
    last_name: str
    email: str
    phone: str
    team: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"
