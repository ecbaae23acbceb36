"""The table of contents of a package whose names are imported when they are first used (PEP 562).

It stands below everything and imports nothing of stackdi, so that `import stackdi` costs next to nothing.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

Hooks = tuple[Callable[[str], Any], Callable[[], list[str]]]


def exports(package: str, table: Mapping[str, str]) -> Hooks:
    """Make the `__getattr__` and `__dir__` of `package`, whose `table` says which module each name comes from."""

    def __getattr__(name: str) -> Any:  # noqa: N807 - it becomes that of a module
        if name not in table:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message, name=name, obj=sys.modules[package])
        module = import_module(table[name], package)
        value = module if table[name] == f".{name}" else getattr(module, name)
        setattr(sys.modules[package], name, value)  # so that this function is asked once
        return value

    def __dir__() -> list[str]:  # noqa: N807 - likewise
        return sorted({*vars(sys.modules[package]), *table})

    return __getattr__, __dir__
