import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from vertrag.cli.inferences import print_inferred
from vertrag.config import ResourcesSettings

SHOP = str(Path(__file__).parent.parent / "contract" / "shop.yaml")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(settings: ResourcesSettings, out: io.StringIO) -> str:
    print_inferred(settings, out)
    return out.getvalue()


def test_a_pipe_gets_plain_lines() -> None:
    lines = printed(ResourcesSettings((SHOP,)), io.StringIO()).splitlines()
    assert lines[0] == f"{SHOP}: 4 resources"
    assert "customers  /customers /customers/{}" in lines
    at = lines.index("  list     GET /customers")
    assert lines[at + 1].strip() == "- GET of the collection lists it"


@pytest.mark.parametrize("words", ["customers  /customers", "deed", "POST /customers"])
def test_a_terminal_gets_tables(words: str) -> None:
    assert words in printed(ResourcesSettings((SHOP,)), Terminal())


def test_a_program_gets_json_and_corrections_count() -> None:
    settings = ResourcesSettings((SHOP,), "json", (("/customers/search", False),))
    (resources,) = json.loads(printed(settings, io.StringIO())).values()
    customers = next(each for each in resources if each["name"] == "customers")
    assert customers["key"] == [{"variable": "customerId", "member": "/id"}]
    listing = customers["deeds"][0]
    assert (listing["deed"], listing["rows"], listing["facts"]["/meta/total"]) == ("list", "/items", "total")
    assert "GET /customers/search" not in [deed["operation"] for deed in customers["deeds"]]


def test_a_correction_of_nothing_is_said() -> None:
    settings = ResourcesSettings((SHOP,), corrections=(("/customers/serach", False),))
    assert "'/customers/serach' changes nothing" in printed(settings, io.StringIO())
    told = json.loads(printed(replace(settings, format="json"), io.StringIO()))
    assert (list(told), told["idleCorrections"]) == ([SHOP, "idleCorrections"], ["/customers/serach"])
