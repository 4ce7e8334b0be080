"""Numbers of things, as people say them: one cause, two causes."""


def amount(number: int, noun: str) -> str:
    """The number with its noun, which takes an s for several."""
    return f"{number} {named(number, noun)}"


def named(number: int, noun: str) -> str:
    """The noun as that many of it are called."""
    return noun if number == 1 else f"{noun}s"
