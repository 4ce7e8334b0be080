import pickle
from functools import partial
from pathlib import Path

import pytest

from vertrag.config import ServeSettings
from vertrag.errors import UsageError
from vertrag.serve.processes import parser_for, worker
from vertrag.serve.server import run


def test_a_worker_makes_its_application_from_settings_that_can_be_sent_to_it(tmp_path: Path) -> None:
    settings = ServeSettings(documents=("zoho-desk",), store=f"sqlite:///{tmp_path / 'state.db'}", workers=2)
    made_there = pickle.loads(pickle.dumps(partial(worker, settings, "vertrag token")))  # noqa: S301 - our own
    assert callable(made_there())


def test_workers_need_a_store_that_they_can_share() -> None:
    with pytest.raises(UsageError, match="2 workers cannot share") as error:
        run(ServeSettings(workers=2))
    assert "--store sqlite" in error.value.hint


@pytest.mark.parametrize(
    ("methods", "parser"),
    [([], "httptools"), (["GET", "QUERY", "COPY"], "httptools"), (["GET", "ARCHIVE"], "h11")],
)
def test_a_method_that_nobody_registered_takes_the_parser_that_reads_it(
    methods: list[str], parser: str
) -> None:
    assert parser_for(methods) == parser
