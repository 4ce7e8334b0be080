"""The course of a run as it was asked for: what was found before it, what is found now, what was known."""

from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import date

from vertrag.errors import UsageError
from vertrag.fuzz.events import Event, RunFinished
from vertrag.fuzz.judging.baseline import Baseline, read_baseline, write_baseline
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.sharing.resumption import Resumption
from vertrag.fuzz.sharing.several import fuzz_together


def course(options: FuzzOptions, today: date) -> Generator[Event, None, None]:
    """Fuzz as asked for; the events tell what was known, and the last one includes what was found before.

    Raises UsageError, DocumentError or UpstreamError before the first event.
    """
    if options.update_baseline and options.baseline is None:
        raise UsageError("there is no baseline to update", hint="name its file: --baseline FILE")
    known = Baseline((), today)
    if options.baseline is not None:
        known = read_baseline(options.baseline, today, may_be_missing=options.update_baseline)
    earlier = Resumption.from_path(options.resume) if options.resume is not None else None

    def settled(event: Event) -> Iterator[Event]:
        for each in (event,) if earlier is None else earlier.retold(event):
            yield _updated(options, known, each) if isinstance(each, RunFinished) else known.applied(each)

    yield from _changed(fuzz_together(options), settled)


def _updated(options: FuzzOptions, known: Baseline, finished: RunFinished) -> Event:
    """The result with what was known, which is written down anew where that was asked for."""
    result = known.applied(finished)
    if not (options.update_baseline and options.baseline is not None and isinstance(result, RunFinished)):
        return result
    updated = known.updated(result)
    write_baseline(options.baseline, updated)
    return updated.applied(result)


def _changed(
    events: Generator[Event, None, None], change: Callable[[Event], Iterable[Event]]
) -> Generator[Event, None, None]:
    """The events, changed; an interruption of whoever listens reaches who tells."""
    event = next(events)
    try:
        while True:
            try:
                yield from change(event)
            except KeyboardInterrupt as interruption:
                event = events.throw(interruption)
            else:
                event = next(events)
    except StopIteration:
        return
    finally:
        events.close()
