import pytest

from vertrag.config import SECTIONS, Setting, Settings, address, table

EVERY_SETTING = [
    pytest.param(section, setting, id=f"{section.section}-{setting.name}")
    for section in SECTIONS
    for setting in table(section)
]


@pytest.mark.parametrize(("section", "setting"), EVERY_SETTING)
def test_a_default_is_what_its_own_kind_allows(section: type[Settings], setting: Setting) -> None:
    if setting.default is not None:
        assert setting.row.kind.from_value(setting.default) == getattr(section(), setting.name)


@pytest.mark.parametrize(("section", "setting"), EVERY_SETTING)
def test_a_help_text_is_one_sentence(section: type[Settings], setting: Setting) -> None:
    assert setting.row.help.endswith("."), section
    assert setting.row.help[0].isupper(), section


def test_a_setting_of_several_commands_is_of_one_kind() -> None:
    # A top-level key of the file and a short variable reach every command that has the setting.
    rows = [setting for section in SECTIONS for setting in table(section) if not setting.row.own]
    kinds = {(setting.name, setting.row.kind) for setting in rows}
    assert len(kinds) == len({name for name, _ in kinds})


def test_no_setting_is_called_like_a_section() -> None:
    names = {setting.name for section in SECTIONS for setting in table(section)}
    assert not names & {section.section for section in SECTIONS}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("key", "nowhere"),  # every user of a machine can read the arguments of a process
        ("header", "option"),  # it may hold a token, which is short-lived
    ],
)
def test_credentials_are_secrets(name: str, place: str) -> None:
    rows = [setting.row for section in SECTIONS for setting in table(section) if setting.name == name]
    assert {(row.secret, row.place) for row in rows} == {(True, place)}


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8005"), ("::1", "http://[::1]:8005"), ("mock", "http://mock:8005")],
)
def test_an_address_is_a_url(host: str, url: str) -> None:
    assert address(host, 8005) == url
