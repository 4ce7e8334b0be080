"""What the laws are held against: the contract, the resources it implies, and the shapes of its bodies."""

from dataclasses import dataclass

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.outlines import Outlines
from vertrag.contract.inference.resources import Resource, Resources, infer
from vertrag.contract.operations import Contract, Operation
from vertrag.contract.promises import declared_in, fault_of
from vertrag.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Grounds:
    """One document, ready to be held against; `declares` says whether it has invariants of its own."""

    contract: Contract
    resources: Resources
    outlines: Outlines
    declares: bool = False

    def part(self, operation: Operation) -> tuple[Resource, Deed] | None:
        """The resource that an operation belongs to and what it does to it."""
        return self.resources.by_operation.get(operation.key)


def grounds_of(contract: Contract) -> Grounds:
    """The grounds of a compiled document; raises DocumentError for an invariant that cannot be read."""
    declared = list(declared_in(contract.document.tree))
    for pointer, promise, names in declared:
        fault = fault_of(promise, names)
        if fault:
            hint = f"see #{pointer}: {fault}"
            raise DocumentError(f"the invariant {promise.expression!r} cannot be read", hint=hint)
    return Grounds(contract, infer(contract), Outlines(contract.document), bool(declared))
