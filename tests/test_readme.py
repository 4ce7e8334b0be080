"""The commands in README.md and docs/ do what the pages say."""

import re
import shlex
import subprocess
import sys
from html import unescape
from pathlib import Path
from typing import Any

import click
import httpx
import pytest

from vertrag.cli.commands import vertrag
from vertrag.config import ServeSettings
from vertrag.oracles import rulings
from vertrag.oracles.journeys import walks
from vertrag.serve.running.preparation import prepare
from vertrag.serve.showing.banner import banner

KEY = "the key of the mock whose first screen is drawn"
HOUSE = Path(__file__).parent.parent
USUAL = "http://127.0.0.1:8005"
PAGES = [HOUSE / "README.md", *sorted((HOUSE / "docs").glob("*.md"))]
TOKEN = re.compile(r"\$\(vertrag token(?: --role (\w+))?\)")


def commands(first_word: str) -> list[Any]:
    found: list[Any] = []
    for page in PAGES:
        for block in re.findall(r"```(?:sh)?\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            lines = [line for line in block.splitlines() if line.startswith(f"{first_word} ")]
            found += [pytest.param(line, id=f"{page.name}: {line[:60]}") for line in lines]
    return found


def with_tokens(line: str, mock: Any) -> str:
    return TOKEN.sub(lambda match: mock.authority.issue(match[1] or "agent"), line)


def send(line: str, mock: Any) -> httpx.Response:
    """What curl would do with the few options that the pages use."""
    words = iter(shlex.split(with_tokens(line, mock).partition(" | ")[0])[1:])
    method, url, body = "", "", None
    headers: dict[str, str] = {}
    for word in words:
        if word in ("-H", "-b", "-d", "-X"):
            value = next(words)
            if word == "-X":
                method = value
            elif word == "-d":
                body = value
                headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
            else:
                name, _, text = value.partition(": ") if word == "-H" else ("Cookie", "", value)
                headers[name] = text
        elif not word.startswith("-"):
            url = word.replace(USUAL, mock.origin)
    return httpx.request(method or ("POST" if body else "GET"), url, headers=headers, content=body)


# One page serves a document of its own on another port; a scenario has it.
@pytest.mark.parametrize("line", [each for each in commands("curl") if USUAL in each.values[0]])
def test_every_request_in_the_pages_is_answered_as_they_say(
    line: str, running_mock: Any, request: pytest.FixtureRequest
) -> None:
    response = send(line, running_mock)
    if "problems.md" in request.node.name:
        page = (HOUSE / "docs" / "problems.md").read_text(encoding="utf-8")
        slug = page.split(line)[0].rsplit("\n## ", 1)[1].split("\n")[0]
        assert response.headers["x-vertrag-why"] == f"refused: {slug}"
    else:
        assert response.status_code == 400 if "limit=0" in line else response.is_success


@pytest.mark.parametrize("line", commands("vertrag"))
def test_every_command_in_the_pages_is_one(line: str) -> None:
    words = shlex.split(TOKEN.sub("token", line).partition("#")[0])[1:]
    name, *arguments = words
    command = vertrag.commands[name]
    with command.make_context(name, arguments) as context:
        assert isinstance(context, click.Context)


def test_the_command_for_ci_is_clean_against_the_mock(running_mock: Any, tmp_path: Path) -> None:
    (line,) = [each.values[0] for each in commands("vertrag") if "--junit" in each.values[0]]
    words = shlex.split(with_tokens(line, running_mock).replace(USUAL, running_mock.origin))[1:]
    # Where the suite runs, the command need not be on the path.
    words = [re.sub("^vertrag ", f"{shlex.quote(sys.executable)} -m vertrag ", word) for word in words]
    command = [sys.executable, "-m", "vertrag", *words, "--max-examples", "1", "--seed", "1"]
    run = subprocess.run(
        command, cwd=tmp_path, env=running_mock.environ, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "0 findings, " in run.stdout
    assert (tmp_path / "report.xml").is_file()


def test_the_picture_of_the_first_screen_shows_what_is_printed() -> None:
    mounts, _ = prepare(ServeSettings(key=KEY))
    printed = banner(mounts, USUAL, "auto", "vertrag token")
    picture = (HOUSE / "docs" / "images" / "serve.svg").read_text(encoding="utf-8")
    shown = unescape("".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))).replace("\xa0", " ")
    # The picture breaks long lines.
    assert "".join(printed.split()) in "".join(shown.split())


def test_the_picture_of_a_run_shows_laws_as_they_are_called() -> None:
    picture = (HOUSE / "docs" / "images" / "fuzz.svg").read_text(encoding="utf-8")
    shown = unescape("".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))).replace("\xa0", " ")
    found = re.findall(r"(VF[0-9]+) ([a-z_]+)", shown)
    laws = {law.code: law for law in (*walks.LAWS, *rulings.LAWS)}
    assert found
    assert [laws[code].name for code, _ in found] == [name for _, name in found]
    assert all(laws[code].title in shown and laws[code].expected in shown for code, _ in found)


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (HOUSE / "README.md").read_text(encoding="utf-8"))
    local = [link for link in links if not link.startswith("http")]
    assert [link for link in local if not (HOUSE / link).exists()] == []
