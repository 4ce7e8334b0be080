from vertrag.mutation.outcomes import Outcome, Score, Verdict
from vertrag.sabotage.playbook import WAYS


def score_of(*verdicts: Verdict) -> Score:
    return Score([Outcome(way, verdict) for way, verdict in zip(WAYS.values(), verdicts, strict=False)])


def test_the_score_leaves_out_what_could_not_apply() -> None:
    score = score_of("killed", "timed out", "survived", "survived", "not applicable")
    assert (score.seen, score.tried, score.percent) == (2, 4, 50.0)


def test_a_score_of_nothing_is_none() -> None:
    assert score_of("not applicable").percent == 0


def test_a_program_reads_every_way() -> None:
    shown = score_of("killed", "survived").as_json()
    assert (shown["score"], shown["killed"], shown["survived"]) == (50.0, 1, 1)
    assert shown["ways"][0]["code"] == "S101"
    assert shown["ways"][0]["verdict"] == "killed"
