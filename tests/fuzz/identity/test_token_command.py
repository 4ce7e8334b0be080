import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.identity.token import Token
from vertrag.fuzz.identity.token_command import by_command


def test_what_a_command_prints_is_the_token() -> None:
    assert by_command("echo right-token")() == Token("right-token")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("echo s3cret >&2; exit 3", r"failed \(exit code 3\)"),
        ("no-such-program-s3cret", r"failed \(exit code 127\)"),
        ("echo s3cret and more", "printed no token"),
        ("true s3cret", "printed no token"),
        ("yes s3cret", "printed too much"),
    ],
)
def test_a_command_that_gives_none_is_said_without_its_words(
    command: str, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        by_command(command)()
    assert "s3cret" not in f"{caught.value}{caught.value.hint}{capfd.readouterr()}"


def test_a_command_that_never_ends_is_ended() -> None:
    with pytest.raises(UsageError, match=r"more than 0\.1 seconds"):
        by_command("sleep 60", patience=0.1)()


def test_what_a_command_leaves_running_is_ended() -> None:
    assert by_command("sleep 60 & echo right-token", patience=0.1)() == Token("right-token")
