"""Keeps what the document says is there once: who has it, so that a second creation is a conflict."""

from dataclasses import dataclass
from typing import Any

from vertrag.contract.inference.positions import NOWHERE, value_at
from vertrag.contract.inference.uniqueness import members_told
from vertrag.exchange import State
from vertrag.serialization import to_json
from vertrag.state.documents import is_made_row


@dataclass(frozen=True, slots=True)
class Claim:
    """Values that one row of a collection may have, all together; `kind` is that of its rows in the state."""

    kind: str
    values: dict[str, Any]

    @property
    def said(self) -> str:
        """The values for people."""
        return " and ".join(f"{name} {value}" for name, value in self.values.items())

    def is_taken(self, state: State) -> bool:
        """Whether a row that was made, and is still there as it was, has the values."""
        holder = state.get(*self._place)
        made = state.get(self.kind, holder) if isinstance(holder, str) else None
        if made is None or not is_made_row(made):
            return False
        return all(value_at(made["row"], (name,)) in (NOWHERE, value) for name, value in self.values.items())

    def take(self, state: State, key: str) -> None:
        """Note which row has the values now."""
        state.put(*self._place, key)

    @property
    def _place(self) -> tuple[str, str]:
        return f"{self.kind} claims", to_json(self.values).decode()


def claim_of(words: frozenset[str], kind: str, sent: Any) -> Claim | None:
    """What a row that is sent claims; None where the words say of nothing in it that there is one only."""
    told = members_told(words, sent) if words else []
    values = {name: sent[name] for name in told if isinstance(sent[name], str | int)}  # a file claims nothing
    return Claim(kind, values) if values else None
