import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from vertrag.errors import DocumentError, UpstreamError, UsageError
from vertrag.fuzz.choosing.choices import choices_of
from vertrag.fuzz.events import FindingFound, GapFound, NoticeGiven, PhaseStarted, RunFinished, RunStarted
from vertrag.fuzz.identity.grant import Grant
from vertrag.fuzz.options import FuzzOptions
from vertrag.fuzz.plan import plan
from vertrag.fuzz.run import follow, fuzz
from vertrag.hosting import hosted

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


def finish(options: FuzzOptions) -> RunFinished:
    *_, result = fuzz(options)
    assert isinstance(result, RunFinished)
    return result


@pytest.fixture
def drafts(document: str) -> str:
    """A document whose operations are linked."""
    return str(Path(document).with_name("drafts.yaml"))


@pytest.fixture
def rewritten(document: str, tmp_path: Path) -> Callable[[str, str], str]:
    """The document with one passage replaced: rewritten(old, new)."""

    def rewrite(old: str, new: str) -> str:
        text = Path(document).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "changed.yaml").write_text(text.replace(old, new), encoding="utf-8")
        return str(tmp_path / "changed.yaml")

    return rewrite


def test_a_server_that_keeps_its_document_is_clean(clean_run: Any) -> None:
    result = clean_run.result
    assert (result.findings, result.untested, result.notices, result.exit_code) == ((), (), (), 0)
    assert result.cases > 100


def test_each_planted_flaw_is_found_once_on_its_operation(broken_run: Any) -> None:
    result = broken_run.result
    assert sorted((finding.operation, finding.code) for finding in result.findings) == [
        ("GET /health", "ST103"),
        ("GET /tickets", "ST108"),
        ("GET /tickets", "VF801"),
        ("GET /tickets/{ticketId}", "ST105"),
        ("POST /tickets", "VF802"),
    ]
    assert result.exit_code == 1


def test_every_finding_shows_again_on_the_spot(broken_run: Any) -> None:
    assert [finding.steady for finding in broken_run.result.findings] == [True] * 5


def test_every_finding_comes_as_an_event_before_the_result(broken_run: Any) -> None:
    told = [event.finding for event in broken_run.events if isinstance(event, FindingFound)]
    assert [replace(finding, occurrences=1) for finding in told] == [
        replace(finding, occurrences=1) for finding in broken_run.result.findings
    ]


def test_pasting_the_command_of_a_finding_shows_the_breach_again(
    broken_run: Any, paste: Callable[..., Any]
) -> None:
    for finding in broken_run.result.findings:
        credential = f"Bearer {broken_run.server.token}"
        status, media_type, content = paste(finding.curl, AUTHORIZATION=credential).send()
        assert status == finding.status
        shown = content.decode().replace(credential, "$AUTHORIZATION")
        moves = finding.operation.endswith(" /tickets")  # ids are new each time, and rows come and go
        assert shown == finding.answer or (moves and ("lost" in shown) == ("lost" in finding.answer))
        assert finding.code != "ST105" or media_type == finding.actual


def test_all_phases_are_run(broken_run: Any) -> None:
    phases = [event.name for event in broken_run.events if isinstance(event, PhaseStarted)]
    assert phases == ["walks", "examples", "coverage", "fuzzing", "stateful"]


def test_the_same_seed_finds_the_same(broken_run: Any, serve: Callable[..., Any]) -> None:
    server = serve(flaws=broken_run.server.flaws)
    again = finish(replace(broken_run.options, url=server.url))
    found = [
        [
            replace(each, curl="", script="", test="", before=(), request="", response="")
            for each in run.findings
        ]
        for run in (again, broken_run.result)
    ]
    assert (found[0], again.cases) == (found[1], broken_run.result.cases)


def test_a_seed_is_drawn_and_told(serve: Callable[..., Any], options: Callable[..., FuzzOptions]) -> None:
    events = fuzz(options(serve(), seed=None))
    started = next(events)
    assert isinstance(started, RunStarted)
    assert 0 <= started.seed < 2**32


def test_nothing_unsafe_is_sent_unless_it_is_allowed(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    server = serve(flaws=frozenset({"schema drift"}))
    result = finish(options(server))
    assert {method for method, _ in server.seen} <= SAFE
    (untested,) = result.untested
    assert (untested.operation, "--allow-writes" in untested.advice) == ("POST /tickets", True)


def test_writes_are_sent_when_they_are_allowed(clean_run: Any) -> None:
    assert ("POST", "/api/tickets") in clean_run.server.seen


def test_an_operation_marked_safe_is_sent_and_no_other(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], rewritten: Callable[[str, str], str]
) -> None:
    server = serve()
    document = rewritten("    post:\n", "    post:\n      x-safe: true\n")
    assert finish(options(server, document=document)).untested == ()
    assert {(method, path) for method, path in server.seen if method not in SAFE} == {
        ("POST", "/api/tickets")
    }


def test_operations_that_only_refuse_are_not_tested(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    result = finish(options(serve(token="another")))
    reasons = {entry.operation: (entry.reason, entry.advice) for entry in result.untested}
    assert reasons["GET /tickets"] == (
        "only 401",
        "pass credentials that it accepts: --header 'Authorization: ...' or --query 'key=...'",
    )
    assert (result.tested, result.exit_code) == (("GET /health",), 3)


def test_a_run_that_reaches_nothing_fails(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], rewritten: Callable[[str, str], str]
) -> None:
    document = rewritten("  /health:\n", "  x-health:\n")
    result = finish(options(serve(token="another"), document=document))
    assert (result.tested, result.findings, result.exit_code) == ((), (), 2)


def test_an_operation_without_a_success_is_doubted(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    events = list(fuzz(options(serve(flaws=frozenset({"nothing accepted"})), allow_writes=True)))
    doubts = [event.notice for event in events if isinstance(event, NoticeGiven)]
    assert [doubt.operation for doubt in doubts] == ["POST /tickets"]
    assert "no request succeeded" in doubts[0].text


def test_a_request_without_an_answer_is_a_finding(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    result = finish(options(serve(flaws=frozenset({"silence at the limit"}))))
    (finding,) = result.findings
    assert (finding.rule, finding.operation, "limit=50" in finding.curl) == (
        "value_crashes",
        "GET /tickets",
        True,
    )
    assert finding.actual == 'no answer for limit in query "50"'
    assert result.exit_code == 1


def test_a_server_that_dies_ends_the_run(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    server = serve(lifetime=30)
    result = finish(options(server))
    assert (result.interruption, result.exit_code) == ("the server stopped answering", 2)
    assert len(server.seen) < 40


def test_a_dead_port_ends_the_run_before_it_begins(
    options: Callable[..., FuzzOptions], serve: Callable[..., Any], dead_url: str
) -> None:
    with pytest.raises(UpstreamError):
        next(fuzz(options(serve(), url=dead_url)))


def test_a_redirect_to_another_address_is_not_followed(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    other = serve()
    result = finish(options(serve(elsewhere=f"{other.url}/api/health")))
    assert other.seen == []
    assert [finding.actual for finding in result.findings] == [f"302 to {other.url}/api/health"]


def test_no_request_goes_to_a_host_that_was_not_allowed(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], rewritten: Callable[[str, str], str]
) -> None:
    server = serve()
    document = rewritten('"#/components/schemas/Draft"', '"http://elsewhere.example/draft.yaml"')
    with pytest.raises(UsageError, match=r"elsewhere\.example"):
        next(fuzz(options(server, document=document)))
    assert server.seen == []


def test_a_broken_operation_is_said_and_the_others_are_tested(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], rewritten: Callable[[str, str], str]
) -> None:
    document = rewritten("- {name: limit", '- {$ref: "#/components/parameters/None"}\n        - {name: limit')
    result = finish(options(serve(), document=document))
    assert "#/components/parameters/None" in result.untested[0].reason
    assert "GET /tickets/{ticketId}" in result.tested


def test_a_document_that_breaks_the_engine_ends_the_run_without_a_traceback(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], rewritten: Callable[[str, str], str]
) -> None:
    document = rewritten("  /health:\n", "  /lost: {$ref: ./missing.yaml}\n  /health:\n")
    result = finish(options(serve(), document=document))
    assert ("engine failed" in result.interruption, result.exit_code) == (True, 2)


def test_an_unusable_pattern_is_noted(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], rewritten: Callable[[str, str], str]
) -> None:
    document = rewritten("minLength: 1", 'pattern: "[a-("')
    result = finish(options(serve(), document=document, allow_writes=True))
    assert [(notice.operation, "[a-(" in notice.text) for notice in result.notices] == [
        ("POST /tickets", True)
    ]


def test_a_document_without_operations_is_refused(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    (tmp_path / "none.yaml").write_text("openapi: 3.0.0\ninfo: {title: x, version: '1'}\npaths: {}\n")
    with pytest.raises(DocumentError, match="no operation"):
        next(fuzz(options(serve(), document=str(tmp_path / "none.yaml"))))


async def lost(_: Any, __: Any, send: Any) -> None:
    """A server that finds nothing."""
    await send({"type": "http.response.start", "status": 404})
    await send({"type": "http.response.body", "body": b""})


def test_a_path_that_is_not_there_is_not_blamed_for_what_it_refuses_with_404(tmp_path: Path) -> None:
    responses = "responses: {'200': {description: ''}, '404': {description: ''}}"
    asked = "parameters: [{name: n, in: header, required: true, schema: {type: string}}]"
    (tmp_path / "lost.yaml").write_text(
        "openapi: 3.0.3\ninfo: {title: x, version: '1'}\n"
        f"paths: {{/nowhere: {{get: {{{asked}, {responses}}}}}}}\n"
    )
    with hosted(lost) as url:
        result = finish(FuzzOptions(str(tmp_path / "lost.yaml"), url, seed=1, max_examples=1))
    assert ([each.operation for each in result.untested], result.findings) == (["GET /nowhere"], ())


def test_a_time_limit_only_shortens_a_run(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    result = finish(options(serve(), max_time=60))
    assert (result.seconds < 30, result.findings, result.interruption) == (True, (), "")


def test_the_time_counts_from_when_the_document_is_read(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    planned = plan(options(serve(), max_time=60))
    result = list(follow(replace(planned, began=planned.began - 100)))[-1]
    assert isinstance(result, RunFinished)
    assert result.seconds >= 100
    assert any(notice.text.startswith("time limit") for notice in result.notices)


def test_a_run_leaves_nothing_in_the_working_directory(
    serve: Callable[..., Any], document: str, tmp_path: Path
) -> None:
    # In its own process: Hypothesis takes the working directory when it is imported.
    asked = f"FuzzOptions({document!r}, {serve().url!r}, max_examples=3)"
    code = f"from vertrag.fuzz.run import *; list(fuzz({asked}))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []


def test_a_breach_over_several_requests_tells_all_of_them(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], drafts: str, paste: Callable[..., Any]
) -> None:
    server = serve(flaws=frozenset({"deleted drafts stay"}))
    result = finish(options(server, document=drafts, allow_writes=True))
    assert [(cause.title, [each.code for each in cause.findings]) for cause in result.causes] == [
        ("What was deleted is there", ["VF410", "ST301"])
    ]
    finding = result.findings[-1]
    assert (finding.code, [paste(command).method for command in finding.before]) == (
        "ST301",
        ["POST", "DELETE"],
    )
    assert paste(finding.curl).send()[0] == 200
    assert finding.steady
    fresh = serve(flaws=server.flaws)
    environment = {"BASE": f"{fresh.url}/api", "PATH": "/usr/bin:/bin", "AUTHORIZATION": "none"}
    shown = subprocess.run(
        ["/bin/sh", "-c", finding.script], env=environment, check=True, capture_output=True
    )
    assert shown.stdout.startswith(b"HTTP/1.1 200")
    assert [method for method, _ in fresh.seen] == ["POST", "DELETE", "GET"]


def test_where_every_id_is_answered_nothing_is_there_after_its_deletion(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], drafts: str
) -> None:
    server = serve(flaws=frozenset({"any draft answers"}))
    result = finish(options(server, document=drafts, allow_writes=True))
    assert "ST301" not in {finding.code for finding in result.findings}


def test_a_server_that_forgets_what_was_deleted_is_clean(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], drafts: str
) -> None:
    result = finish(options(serve(), document=drafts, allow_writes=True))
    assert (result.findings, result.untested) == ((), ())


def test_closing_the_stream_stops_the_requests(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    server = serve()
    events = fuzz(options(server, max_examples=200))
    next(event for event in events if isinstance(event, PhaseStarted))
    events.close()
    assert len(server.seen) < 100


def test_an_interrupted_run_still_tells_its_result(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    events = fuzz(options(serve()))
    next(event for event in events if isinstance(event, PhaseStarted))
    result = events.throw(KeyboardInterrupt())
    assert isinstance(result, RunFinished)
    assert (result.interruption, result.exit_code) == ("interrupted", 130)


def test_an_error_answer_that_the_document_forgot_is_its_gap(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], rewritten: Callable[[str, str], str]
) -> None:
    document = rewritten('        "404": {$ref: "#/components/responses/Problem"}\n', "")
    events = list(fuzz(options(serve(), document=document)))
    assert [(event.gap.operation, event.gap.status) for event in events if isinstance(event, GapFound)] == [
        ("GET /tickets/{ticketId}", 404)
    ]
    result = events[-1]
    assert isinstance(result, RunFinished)
    assert (result.findings, result.exit_code) == ((), 0)
    assert replace(result, strict=True).exit_code == 1


def test_an_undocumented_refusal_of_a_valid_request_is_one_finding(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    result = finish(options(serve(flaws=frozenset({"teapot"}))))
    told = [(finding.code, finding.status) for finding in result.findings]
    assert told == [("ST103", 418), ("VF123", 418)]  # the answer repeats the credential, too


def test_what_was_created_is_deleted_at_the_end(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], drafts: str
) -> None:
    server = serve()
    finish(options(server, document=drafts, allow_writes=True))
    assert sum(method == "POST" for method, _ in server.seen) > 3
    assert server.drafts == set()


def test_what_was_created_is_deleted_after_an_interruption(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], drafts: str
) -> None:
    server = serve()
    events = fuzz(options(server, document=drafts, allow_writes=True))
    next(event for event in events if isinstance(event, PhaseStarted) and event.name == "fuzzing")
    *_, result = [events.throw(KeyboardInterrupt()), *events]
    assert isinstance(result, RunFinished)
    assert (result.exit_code, server.drafts) == (130, set())


def test_a_single_operation_that_may_write_is_walked_with_and_what_it_created_is_deleted(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], drafts: str
) -> None:
    server = serve()
    choices = choices_of([("POST /drafts", {"allow_writes": True})])
    events = fuzz(options(server, document=drafts, choices=choices, max_examples=1))
    next(event for event in events if isinstance(event, PhaseStarted) and event.name != "walks")
    walked = {method for method, _ in server.seen}
    assert ("POST" in walked, server.drafts != set()) == (True, True)
    *_, result = [events.throw(KeyboardInterrupt()), *events]
    assert isinstance(result, RunFinished)
    assert server.drafts == set()
    assert [entry.operation for entry in result.started.skipped] == ["DELETE /drafts/{draftId}"]


def test_an_operation_that_the_settings_skip_gets_no_request(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], drafts: str
) -> None:
    server = serve()
    choices = choices_of([("DELETE *", {"skip": True, "reason": "for ever"})])
    result = finish(options(server, document=drafts, allow_writes=True, choices=choices))
    assert [path for method, path in server.seen if method == "DELETE"] in ([], ["/api/drafts"])
    assert [entry.reason for entry in result.started.left_out] == ["for ever"]


def test_a_run_outlives_its_tokens_and_tells_none_of_them(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    server = serve(uses=15, flaws=frozenset({"schema drift", "crash at the limit"}))
    grant = Grant(f"{server.url}/token", "me", "s3cret-of-mine")
    asked = options(server, headers=(), grant=grant, allow_writes=True, reports=(tmp_path / "x.ndjson",))
    *events, result = fuzz(asked)
    assert isinstance(result, RunFinished)
    assert {("GET /tickets", "ST108"), ("GET /tickets", "ST103")} & {
        (finding.operation, finding.code) for finding in result.findings
    }
    assert ([each.steady for each in result.findings], result.untested) == ([True] * len(result.findings), ())
    assert len(set(server.used)) > 5
    told = repr([*events, result])
    assert not [token for token in {*server.used, "s3cret-of-mine"} if token in told]
    assert "$AUTHORIZATION" in result.findings[0].curl
    assert result.started.variables == ("AUTHORIZATION",)


def test_no_answer_is_a_refusal_only_because_the_token_was_old(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions]
) -> None:
    server = serve(uses=10)
    result = finish(options(server, headers=(), grant=Grant(f"{server.url}/token", refresh_token="mine")))
    assert (result.findings, result.notices, result.exit_code) == ((), (), 0)


def test_a_run_that_gets_no_more_tokens_ends_and_says_so(
    serve: Callable[..., Any], options: Callable[..., FuzzOptions], tmp_path: Path
) -> None:
    server = serve(uses=30)
    once = f"test ! -e {tmp_path}/asked && touch {tmp_path}/asked && echo {server.token}"
    result = finish(options(server, headers=(), token_command=once))
    assert (result.interruption, result.exit_code) == ("the token command failed (exit code 1)", 2)
