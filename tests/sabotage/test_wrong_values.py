from collections.abc import Callable
from typing import Any

import pytest

from vertrag.sabotage.wrong_values import WAYS

RULES = {
    "S301": "required",
    "S302": "type",
    "S303": "type",
    "S304": "type",
    "S305": "type",
    "S306": "type",
    "S307": "type",
    "S308": "type",
    "S309": "type",
    "S310": "type",
    "S311": "enum",
    "S312": "enum",
    "S313": "format",
    "S314": "format",
    "S315": "format",
    "S316": "format",
    "S317": "format",
    "S318": "maximum",
    "S319": "minimum",
    "S320": "maxLength",
    "S321": "minLength",
    "S322": "pattern",
    "S323": "additionalProperties",
    "S324": "maxItems",
    "S325": "minItems",
    "S326": "uniqueItems",
    "S327": "required",
}


@pytest.mark.parametrize("code", [way.code for way in WAYS])
def test_the_judge_sees_the_rule_that_is_broken(code: str, prove: Callable[..., None]) -> None:
    async def probe(shop: Any) -> bool:
        return RULES[code] in shop.rules(await shop.ask("GET", "/specimen"))

    prove(code, probe)


def test_only_what_succeeds_drifts(ask_shop: Callable[..., Any]) -> None:
    async def refused(shop: Any) -> set[str]:
        found: set[str] = shop.rules(await shop.ask("POST", "/articles", {"name": 7}))
        return found

    assert ask_shop(refused, "S301") == set()
