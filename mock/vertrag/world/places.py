"""Where people live: postcode, city and state that agree, generic streets, fictional grid operators."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `state` is the ISO 3166-2 code of the federal state, such as "DE-BE"."""

    street: str
    house_number: str
    postcode: str
    city: str
    state: str

    @property
    def line(self) -> str:
        """Street and house number: "Hauptstraße 5"."""
        return f"{self.street} {self.house_number}"

    @property
    def full(self) -> str:
        """The address in one line: "Hauptstraße 5, 10115 Berlin"."""
        return f"{self.street} {self.house_number}, {self.postcode} {self.city}"
