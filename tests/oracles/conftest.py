"""The small supplier, in process, and what walks over it find."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from vertrag.contract.inference.resources import Resource
from vertrag.exchange import Request, Response
from vertrag.oracles.conversation.talk import Talk
from vertrag.oracles.grounds import Grounds, grounds_of
from vertrag.oracles.law import Breach
from vertrag.oracles.rulings import breaches
from vertrag.oracles.seen import seen

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def supplier() -> ModuleType:
    """The module of the small supplier: `Energy`, `CONTRACT`, its flaws."""
    return _module("energy")


def _module(name: str) -> ModuleType:
    spec = spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # where its dataclasses look for their annotations
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def grounds(supplier: ModuleType) -> Grounds:
    """The grounds of the supplier's document."""
    return grounds_of(supplier.CONTRACT)


@dataclass
class Conversation:
    """A talk with the supplier, and every law that a single exchange in it broke."""

    server: Any
    grounds: Grounds
    key: str
    broken: list[Breach] = field(default_factory=list)
    talk: Talk = field(init=False)

    def __post_init__(self) -> None:
        headers = (("x-api-key", self.key),)
        self.talk = Talk(self.grounds, self.send, headers, frozenset({"x-api-key"}))

    def send(self, request: Request) -> Response:
        target = f"/v1{request.path}" + (f"?{request.query}" if request.query else "")
        response: Response = self.server.answer(request.method, target, dict(request.headers), request.body)
        exchange = seen(self.grounds.contract, request, response)
        if exchange is not None:
            self.broken += breaches(self.grounds, exchange)
        return response

    def codes(self, way: Callable[[Talk, Resource], Iterator[Breach]], *names: str) -> set[str]:
        """The codes of all laws that a walk over some resources breaks, its single exchanges included."""
        found = [
            breach
            for name in names or self.grounds.resources.by_name
            for breach in way(self.talk, self.grounds.resources.by_name[name])
        ]
        return {breach.law.code for breach in (*found, *self.broken)}


@pytest.fixture
def converse(supplier: ModuleType, grounds: Grounds) -> Callable[..., Conversation]:
    """Talk with a supplier that has one flaw, or none: converse("limit ignored")."""
    return lambda flaw="": Conversation(supplier.Energy(flaw), grounds, supplier.KEY)


@pytest.fixture(scope="session")
def garden() -> Callable[..., Conversation]:
    """Talk with the small garden, which has one flaw or none: garden("tokens never end")."""
    module = _module("garden")
    grounds = grounds_of(module.CONTRACT)
    return lambda flaw="": Conversation(module.Garden(flaw), grounds, "key-of-the-gardener")
