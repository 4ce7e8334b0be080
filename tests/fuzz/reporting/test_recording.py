import json
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import UsageError
from vertrag.fuzz.reporting.recording import line, recorded


def test_what_is_recorded_is_read_again_as_it_was(broken_run: Any, tmp_path: Path) -> None:
    path = tmp_path / "run.ndjson"
    path.write_text("".join(line(event) + "\n" for event in broken_run.events), encoding="utf-8")
    assert list(recorded(path)) == broken_run.events


def test_a_last_line_that_was_cut_off_is_left_out(clean_run: Any, tmp_path: Path) -> None:
    path = tmp_path / "run.ndjson"
    path.write_text(line(clean_run.events[0]) + "\n" + line(clean_run.result)[:40], encoding="utf-8")
    assert list(recorded(path)) == clean_run.events[:1]


def test_what_a_later_version_says_besides_is_left_out(clean_run: Any, tmp_path: Path) -> None:
    path = tmp_path / "run.ndjson"
    said = {**json.loads(line(clean_run.events[0])), "mood": "calm"}
    path.write_text(json.dumps(said), encoding="utf-8")
    assert list(recorded(path)) == clean_run.events[:1]


@pytest.mark.parametrize("text", ["nothing", "{}", "[1]\n[2]", '{"event": "RunStarted"}', '{"event": 7}'])
def test_another_file_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "run.ndjson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="no record"):
        list(recorded(path))


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        list(recorded(tmp_path / "none.ndjson"))


def test_the_last_line_says_the_score_and_the_exit_code(broken_run: Any) -> None:
    last = json.loads(line(broken_run.result))
    assert (last["score"], last["exit_code"]) == (broken_run.result.score, 1)
