"""Handlers of the user's own: plain functions in a file, named by operationId.

Laws
1. Every public function that the file defines answers an operation; one that fits none is an error at start.
   What it imports or makes otherwise answers an operation if that is called so.
2. What they answer is made anew each time, unless they say in `Cache-Control` that it may be kept.
3. What goes wrong in them is said with the file and the line, in the log with the whole traceback.
"""

import inspect
import logging
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence, Set
from difflib import get_close_matches
from importlib import invalidate_caches
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from vertrag import problems
from vertrag.contract.operations import Contract, Operation
from vertrag.errors import Refused, UsageError
from vertrag.exchange import Call, Handler, Reply
from vertrag.problems import Problem
from vertrag.serve.own_replies import reply_of
from vertrag.serve.refusals import Refusal

log = logging.getLogger("vertrag.handlers")

Function = Callable[[Call], Any]

_REFUSALS = range(400, 600)


def own_handlers(path: Path, contracts: Sequence[Contract]) -> list[dict[str, Handler]]:
    """The handlers of a file for each contract, by operation key; `UsageError` where the file does not do."""
    names = {name_of(operation) for contract in contracts for operation in contract.operations}
    functions = _functions(path, names)
    found = [
        {
            operation.key: _handler(path, function, operation)
            for operation in contract.operations
            if (function := functions.get(operation.key) or functions.get(name_of(operation)))
        }
        for contract in contracts
    ]
    for name in functions:
        if name not in names and not any(name in handlers for handlers in found):
            raise UsageError(f"{path}: no operation is called {name!r}", hint=_guess(name, names))
    return found


def name_of(operation: Operation) -> str:
    """What a function for an operation is called: its operationId, with _ for what no name in Python has."""
    name = re.sub(r"\W+", "_", operation.key, flags=re.ASCII).strip("_")
    return f"_{name}" if name[:1].isdigit() else name


def _guess(name: str, names: set[str]) -> str:
    near = get_close_matches(name, sorted(names), n=1)
    meant = f"did you mean {near[0]!r}? " if near else ""
    return f"{meant}functions that are no handlers begin with _"


def _functions(path: Path, names: Set[str]) -> Mapping[str, Function]:
    module = _module(path)
    functions = {
        name: each
        for name, each in vars(module).items()
        if name[0] != "_" and (_is_own(each, module) or (name in names and _is_callable(each)))
    }
    for name, function in functions.items():
        if inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
            raise UsageError(f"{path}: {name} is no plain function", hint="write def, and return the answer")
        try:
            inspect.signature(function).bind(None)
        except TypeError:
            hint = f"write def {name}(call): ..."
            raise UsageError(f"{path}: {name} does not take a call and nothing else", hint=hint) from None
    return functions


def _is_own(value: Any, module: ModuleType) -> bool:
    return inspect.isfunction(value) and value.__module__ == module.__name__


def _is_callable(value: Any) -> bool:
    return callable(value) and not inspect.isclass(value)


def _module(path: Path) -> ModuleType:
    """The file as a module; those beside it can be imported, as if it were run."""
    name = f"vertrag_handlers_{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise UsageError(f"cannot read handlers from {path}", hint="name a Python file: --handlers my_api.py")
    module = module_from_spec(spec)
    folder = str(path.absolute().parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    sys.modules[name] = module
    for imported in _imported.pop(path, ()):
        sys.modules.pop(imported, None)
    invalidate_caches()
    known, writes_bytecode = set(sys.modules), not sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # bytecode tells versions of one second apart by their length alone
    try:
        # Not by the loader: what it has cached may be older than the file, within the same second.
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))  # noqa: S102 - what the file is for
    except (Exception, SystemExit) as error:
        hint = "it must run when it is imported"
        raise UsageError(f"{path} is no file of handlers: {_said(error, path)}", hint=hint) from error
    finally:
        sys.dont_write_bytecode = not writes_bytecode
        _imported[path] = {each: file for each in set(sys.modules) - known if (file := _beside(each, folder))}
    return module


_imported: dict[Path, dict[str, Path]] = {}
"""The modules beside each file of handlers that it imported, with their files."""


def sources(path: Path) -> list[Path]:
    """The file of handlers and those beside it that it imported when it was last read."""
    return [path, *_imported.get(path, {}).values()]


def _beside(name: str, folder: str) -> Path | None:
    """The file of a module that lies with the handlers, and is neither installed nor our own."""
    file = getattr(sys.modules.get(name), "__file__", None)
    place = Path(file) if file and name.partition(".")[0] != "vertrag" else None
    is_beside = place is not None and place.is_relative_to(folder) and "site-packages" not in place.parts
    return place if is_beside else None


def _handler(path: Path, function: Function, operation: Operation) -> Handler:
    def handler(call: Call) -> Reply:
        try:
            return reply_of(_answer(function, call), operation)
        except (Refused, Refusal):
            raise
        except (Exception, SystemExit) as error:  # whoever calls exit() ends a handler, not the mock
            log.exception("%s of %s failed", operation.key, path)
            detail = f"The handler of {operation.label} failed: {_said(error, path)}"
            raise Refusal(Problem(problems.HANDLER_FAILED, detail, 500), None) from error

    return handler


def _answer(function: Function, call: Call) -> Any:
    try:
        return function(call)
    except Refused as refused:
        if refused.status in _REFUSALS:
            raise
        raise ValueError(f"Refused takes a status from 400 to 599, not {refused.status!r}") from refused


def _said(error: BaseException, path: Path) -> str:
    """The error with the innermost line of the file that led to it."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return f"line {error.lineno}: {error.msg}"
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    place = f"{path.name}, line {lines[-1].lineno}, in {lines[-1].name}: " if lines else ""
    return f"{place}{type(error).__name__}: {error}"
