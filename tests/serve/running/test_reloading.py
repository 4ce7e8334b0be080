import asyncio
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.serve.running.reloading import PAUSE, Reloading, Version


class Bench:
    """One file that is served as it reads, and a clock."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "api.txt"
        self.time = 0.0
        self.looks = 0
        self.write("first")
        self.reloading = Reloading(self.make(), self.make, lambda: self.time)

    def write(self, text: str) -> None:
        self.file.write_text(text)

    def make(self) -> Version:
        self.looks += 1
        text = self.file.read_text()
        if text.startswith("broken"):
            raise UsageError("it is broken")
        if text.startswith("defect"):
            raise ZeroDivisionError

        async def application(_: Any, __: Any, send: Any) -> None:
            await send(text)

        return Version(application, (self.file,))

    def answer(self, after: float = PAUSE) -> str:
        self.time += after
        said: list[str] = []

        async def receive() -> Any:
            raise NotImplementedError

        async def send(text: Any) -> None:
            said.append(text)

        async def ask() -> None:
            await self.reloading({}, receive, send)

        asyncio.run(ask())
        return said[0]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_changed_file_is_taken_over_and_said(bench: Bench, caplog: Any) -> None:
    assert bench.answer() == "first"
    bench.write("another")
    assert bench.answer() == "another"
    assert "api.txt: taken over" in caplog.text


def test_an_unchanged_file_is_read_once(bench: Bench) -> None:
    for _ in range(5):
        bench.answer()
    assert bench.looks == 1


def test_files_are_not_looked_at_with_every_request(bench: Bench) -> None:
    bench.answer()
    bench.write("another")
    assert bench.answer(after=PAUSE / 2) == "first"
    assert bench.answer(after=PAUSE / 2) == "another"


@pytest.mark.parametrize("text", ["broken edit", "defect"])
def test_a_broken_edit_keeps_the_last_good_version_until_it_is_repaired(
    bench: Bench, caplog: Any, text: str
) -> None:
    bench.write(text)
    assert [bench.answer(), bench.answer()] == ["first", "first"]
    assert caplog.text.count("the last good version goes on") == 1
    bench.write("repaired")
    assert bench.answer() == "repaired"


def test_a_file_that_is_gone_for_a_moment_changes_nothing(bench: Bench) -> None:
    bench.file.unlink()
    assert bench.answer() == "first"
    bench.write("back again")
    assert bench.answer() == "back again"
