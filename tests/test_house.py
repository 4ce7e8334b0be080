"""The laws of the house that no linter knows."""

import ast
import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PACKAGE = HOUSE / "mock" / "vertrag"
TESTS = HOUSE / "tests"

LONGEST_FILE = 500  # lines
LONGEST_FUNCTION = 50

# Tests of what is not in the package: data, this house, and ways of testing that cross its rooms.
OTHER_TESTS = {"bench", "browser", "properties", "scenarios", "specs"}
HOUSE_TESTS = {"test_docs.py", "test_house.py", "test_readme.py", "test_wheel.py"}

# In pieces, or this file would break its own law.
REGISTRIES = [
    ".".join(pieces)
    for pieces in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("golang", "org"),
        ("docker", "io"),
        ("ghcr", "io"),
    ]
]
# A URL's path does not count: something stands before its slash.
MACHINE_PATH = re.compile(r"(?<![\w.}])/(?:root|home|work|Users|tmp|opt|srv|mnt)/")


def _files() -> list[Path]:
    """All files that git tracks or would take: a law should hold before the commit, not after it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    return [HOUSE / name for name in listed.split("\0") if name and (HOUSE / name).is_file()]


FILES = _files()
CODE = [path for path in FILES if path.suffix == ".py"]
MODULES = [path for path in CODE if path.is_relative_to(PACKAGE) and not path.name.startswith("__")]


def _name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _only_declares(module: Path) -> bool:
    return all(node.name == "__init__" for node in _functions(module))


def test_the_laws_see_the_code() -> None:
    assert PACKAGE / "errors.py" in MODULES
    assert Path(__file__) in CODE
    assert any(True for _ in _functions(Path(__file__)))


@pytest.mark.parametrize("module", [path for path in MODULES if not _only_declares(path)], ids=_name)
def test_every_module_that_does_something_has_its_test(module: Path) -> None:
    mirror = TESTS / module.relative_to(PACKAGE).with_name(f"test_{module.name}")
    assert mirror in CODE, f"{_name(mirror)} is missing"


@pytest.mark.parametrize("test", [path for path in CODE if path.name.startswith("test_")], ids=_name)
def test_every_test_has_its_module(test: Path) -> None:
    place = test.relative_to(TESTS)
    if place.parts[0] not in OTHER_TESTS | HOUSE_TESTS:
        module = PACKAGE / place.with_name(place.name.removeprefix("test_"))
        assert module in MODULES, f"{_name(module)} does not exist"


def test_no_two_modules_share_a_name() -> None:
    assert [name for name, times in Counter(path.name for path in MODULES).items() if times > 1] == []


def test_the_source_root_holds_nothing_but_the_package() -> None:
    assert [
        path for path in FILES if path.is_relative_to(PACKAGE.parent) and PACKAGE not in path.parents
    ] == []


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_files_and_functions_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in _functions(path)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_no_file_names_a_registry_or_a_place_of_one_machine(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", errors="replace")
    assert [registry for registry in REGISTRIES if registry in text] == []
    assert MACHINE_PATH.findall(text) == []


def test_the_changelog_says_what_is_unreleased() -> None:
    assert "\n## Unreleased\n" in (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")


def _normal(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()  # PEP 503


def test_every_dependency_is_pinned_in_the_tested_set() -> None:
    pins = (HOUSE / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==\d[\w.]*", pin)] == []
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert {_normal(requirement) for requirement in wanted} - {_normal(pin) for pin in pins} == set()
