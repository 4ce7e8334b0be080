from vertrag.lint.inspection import inspect_text
from vertrag.lint.listing import as_text

HEAD = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
TAGS = "paths: {/a: {get: {operationId: a, tags: [a, b, c, d, e], responses: {default: {description: D}}}}}\n"


def test_a_clean_document_is_one_line() -> None:
    assert as_text([inspect_text(HEAD + "paths: {}", "a.yaml")]) == "a.yaml: nothing to say"


def test_the_worst_comes_first_with_its_remedy() -> None:
    lines = as_text([inspect_text("info: {title: T}\n", "a.yaml")]).splitlines()
    assert lines[0] == "a.yaml: 1 error, 1 warning"
    assert lines[2] == "  V101 error  no version of OpenAPI"
    assert lines[3].startswith("    a.yaml:1  The document does not say")
    assert lines[4] == "    → Add the field `openapi`."
    assert lines[6].startswith("  V104 warning")


def test_what_only_informs_is_cut_unless_all_is_asked_for() -> None:
    inspections = [inspect_text(HEAD + TAGS, "a.yaml")]
    assert "    and 2 more: --all lists them" in as_text(inspections).splitlines()
    assert as_text(inspections, everything=True).count("is not declared.") == 5


def test_control_characters_do_not_reach_the_terminal() -> None:
    text = as_text([inspect_text(HEAD + 'paths: {"a\\e[2J": {}}', "a.yaml")], color=True)
    assert "\x1b[2J" not in text
    assert "\x1b[31m" in text
