import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from vertrag.state.address import store_at
from vertrag.state.documents import Documents

SOURCES = Path(__file__).parents[2] / "mock"
KINDS = ["sqlite", "postgresql"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_one_process_commits_another_reads(kind: str, empty_store: Callable[[str], str]) -> None:
    address = empty_store(kind)
    ours, theirs = store_at(address), store_at(address)
    for store, other in ((ours, theirs), (theirs, ours)):
        with store.writing("a") as transaction:
            Documents(transaction).next_number("pet", 0)
            transaction.commit()
        assert other.version("a") == store.version("a")
    with ours.writing("a") as transaction:
        assert Documents(transaction).next_number("pet", 0) == 2
    ours.close()
    theirs.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_reading_sees_one_moment(kind: str, empty_store: Callable[[str], str]) -> None:
    address = empty_store(kind)
    ours, theirs = store_at(address), store_at(address)
    with ours.reading("a") as rows:
        assert rows.get("pet", "1") is None
        with theirs.writing("a") as transaction:
            transaction.put("pet", "1", b"1")
            transaction.commit()
        assert (rows.get("pet", "1"), list(rows.items("pet"))) == (None, [])
    assert ours.version("a") == theirs.version("a") != 0
    ours.close()
    theirs.close()


WRITER = """
import sys
from vertrag.state.address import store_at
store = store_at(sys.argv[1])
for number in range(int(sys.argv[2])):
    with store.writing("a") as transaction:
        transaction.put("left", str(number), b"1")
        transaction.put("right", str(number), b"1")
        transaction.commit()
    print(number, flush=True)
"""


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_killed_loses_nothing_acknowledged_and_leaves_nothing_half(
    kind: str, empty_store: Callable[[str], str]
) -> None:
    address = empty_store(kind)
    command = [sys.executable, "-c", WRITER, address, "100000"]
    with subprocess.Popen(command, env={"PYTHONPATH": str(SOURCES)}, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(100)]
        writer.kill()
        acknowledged += [int(line) for line in writer.stdout.read().split()]
    store = store_at(address)
    with store.reading("a") as rows:
        left, right = ({int(key) for key, _ in rows.items(side)} for side in ("left", "right"))
    store.close()
    assert left == right >= set(acknowledged)
    assert len(left) < 100_000
