"""What the laws are held against: the contract, the resources it implies, and the shapes of its bodies."""

from dataclasses import dataclass

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.outlines import Outlines
from vertrag.contract.inference.resources import Resource, Resources, infer
from vertrag.contract.operations import Contract, Operation


@dataclass(frozen=True, slots=True)
class Grounds:
    """One document, ready to be held against."""

    contract: Contract
    resources: Resources
    outlines: Outlines

    def part(self, operation: Operation) -> tuple[Resource, Deed] | None:
        """The resource that an operation belongs to and what it does to it."""
        return self.resources.by_operation.get(operation.key)


def grounds_of(contract: Contract) -> Grounds:
    """The grounds of a compiled document."""
    return Grounds(contract, infer(contract), Outlines(contract.document))
