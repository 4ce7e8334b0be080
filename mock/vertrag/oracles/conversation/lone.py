"""Operations that belong to no resource: together they are walked as if they were one."""

from vertrag.contract.inference.deeds import Deed
from vertrag.contract.inference.resources import Resource
from vertrag.contract.inference.sites import variables_of
from vertrag.contract.operations import Operation
from vertrag.contract.schema.shapes import ANYTHING
from vertrag.oracles.conversation.material import plain_values
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import Grounds

NAME = "operations by themselves"

_NOWHERE = ("",)  # no path has this form: none of them is that of a row


def lone(grounds: Grounds) -> Resource | None:
    """What stands for them; None where every operation is part of a resource."""
    deeds = tuple(Deed(each, "act") for each in grounds.contract.operations if grounds.part(each) is None)
    return Resource(NAME, _NOWHERE, _NOWHERE, None, None, ANYTHING, deeds) if deeds else None


def is_lone(resource: Resource) -> bool:
    """Whether a resource is what stands for the operations that belong to none."""
    return resource.form == _NOWHERE


def values_for(talk: Talk, resource: Resource, operation: Operation) -> tuple[str, ...] | None:
    """Values with which an operation meets what is there; of a lone one, any that its path allows."""
    values = talk.values(resource, operation)
    if values is not None or not is_lone(resource):
        return values
    invented = plain_values(talk.grounds, operation, "path")
    return tuple(str(invented.get(name, 1)) for name in variables_of(operation.path))
