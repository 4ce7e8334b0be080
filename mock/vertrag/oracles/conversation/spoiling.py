"""A credential as it is none any more, and how whoever holds the whole one makes the same of it."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoiling:
    """One way to spoil a credential, and the same for the variable NAME in a POSIX shell and in Python."""

    make: Callable[[str], str]
    shell: str
    python: str


def _with_another_password(secret: str) -> str:
    try:
        user, colon, password = b64decode(secret, validate=True).partition(b":")
    except ValueError:
        return secret
    is_looked_at = len(password) > 1  # beside a key that is sent as the user's name stands nothing, or an X
    return b64encode(user + colon + b"x").decode() if colon and is_looked_at else secret


# Of Basic alone (RFC 7617 §2): the user is right, and the password is not.
ANOTHER_PASSWORD = Spoiling(
    _with_another_password,
    '$(printf "%s:x" "$(printf %s "${NAME##* }" | base64 -d | cut -d: -f1 | head -n 1)" | base64)',
    "__import__('base64').b64encode(__import__('base64').b64decode("
    "os.environ['NAME'].rpartition(' ')[2]).partition(b':')[0] + b':x').decode()",
)
# Of the last word alone: whether a scheme before it is read in any case is another question (RFC 9110 §11.1).
_SWAPPED = Spoiling(
    str.swapcase,
    '$(printf %s "${NAME##* }" | tr A-Za-z a-zA-Z)',
    "os.environ['NAME'].rpartition(' ')[2].swapcase()",
)
_OF_THE_WHOLE = (
    Spoiling(lambda value: value[:-1], "${NAME%?}", "os.environ['NAME'][:-1]"),
    Spoiling(lambda value: value[:-3], "${NAME%???}", "os.environ['NAME'][:-3]"),
    Spoiling(lambda value: f"{value}x", "${NAME}x", "(os.environ['NAME'] + 'x')"),
)
WAYS = (*_OF_THE_WHOLE, _SWAPPED, ANOTHER_PASSWORD)


def spoilings(value: str) -> Iterator[tuple[Spoiling, str, str]]:
    """Each way to spoil a credential, with what stands before the part that it changes, and that part."""
    for way in _OF_THE_WHOLE:
        yield way, "", way.make(value)
    scheme, space, secret = value.rpartition(" ")
    if scheme.lower() == "basic" and ANOTHER_PASSWORD.make(secret) != secret:
        yield ANOTHER_PASSWORD, f"{scheme}{space}", ANOTHER_PASSWORD.make(secret)
    if secret.swapcase() != secret:
        yield _SWAPPED, f"{scheme}{space}", _SWAPPED.make(secret)
