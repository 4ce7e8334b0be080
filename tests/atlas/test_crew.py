from pathlib import Path

from vertrag.atlas.crew import export
from vertrag.world.supplier import Supplier

WORLD = Supplier(1, 510)  # two parts
NAMES = ("customers", "meters")


def written(folder: Path, workers: int | None) -> tuple[dict[str, int], dict[str, bytes]]:
    folder.mkdir()
    places = [(name, folder / name) for name in NAMES]
    counts = export(WORLD, "jsonl", places, workers)
    return counts, {name: path.read_bytes() for name, path in places}


def test_several_processes_write_the_bytes_that_one_writes(tmp_path: Path) -> None:
    alone, together = written(tmp_path / "alone", None), written(tmp_path / "together", 2)
    assert alone == together
    counts, files = alone
    assert {name: files[name].count(b"\n") for name in NAMES} == counts
    assert counts["customers"] == 510 + len(WORLD.personas())
