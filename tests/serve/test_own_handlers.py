import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from vertrag.config import ServeSettings
from vertrag.errors import UsageError
from vertrag.exchange import Call
from vertrag.serve.mounts import Mount
from vertrag.serve.own_handlers import own_handlers, sources
from vertrag.serve.running.preparation import prepare

PAGE = (Path(__file__).parents[2] / "docs" / "handlers.md").read_text(encoding="utf-8")
ANSWER = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}}}
PATHS = {"/pets": {"get": {"operationId": "listPets", "responses": ANSWER}, "post": {"responses": ANSWER}}}

Load = Callable[[str], Mount]


@pytest.fixture
def load(make_mount: Any, tmp_path: Path) -> Load:
    """A mount whose handlers are those of a file with that content."""

    def mounted(code: str) -> Mount:
        file = tmp_path / "my_api.py"
        file.write_text(code)
        plain: Mount = make_mount(PATHS)
        (handlers,) = own_handlers(file, [plain.contract])
        made: Mount = make_mount(PATHS, handlers)
        return made

    return mounted


def test_the_example_of_the_page_answers_as_the_page_says(ask_all: Any, tmp_path: Path) -> None:
    for language, name in (("yaml", "shelf.yaml"), ("python", "shelf.py")):
        code = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
        assert code
        (tmp_path / name).write_text(code[1], encoding="utf-8")
    settings = ServeSettings(
        documents=(str(tmp_path / "shelf.yaml"),), handlers=str(tmp_path / "shelf.py"), key="k" * 40
    )
    rows = [[cell.strip().strip("`") for cell in row.split("|")[1:-1]] for row in PAGE.splitlines()]
    rows = [row for row in rows if len(row) == 4 and row[0].startswith(("GET", "POST"))]
    asked = [(*row[0].split(), {"json": json.loads(row[1])} if row[1] else {}) for row in rows]
    answers: list[httpx.Response] = ask_all(prepare(settings)[0], asked)
    assert len(answers) == 7
    for answer, (_, _, status, body) in zip(answers, rows, strict=True):
        assert answer.status_code == int(status)
        assert not body or answer.json() == json.loads(body)


def test_an_operation_without_an_id_is_called_by_method_and_path(ask: Any, load: Load) -> None:
    mount = load("def POST_pets(call):\n    return {'n': 1}\n")
    assert ask(mount, "POST", "/pets").json() == {"n": 1}


def test_answers_are_made_anew_unless_they_may_be_kept(ask_all: Any, load: Load) -> None:
    counting = "import itertools\nfrom vertrag import Reply\n_count = itertools.count()\n"
    anew = load(counting + "def listPets(call):\n    return {'n': next(_count)}\n")
    assert [each.json()["n"] for each in ask_all(anew, [("GET", "/pets")] * 2)] == [0, 1]
    kept = load(
        counting + "def listPets(call):\n"
        "    return Reply({'n': next(_count)}, headers=(('cache-control', 'max-age=60'),))\n"
    )
    assert [each.json()["n"] for each in ask_all(kept, [("GET", "/pets")] * 2)] == [0, 0]


def test_what_fails_in_a_handler_is_said_with_its_line_and_without_a_traceback(
    ask: Any, load: Load, caplog: Any
) -> None:
    code = "def _deeper():\n    return {}['x']\n\n\ndef listPets(call):\n    return _deeper()\n"
    response = ask(load(code), "GET", "/pets")
    assert (response.status_code, response.headers["x-vertrag-why"]) == (500, "refused: handler-failed")
    assert "my_api.py, line 2, in _deeper: KeyError: 'x'" in response.json()["detail"]
    assert "Traceback" not in response.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("code", "said", "hint"),
    [
        ("def listPet(call): ...", "no operation is called 'listPet'", "did you mean 'listPets'?"),
        ("def other(call): ...", "no operation is called 'other'", "begin with _"),
        ("async def listPets(call): ...", "listPets is no plain function", "write def"),
        ("def listPets(): ...", "does not take a call", "def listPets(call)"),
        ("def listPets(call, state): ...", "does not take a call", "def listPets(call)"),
        ("def listPets(call:\n", "is no file of handlers: line 1", "imported"),
        ("import sys\nsys.exit(3)\n", "line 2, in <module>: SystemExit: 3", "imported"),
        ("import nothing_of_that_name\n", "line 1, in <module>: ModuleNotFoundError", "imported"),
    ],
)
def test_a_file_that_does_not_do_is_said_with_a_way_out(load: Load, code: str, said: str, hint: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)) as error:
        load(code)
    assert hint in error.value.hint


def test_what_a_file_imports_or_keeps_to_itself_is_no_handler(load: Load, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("def anything(): ...\n")
    code = "from beside import anything\nfrom json import dumps\n\n\ndef _own(): ...\n\n\nclass Helper: ...\n"
    assert load(code).handlers == {}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("exit()", "line 5, in listPets: SystemExit"),
        ("return object()", "what it returned is no JSON"),
        ("return {'all': {1, 2}}", "what it returned is no JSON"),
        ("return (each for each in ())", "what it returned is no JSON"),
        ("return Reply({}, '200')", "'200' is no status of an answer"),
        ("return Reply({}, 99)", "99 is no status of an answer"),
        ("return Reply({}, 200, (('x-count', 5),))", "the header 'x-count' with 5: both have to be texts"),
        ("return Reply({}, 200, {'x-two': 'a\\r\\nb: c'})", "no header can be 'x-two'"),
        ("raise Refused(600, 'odd')", "Refused takes a status from 400 to 599, not 600"),
        ("raise Refused(200, 'odd')", "Refused takes a status from 400 to 599, not 200"),
    ],
)
def test_what_cannot_be_sent_is_a_failure_of_its_handler(
    ask: Any, load: Load, answer: str, said: str
) -> None:
    imports = "from sys import exit\n\nfrom vertrag import Refused, Reply\n"
    code = f"{imports}def listPets(call):\n    {answer}\n"
    response = ask(load(code), "GET", "/pets")
    assert (response.status_code, response.headers["x-vertrag-why"]) == (500, "refused: handler-failed")
    assert said in response.json()["detail"]


@pytest.mark.parametrize(("status", "title"), [(418, "I'm a Teapot"), (499, "The request was refused")])
def test_a_handler_refuses_with_any_status_of_a_refusal(
    ask: Any, load: Load, status: int, title: str
) -> None:
    code = f"from vertrag import Refused\ndef listPets(call):\n    raise Refused({status}, 'No.')\n"
    response = ask(load(code), "GET", "/pets")
    assert (response.status_code, response.json()["title"]) == (status, title)


def test_what_a_file_imports_or_makes_answers_where_an_operation_is_called_so(
    ask: Any, load: Load, tmp_path: Path
) -> None:
    (tmp_path / "pets_beside.py").write_text("def listPets(call):\n    return {'n': 1}\n")
    assert ask(load("from pets_beside import listPets\n"), "GET", "/pets").json() == {"n": 1}
    made = "from functools import partial\ndef _n(n, call):\n    return {'n': n}\nlistPets = partial(_n, 2)\n"
    assert ask(load(made), "GET", "/pets").json() == {"n": 2}


def test_what_lies_beside_and_is_imported_is_read_again_with_it(load: Load, tmp_path: Path) -> None:
    beside = tmp_path / "words_beside.py"
    for word in ("one", "two", "six"):  # of one length and within one second
        beside.write_text(f"WORD = {word!r}\n")
        (handler,) = load(
            "import words_beside\n\ndef listPets(call):\n    return words_beside.WORD\n"
        ).handlers.values()
        assert handler(Call("listPets", {})).body == word
    assert sources(tmp_path / "my_api.py") == [tmp_path / "my_api.py", beside]


@pytest.mark.parametrize("name", ["missing.py", "."])
def test_a_file_that_is_not_there_is_said(make_mount: Any, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot read handlers"):
        own_handlers(tmp_path / name, [make_mount(PATHS).contract])
