import pytest

from vertrag.contract.paths import PathTrie, names_in, places_in, query_values


def trie(*templates: str) -> PathTrie[str]:
    made: PathTrie[str] = PathTrie()
    for template in templates:
        made.add(template, template)
    return made


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ("/", {})),
        ("/a", ("/a", {})),
        ("/a/", ("/a/", {})),
        ("/a/7", ("/a/{x}", {"x": "7"})),
        ("/a/b", ("/a/b", {})),
        ("/a/b/c", ("/{y}/b/c", {"y": "a"})),
        ("/a/b/d", ("/a/{x}/d", {"x": "b"})),
        ("/a/v1.json", ("/a/v{n}.json", {"n": "1"})),
        ("/a/%62", ("/a/b", {})),
        ("/a/x%2Fy", ("/a/{x}", {"x": "x%2Fy"})),
        ("/a//d", None),
        ("/nowhere/at/all", None),
    ],
)
def test_a_path_finds_its_most_concrete_template(path: str, expected: object) -> None:
    templates = ("/a/{x}", "/a/{x}/d", "/", "/a", "/a/", "/a/b", "/{y}/b/c", "/a/v{n}.json")
    assert trie(*templates).find(path) == ([expected] if expected else [])


def test_the_first_of_two_equal_templates_stays() -> None:
    made = trie("/a")
    made.add("/a", "second")
    assert made.find("/a") == [("/a", {})]


def test_templates_with_differently_named_parameters_live_side_by_side() -> None:
    made = trie("/a/{x}/b", "/a/{y}/c")
    assert made.find("/a/1/c") == [("/a/{y}/c", {"y": "1"})]


@pytest.mark.parametrize(
    ("templates", "path", "texts"),
    [
        (("/a/{x}", "/a/{y}"), "/a/1", ("1",)),
        (("/{x}/v{m}.{n}", "/{y}/v{m}.{n}"), "/b/v2.0", ("b", "2", "0")),
    ],
)
def test_templates_that_differ_in_names_alone_are_found_together(
    templates: tuple[str, ...], path: str, texts: tuple[str, ...]
) -> None:
    found = trie(*templates).find(path)
    assert [template for template, _ in found] == list(templates)
    assert [tuple(values.values()) for _, values in found] == [texts, texts]


def test_a_template_has_places_for_parameters_beyond_its_path_too() -> None:
    template = "/pets/{id}?action={action}#{part}"
    assert names_in(template) == ("id",)
    assert places_in(template) == {"id", "action", "part"}


@pytest.mark.parametrize(
    ("template", "path", "readings"),
    [
        ("/{name}.{ending}", "/a.b.json", [("a.b", "json"), ("a", "b.json")]),
        ("/{year}-{month}-{day}", "/2026-11-27", [("2026", "11", "27")]),
        ("/{a}{b}", "/xyz", [("xy", "z"), ("x", "yz")]),
        ("/{a}-{b}-{c}", "/1-2-3-4", [("1-2", "3", "4"), ("1", "2-3", "4"), ("1", "2", "3-4")]),
        ("/{a}--{b}", "/1---2", [("1-", "2"), ("1", "-2")]),
        ("/v{a}.{b}.json", "/v1.2.json", [("1", "2")]),
        ("/{a}-{b}", "/1-", []),
        ("/{a}-{b}", "/-", []),
        ("/x{a}x", "/x", []),
        ("/{a}.{b}/{c}-{d}", "/1.2/3-4", [("1", "2", "3", "4")]),
    ],
)
def test_a_segment_is_read_in_every_way(template: str, path: str, readings: list[tuple[str, ...]]) -> None:
    assert [tuple(values.values()) for _, values in trie(template).find(path)] == readings


def test_a_long_segment_that_can_be_read_in_very_many_ways_is_read_in_a_few() -> None:
    made = trie("/{a}-{b}-{c}-{d}.{e}/{f}{g}", "/{x}-{y}-{z}")
    assert len(made.find(f"/{'-' * 8000}.e/{'f' * 8000}")) == 16
    assert len(made.find(f"/{'-' * 8000}")) == 16


@pytest.mark.parametrize(
    ("text", "raw"),
    [("Ulm+Mitte", "Ulm%20Mitte"), ("-2.5e+16", "-2.5e+16"), ("1+2", "1%202"), ("1e+x", "1e%20x")],
)
def test_a_plus_in_the_query_of_a_template_is_a_space_but_in_an_exponent(text: str, raw: str) -> None:
    assert query_values("/alerts?lat={latitude}", f"lat={text}") == {"latitude": raw}
