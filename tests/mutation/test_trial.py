import sys
from pathlib import Path

import pytest

from vertrag.config import ServeSettings
from vertrag.errors import UsageError
from vertrag.mutation.trial import attempt, run

SHOP = str(Path(__file__).parent.parent / "sabotage" / "shop.yaml")
ASKS = """
import http.client, sys
client = http.client.HTTPConnection(sys.argv[1].removeprefix("http://"))
client.request("GET", "/articles")
sys.exit(client.getresponse().status - 200)
"""


def python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def test_a_command_gets_the_url_in_its_words_and_in_its_environment() -> None:
    code = "import os, sys; print(sys.argv[1]); sys.exit(sys.argv[1] != f'-u{os.environ[\"VERTRAG_URL\"]}')"
    ended = run(python(code, "-u{url}"), "http://127.0.0.1:1", 60)
    assert (ended.exit_code, ended.said) == (0, "-uhttp://127.0.0.1:1")


def test_a_command_that_takes_too_long_is_ended() -> None:
    assert run(python("import time; time.sleep(600)"), "http://h", 0.2).exit_code is None


def test_a_command_that_is_not_there_is_said() -> None:
    with pytest.raises(UsageError, match="cannot run no-such-program"):
        run(["no-such-program"], "http://h", 1)


def test_a_mock_lies_for_one_command() -> None:
    settings = ServeSettings(documents=(SHOP,), port=0, sabotage=("S113",))
    assert attempt(settings, python(ASKS, "{url}"), 60).exit_code == 99
