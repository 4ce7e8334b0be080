from pathlib import Path

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.asking.data_file import Data, read_data


def written(folder: Path, text: str) -> Path:
    file = folder / "data.yaml"
    file.write_text(text)
    return file


def test_the_data_is_one_value_by_name(tmp_path: Path) -> None:
    file = written(tmp_path, "customerId: 4711\nname: a b\nactive: true\nnone:\n")
    assert read_data(file) == Data({"customerId": 4711, "name": "a b", "active": True})


def test_a_variable_is_filled_in_and_is_a_secret(tmp_path: Path) -> None:
    file = written(tmp_path, "token: v1.${REFRESH}\n")
    assert read_data(file, {"REFRESH": "abc"}) == Data({"token": "v1.abc"}, (("REFRESH", "abc"),))


def test_a_variable_that_is_not_set_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="REFRESH is not set"):
        read_data(written(tmp_path, "token: ${REFRESH}\n"), {})


@pytest.mark.parametrize("text", ["- a\n", "a: [1]\n", "a: {b: 1}\n", "a: [\n"])
def test_a_file_without_values_by_name_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_data(written(tmp_path, text))


def test_a_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_data(tmp_path / "none.yaml")
