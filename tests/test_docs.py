"""The pages in docs/ say what the code does."""

import json
import re
from pathlib import Path

import click
import pytest
import yaml

from vertrag.cli.commands import vertrag
from vertrag.config import SECTIONS, Setting, Settings, table
from vertrag.fuzz.judging.findings import SEVERITIES
from vertrag.lint.rulebook import RULES
from vertrag.oracles import rulings
from vertrag.oracles.journeys import walks
from vertrag.sabotage.playbook import WAYS
from vertrag.shipped import folder
from vertrag.vendors.agreement.invariants import INVARIANTS
from vertrag.world.laws import LAWS

DOCS = Path(__file__).parent.parent / "docs"
SETTINGS = (DOCS / "settings.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "command-line.md").read_text(encoding="utf-8")


def _chapter(page: str, title: str) -> str:
    assert f"\n## {title}\n" in page, f"chapter {title!r} is missing"
    return page.split(f"\n## {title}\n")[1].split("\n## ")[0]


def _cell(value: object) -> str:
    return "" if value in (None, ()) else f"`{json.dumps(value)}`"


@pytest.mark.parametrize(
    ("section", "setting"),
    [
        pytest.param(section.section, setting, id=f"{section.section}-{setting.name}")
        for section in SECTIONS
        for setting in table(section)
    ],
)
def test_every_setting_has_its_line(section: str, setting: Setting) -> None:
    row = setting.row
    line = f"| `{setting.name}` | {_cell(setting.default)} | {row.kind.allowed} | {row.help} |"
    assert line in _chapter(SETTINGS, f"[{section}]").splitlines()


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.section)
def test_no_line_is_about_a_setting_that_is_gone(section: type[Settings]) -> None:
    lines = _chapter(SETTINGS, f"[{section.section}]").splitlines()
    named = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert named == [setting.name for setting in table(section)]


@pytest.mark.parametrize("command", vertrag.commands.values(), ids=lambda command: command.name)
def test_every_option_is_under_its_command(command: click.Command) -> None:
    chapter = _chapter(COMMANDS, f"vertrag {command.name}")
    commands = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
    parameters = [parameter for each in commands for parameter in each.params]
    options = [parameter for parameter in parameters if isinstance(parameter, click.Option)]
    flags = [flag for option in options for flag in option.opts + option.secondary_opts]
    assert [flag for flag in flags if f"`{flag}" not in chapter] == []


def test_no_chapter_is_about_a_command_that_is_gone() -> None:
    titles = [
        line.removeprefix("## vertrag ") for line in COMMANDS.splitlines() if line.startswith("## vertrag ")
    ]
    assert sorted(titles) == sorted(vertrag.commands)


def test_the_page_on_lint_holds_the_paragraph_of_every_rule_and_no_other() -> None:
    page = (DOCS / "lint.md").read_text(encoding="utf-8")
    paragraphs = ["### " + rest.split("\n## ")[0].strip() for rest in page.split("\n### ")[1:]]
    assert paragraphs == [rule.paragraph for rule in RULES.values()]


def test_the_page_on_the_world_holds_every_law_and_no_other() -> None:
    page = (DOCS / "world.md").read_text(encoding="utf-8")
    lines = [line for line in _chapter(page, "Laws").splitlines() if line.startswith("| I")]
    assert lines == [f"| {law.code} | {law.rule} |" for law in LAWS.values()]


def test_the_page_on_laws_has_a_line_for_every_law_and_no_other() -> None:
    lines = [line for line in (DOCS / "laws.md").read_text(encoding="utf-8").splitlines() if "| VF" in line]
    assert lines == [
        f"| {law.code} `{law.name}` | {law.title} | {law.expected} | {SEVERITIES[law.severity]} "
        f"| {law.category or ''} |"
        for law in (*rulings.LAWS, *walks.LAWS)
    ]


def test_the_page_on_sabotage_holds_the_paragraph_of_every_way_and_no_other() -> None:
    page = (DOCS / "sabotage.md").read_text(encoding="utf-8")
    paragraphs = ["### " + rest.split("\n## ")[0].strip() for rest in page.split("\n### ")[1:]]
    assert paragraphs == [way.paragraph for way in WAYS.values()]


def test_the_page_on_the_apis_names_every_operation_and_every_invariant() -> None:
    page = (DOCS / "apis.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", page, re.MULTILINE))
    documents = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in folder("specs").iterdir()]
    served = {
        f"{method.upper()} {path}"
        for document in documents
        for path, item in document["paths"].items()
        for method in item
    }
    assert shown == served
    assert re.findall(r"^\| (I\d\d) \|", page, re.MULTILINE) == [each.code for each in INVARIANTS]
