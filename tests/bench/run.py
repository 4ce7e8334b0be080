"""`make bench`: the speed of the mock beside that of raw uvicorn with the same bytes, in one run.

Absolute figures belong to a machine and to the minute; the ratios are what to compare. Servers are pinned to
one core and the client to another where the system can do that, all run at the same time, and rounds go
from one to the next. With `--peers`, other mocks stand beside.
"""

import contextlib
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import peers
from documents import last_path, resource_requests, write_large, write_resource, write_static
from load import CONNECTIONS, answers_per_second, client, first_answer
from sequences import cost_of
from servers import CLIENT_CORE, Server, pin, raw, running, vertrag

from vertrag.credentials import Authority
from vertrag.exchange import UNTOUCHED
from vertrag.serialization import to_json
from vertrag.vendors.desk import Desk
from vertrag.vendors.enneo.enneo_ticket import full_ticket
from vertrag.world.supplier import Supplier

KEY = "the key of the benchmark, long enough"
HISTORY = "/api/mind/ticket/376189/history"
MANY = 200
LARGE, LARGE_SIZE = 1000, 12_000_000
ROUNDS = 5
SECONDS = 2.0
STARTS = 3
CROWD = 1_000_000
"""Customers of the world whose tickets are asked for once each, so that nothing of them is remembered."""
TICKETS_OF_CROWD = range(1_000_001, 2_000_001)
COLD = 500
PAIRS = 2000

RAW_EXAMPLE, RAW_HISTORY = "raw uvicorn, the example's bytes", "raw uvicorn, the history's bytes"
EXAMPLE, EXAMPLE_OF_MANY = "static example, 1 operation", f"static example, {MANY} operations"
TICKETS = "ticket history"
PRISM, OPENAPI_BACKEND = "Prism, its best mode", "openapi-backend"


@dataclass(slots=True)
class Row:
    """The rounds of one server: answers per second, and processor time per answer in µs."""

    per_second: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)

    def measure(self, server: Server) -> None:
        before = server.processor_seconds()
        rate = answers_per_second(server.port, server.request, SECONDS)
        after = server.processor_seconds()
        self.per_second.append(rate)
        if before is not None and after is not None:
            self.cost.append((after - before) / (rate * SECONDS) * 1e6)


def ratio(one: Row, other: Row) -> float:
    """The median over the rounds: what slows a machine down slows neighbours in a round alike."""
    pairs = zip(one.per_second, other.per_second, strict=True)
    return statistics.median(first / second for first, second in pairs)


def servers(folder: Path, stack: contextlib.ExitStack, *, with_peers: bool) -> list[Server]:
    """All servers, running."""
    one, many = write_static(folder, 1), write_static(folder, MANY)
    token = f"Authorization: Bearer {Authority(KEY).issue()}"
    example = stack.enter_context(running(EXAMPLE, vertrag(str(one)), last_path(1)))
    history = stack.enter_context(running(TICKETS, vertrag(), HISTORY, (token,), VERTRAG_KEY=KEY))
    found = [
        stack.enter_context(running(RAW_EXAMPLE, raw(_body_of(example, folder)), last_path(1))),
        example,
        stack.enter_context(running(EXAMPLE_OF_MANY, vertrag(str(many)), last_path(MANY))),
        stack.enter_context(running(RAW_HISTORY, raw(_body_of(history, folder)), HISTORY, (token,))),
        history,
    ]
    if with_peers:
        found.append(stack.enter_context(running(PRISM, peers.prism(one), last_path(1))))
        backend = peers.openapi_backend(one)
        found.append(stack.enter_context(running(OPENAPI_BACKEND, backend, last_path(1))))
    return found


def _body_of(server: Server, folder: Path) -> Path:
    path = folder / f"body-{server.port}"
    path.write_bytes(first_answer(server.port, server.request).partition(b"\r\n\r\n")[2])
    return path


def measure(found: list[Server]) -> dict[str, Row]:
    """Rounds over all servers, after one that nobody counts."""
    for server in found:
        answers_per_second(server.port, server.request, 1)
    rows = {server.name: Row() for server in found}
    for _ in range(ROUNDS):
        for server in found:
            rows[server.name].measure(server)
    return rows


def report(rows: Mapping[str, Row]) -> None:
    """The table, and below it what we promise."""
    print(f"{'':<34}{'answers/s':>10}{'of raw':>9}{'CPU µs':>9}")
    for name, row in rows.items():
        limit = rows[RAW_HISTORY if name in (TICKETS, RAW_HISTORY) else RAW_EXAMPLE]
        cost = f"{statistics.median(row.cost):>9.0f}" if row.cost else ""
        print(f"{name:<34}{statistics.median(row.per_second):>10,.0f}{ratio(row, limit):>9.2f}{cost}")
    print()
    promise("static example, of raw", ratio(rows[EXAMPLE], rows[RAW_EXAMPLE]), least=0.55)
    promise(f"{MANY} operations, of 1", ratio(rows[EXAMPLE_OF_MANY], rows[EXAMPLE]), least=0.9)
    if PRISM in rows:
        promise("static example, of Prism", ratio(rows[EXAMPLE], rows[PRISM]), least=3)
        promise("static example, of openapi-backend", ratio(rows[EXAMPLE], rows[OPENAPI_BACKEND]), least=1)
    else:
        print("Prism and openapi-backend are left out: `make bench PEERS=1` fetches them, and needs npm.")


def promise(what: str, measured: float, *, least: float | None = None, most: float | None = None) -> None:
    kept = measured >= least if least is not None else most is not None and measured <= most
    bound = f"at least {least:g}" if least is not None else f"at most {most:g}"
    print(f"{what:<40}{measured:>10.2f}   {bound:<14}{'' if kept else '  MISSED'}")


def differing(folder: Path) -> None:
    """What is different with each request: a write and the read after it, histories that nobody asked for."""
    token = f"Authorization: Bearer {Authority(KEY).issue()}"
    with running("resource", vertrag(str(write_resource(folder))), "/entries/1") as server:
        put, get = resource_requests(server.port)
        cost_of(server, [put, get] * 100)
        pure, changing = cost_of(server, [get] * PAIRS), cost_of(server, [put, get] * PAIRS)
    with contextlib.ExitStack() as stack:
        arguments = vertrag("--customers", str(CROWD))
        cold = stack.enter_context(running(TICKETS, arguments, HISTORY, (token,), VERTRAG_KEY=KEY))
        limit = stack.enter_context(running(RAW_HISTORY, raw(_body_of(cold, folder)), HISTORY, (token,)))
        ids = random.Random(1).sample(TICKETS_OF_CROWD, COLD)  # noqa: S311 - to be repeated, not to be safe
        histories = [cold.request_to(f"/api/mind/ticket/{number}/history") for number in ids]
        drawn, again = cost_of(cold, histories), cost_of(cold, histories * 4)
        least = cost_of(limit, [limit.request] * PAIRS)
    print()
    if pure and changing and drawn and again and least:
        print(f"CPU µs: remembered read {pure:.0f}, write and read {changing:.0f}, cold history {drawn:.0f}")
        promise("a write or the read after it, of a read", changing / pure, most=2)
        promise("ticket histories, asked before, of raw", least / again, least=0.35)
    promise("ms for a whole ticket, cold", whole_ticket(), most=1)


def whole_ticket() -> float:
    """Processor time in ms, the median, for a ticket in full that nobody asked for before, as JSON."""
    world = Supplier(customers=CROWD)
    desk = Desk(world, UNTOUCHED)
    took: list[float] = []
    for number in random.Random(2).sample(TICKETS_OF_CROWD, COLD):  # noqa: S311 - as above
        before = time.process_time()
        to_json(full_ticket(desk, desk.find(number), with_raw_data=False))
        took.append((time.process_time() - before) * 1e3)
    return statistics.median(took)


def starts(folder: Path) -> None:
    """Time and memory of a large document until its first 200, and of the shipped ones."""
    large = write_large(folder, LARGE, LARGE_SIZE)
    token = f"Authorization: Bearer {Authority(KEY).issue()}"
    seen: list[float] = []
    memory: list[float] = []
    shipped: list[float] = []
    for _ in range(STARTS):
        with running("large", vertrag(str(large)), last_path(LARGE)) as server:
            seen.append(server.start)
            memory.append(server.largest_memory() or 0)
        with running("shipped", vertrag(), HISTORY, (token,), VERTRAG_KEY=KEY) as server:
            shipped.append(server.start)
    size = large.stat().st_size / 1e6
    print(f"\n{LARGE:,} operations in {size:.0f} MB")
    promise("seconds until the first 200", statistics.median(seen), most=2)
    if memory[0]:
        promise("MiB of memory", statistics.median(memory), most=400)
    print(f"\n{'seconds until the first 200 of the shipped documents':<34}{statistics.median(shipped):>6.2f}")


def main() -> None:
    pin(CLIENT_CORE)
    with_peers = "--peers" in sys.argv[1:] and peers.fetched()
    print(f"One process on one core, both validations on, {CONNECTIONS} connections of {client()};")
    print(
        f"medians of {ROUNDS} rounds; load of the machine {' '.join(f'{x:.1f}' for x in os.getloadavg())}\n"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with contextlib.ExitStack() as stack:
            report(measure(servers(folder, stack, with_peers=with_peers)))
        differing(folder)
        starts(folder)


if __name__ == "__main__":
    main()
