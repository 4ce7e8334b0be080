from pathlib import Path
from typing import Any

import pytest

from vertrag.contract.loading.document import load
from vertrag.contract.operations import compile_contract
from vertrag.control.surface import Surface
from vertrag.serve.mounts import Mount
from vertrag.serve.running.steerable import surface_of

ZOO = Path(__file__).parents[1] / "resources" / "zoo.yaml"


@pytest.fixture(scope="module")
def surface() -> Surface:
    return surface_of([Mount(compile_contract(load(str(ZOO))))])


def test_every_operation_is_named(surface: Surface) -> None:
    assert {"listAnimals", "patchAnimal"} <= surface.operations


def test_a_row_gets_its_key_and_what_it_lacks(surface: Surface) -> None:
    bare = surface.row_at("/api/animals", "7", {"kind": "lynx"})
    assert bare is not None
    assert (bare["id"], bare["kind"], isinstance(bare["name"], str)) == (7, "lynx", True)
    assert surface.row_at("/api/animals", "7", None) is None
    visit = surface.row_at("/api/animals/7/visits", "1", {"reason": "teeth"})
    assert visit is not None
    assert visit["reason"] == "teeth"


@pytest.mark.parametrize(
    ("path", "row", "said"),
    [
        (
            "/animals",
            None,
            r"no rows? at this path \(did you mean /api/animals\?\)|did you mean /api/animals",
        ),
        ("/nothing/of/the/kind/at/all", {}, "no document has rows at this path$"),
        ("/api/animals", {"name": 5, "kind": "lynx", "age": "old"}, "the document does not allow its age"),
    ],
)
def test_what_cannot_be_kept_is_said(surface: Surface, path: str, row: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        surface.row_at(path, "7", row)
