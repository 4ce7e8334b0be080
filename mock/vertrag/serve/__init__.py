"""HTTP in, HTTP out: one or more contracts served by Connexion and our own middleware."""

import sys
import warnings
from importlib import import_module
from types import ModuleType


class _OnDemand(ModuleType):
    """Stands for a module until somebody asks for something in it."""

    def __getattr__(self, name: str) -> object:
        return getattr(import_module(self.__name__), name)


# What Connexion imports and a mock hardly needs would cost a fifth of a second at every start. Requests is
# for references that Connexion follows itself, which we never leave to it. httpx has a command line with
# rich, click and pygments, and does without it where that cannot be imported; so for this moment it cannot.
_ABSENT = {"requests": _OnDemand("requests"), "httpx._main": None}
_held_back = {name: module for name, module in _ABSENT.items() if name not in sys.modules}
sys.modules.update(_held_back)  # type: ignore[arg-type]  # None is how the import system says absent

with warnings.catch_warnings():
    # Connexion 3.3 imports Starlette's test client and jsonschema's RefResolver; both announce their end. It
    # is imported here first, whichever module of the room is asked for, so that no terminal shows that.
    warnings.simplefilter("ignore")
    import connexion  # noqa: F401

for _name, _module in _held_back.items():
    if sys.modules.get(_name) is _module:
        del sys.modules[_name]
