import click
import pytest

from vertrag.cli.flags import given, parameters
from vertrag.config import SECTIONS, FuzzSettings, ServeSettings, Settings, table


@pytest.mark.parametrize("section", SECTIONS)
def test_every_setting_is_on_the_command_line_unless_its_row_says_nowhere(section: type[Settings]) -> None:
    names = {setting.name for setting in table(section) if setting.row.place != "nowhere"}
    assert {parameter.name for parameter in parameters(section)} == names | {"config_file"}


def _parse(section: type[Settings], *arguments: str) -> dict[str, object]:
    command = click.Command("any", params=parameters(section))
    return given(command.make_context("any", list(arguments)).params)


@pytest.mark.parametrize("section", SECTIONS)
def test_what_was_not_given_is_left_to_other_places(section: type[Settings]) -> None:
    assert _parse(section) == {}


def test_documents_switches_and_repeated_flags_are_taken() -> None:
    assert _parse(ServeSettings, "a", "--no-cors", "b", "--seed=x") == {
        "documents": ("a", "b"),
        "cors": False,
        "seed": "x",
    }
    assert _parse(FuzzSettings, "a", "--header", "X: 1", "--header", "Y:", "--allow-writes") == {
        "document": "a",
        "header": ("X: 1", "Y:"),
        "allow_writes": True,
    }
