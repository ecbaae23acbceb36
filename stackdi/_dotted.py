"""A dotted path, `"package.module:Name"` or `"package.module.Name"`, and the object that it leads to.

This is the one place where a module is imported by name. It tells a typo in the path from a third party that is
missing, since the two call for different remedies.
"""

import pkgutil
import sys
from importlib import import_module
from types import ModuleType

from stackdi.errors import DottedPathError, MissingDependencyError


def is_dotted(text: str) -> bool:
    """Whether `text` is meant as a dotted path, and not as a short name."""
    return "." in text or ":" in text


def resolve(path: str, *, needed_by: str = "", requirements: tuple[str, ...] = ()) -> object:
    """Import the object that `path` leads to.

    `needed_by` and `requirements` say who needs it and what pip installs, should a third party be missing.

    Raises:
        DottedPathError: the path is malformed, or a part of it does not exist.
        MissingDependencyError: the module exists, but a module that it imports does not.
    """
    module_name, _, qualified_name = path.partition(":") if ":" in path else path.rpartition(".")
    names = qualified_name.split(".")
    if not all(part.isidentifier() for part in (*module_name.split("."), *names)):
        raise DottedPathError(path, failed="")
    found: object = _module(path, module_name, needed_by or repr(path), requirements)
    inside = module_name
    for name in names:
        try:
            found = getattr(found, name)
        except AttributeError as error:
            known = tuple(sorted(known for known in dir(found) if not known.startswith("_")))
            raise DottedPathError(path, name, inside, known) from error
        except ModuleNotFoundError as error:  # from a module that imports its names when they are asked for
            if error.name is None:
                raise
            raise MissingDependencyError(needed_by or repr(path), error.name, requirements) from error
        inside = f"{inside}.{name}"
    return found


def path_of(thing: type) -> str:
    """Return the canonical dotted path of a class."""
    return f"{thing.__module__}:{thing.__qualname__}"


def _module(path: str, name: str, needed_by: str, requirements: tuple[str, ...]) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None:  # it says itself what is missing
            error.add_note(f"while importing {name!r} for the dotted path {path!r}")
            raise
        if error.name.partition(".")[0] != name.partition(".")[0]:
            raise MissingDependencyError(needed_by, error.name, requirements) from error
        raise DottedPathError(path, error.name, known=_modules_beside(error.name)) from error
    except Exception as error:
        error.add_note(f"while importing {name!r} for the dotted path {path!r}")
        raise


def _modules_beside(name: str) -> tuple[str, ...]:
    parent, dot, _ = name.rpartition(".")
    folders = getattr(sys.modules.get(parent), "__path__", ())  # at the top there are too many to guess among
    return tuple(sorted(f"{parent}{dot}{module.name}" for module in pkgutil.iter_modules(folders)))
