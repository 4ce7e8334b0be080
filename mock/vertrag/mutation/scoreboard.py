"""Shows a campaign: as it goes, and what came of it; with colours and a bar where people look."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from vertrag.mutation.outcomes import Outcome, Score, Verdict

_COLOURS: dict[Verdict, str] = {
    "killed": "green",
    "timed out": "green",
    "survived": "red",
    "not applicable": "dim",
}


def show(outcomes: Iterable[Outcome], total: int, form: str, out: TextIO) -> Score:
    """Print what becomes of each lie, and the score; who interrupts it gets those of the lies so far."""
    heard = _Heard(outcomes)
    if form == "json":
        score = Score(list(heard))
        print(json.dumps({**score.as_json(), "interrupted": heard.is_cut_short}, indent=2), file=out)
    elif out.isatty():
        score = _shown_to_people(heard, total, out)
    else:
        score = Score(list(_told(heard, out)))
        print("\n".join(["", *pardons(score), summary(score)]), file=out)
    if heard.is_cut_short:
        raise KeyboardInterrupt
    return score


@dataclass(slots=True)
class _Heard:
    """The outcomes as far as nobody interrupts them."""

    outcomes: Iterable[Outcome]
    is_cut_short: bool = False

    def __iter__(self) -> Iterator[Outcome]:
        try:
            yield from self.outcomes
        except KeyboardInterrupt:
            self.is_cut_short = True


def pardons(score: Score) -> Iterator[str]:
    """Why some that survived may do so, each in a line."""
    for way in (each.way for each in score.outcomes if each.verdict == "survived"):
        if way.pardon:
            yield f"{way.code} may survive: {way.pardon}"


def summary(score: Score) -> str:
    """The score in one line."""
    late = score.count("timed out")
    timed = f", {late} of them by their time" if late else ""
    return (
        f"mutation score {score.percent:.1f} %: {score.seen} of {score.tried} lies seen{timed}, "
        f"{score.count('survived')} survived, {score.count('not applicable')} not applicable"
    )


def _told(outcomes: Iterable[Outcome], out: TextIO) -> Iterator[Outcome]:
    """The outcomes, each with a line as it comes."""
    for outcome in outcomes:
        took = f"{outcome.seconds:6.1f} s" if outcome.verdict != "not applicable" else " " * 8
        print(f"{outcome.way.code}  {outcome.verdict:<14}  {took}  {outcome.way.title}", file=out, flush=True)
        yield outcome


def _shown_to_people(outcomes: Iterable[Outcome], total: int, out: TextIO) -> Score:
    console = Console(file=out)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    found: list[Outcome] = []
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("the honest mock", total=total)
        for outcome in outcomes:
            found.append(outcome)
            progress.update(task, advance=1, description=f"{outcome.way.code} {outcome.verdict}")
    score = Score(found)
    console.print(_table(score))
    for line in pardons(score):
        console.print(line, style="dim", highlight=False)
    console.print(summary(score), style="bold", highlight=False)
    return score


def _table(score: Score) -> Table:
    """The lies that were told; those that survived are what to write a test for."""
    table = Table("code", "lie", "verdict", box=None, pad_edge=False)
    for outcome in score.outcomes:
        colour = _COLOURS[outcome.verdict]
        table.add_row(outcome.way.code, outcome.way.title, f"[{colour}]{outcome.verdict}[/]")
    return table
