from collections.abc import Callable

import pytest

CLEAN = {
    "a server with its variable": (
        "3.1.0",
        """\
servers: [{url: 'https://{a}.example', variables: {a: {default: b}}}]
""",
    ),
    "extensions everywhere": (
        "3.1.0",
        """\
x-a: 1
paths: {x-b: 2}
""",
    ),
    "no paths at all since 3.1": (
        "3.1.0",
        """\
webhooks: {}
""",
    ),
}


@pytest.mark.parametrize(("version", "body"), CLEAN.values(), ids=list(CLEAN))
def test_a_sound_head_is_not_told(version: str, body: str, codes: Callable[..., set[str]]) -> None:
    assert codes(body, version) == set()
