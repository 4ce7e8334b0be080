"""One document in which many habits of writing APIs meet, for all that is inferred from it."""

from pathlib import Path

import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.operations import Contract, compile_contract


@pytest.fixture(scope="session")
def shop() -> Contract:
    return compile_contract(load(str(Path(__file__).parent / "shop.yaml")))
