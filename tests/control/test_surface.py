import pytest

from vertrag.control.scenario import rows_in
from vertrag.control.surface import Row, Surface
from vertrag.errors import Refused


def row_at(path: str, key: str, row: Row | None) -> Row | None:
    if path != "/pets":
        raise ValueError("no document has rows at this path")
    return row and {**row, "id": int(key)}


def test_rows_are_kept_as_the_server_keeps_them() -> None:
    rows = {"/pets/": {"7": {"name": "Bella"}, "8": None}}
    made, gone = rows_in({"rows": rows}, Surface(frozenset(), row_at))
    assert made[:2] == ("/pets", "7")
    assert made[2] == b'{"row":{"name":"Bella","id":7},"made":true,"under":"/pets"}'
    assert gone == ("/pets", "8", b"")


def test_what_the_server_cannot_show_is_refused() -> None:
    with pytest.raises(Refused, match="The row 7 of /pests cannot be: no document has rows at this path"):
        list(rows_in({"rows": {"/pests": {"7": None}}}, Surface(frozenset(), row_at)))
