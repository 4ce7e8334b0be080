import subprocess

import pytest

from vertrag.oracles.conversation.spoiling import WAYS, spoilings


@pytest.mark.parametrize("value", ["Bearer abC-1%23.x", "abCdefgh", "Basic YWRhOnMzOmNyZXQ="])
def test_a_shell_and_python_spoil_a_credential_as_the_law_does(value: str) -> None:
    for way, before, changed in spoilings(value):
        line = f'printf %s "{way.shell.replace("NAME", "KEY")}"'
        environment = {"PATH": "/usr/bin:/bin", "KEY": value}
        shell = subprocess.run(["sh", "-c", line], env=environment, check=True, capture_output=True)  # noqa: S607 - any POSIX shell
        python = eval(way.python.replace("os.environ['NAME']", repr(value)))  # noqa: S307 - our own text
        assert shell.stdout.decode() == python == changed
        assert before + changed != value


def test_a_scheme_is_left_as_it_is_written_where_the_case_changes() -> None:
    assert [before + changed for _, before, changed in spoilings("Bearer abC")][-1] == "Bearer ABc"


def test_digits_have_no_case_that_could_change() -> None:
    assert len(list(spoilings("Bearer 4711"))) == len(WAYS) - 2


def test_a_user_comes_with_another_password() -> None:
    found = [before + changed for _, before, changed in spoilings("Basic YWRhOnMzOmNyZXQ=")]
    assert "Basic YWRhOng=" in found


@pytest.mark.parametrize("secret", ["a2V5Og==", "a2V5Olg="])  # `key:` and `key:X`
def test_a_key_that_is_sent_as_a_user_has_no_password(secret: str) -> None:
    assert len(list(spoilings(f"Basic {secret}"))) == len(WAYS) - 1
