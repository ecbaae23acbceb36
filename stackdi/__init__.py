"""Stacks of infrastructure components as dependency-injection containers: named, typed, lazy, easy to override."""

from typing import TYPE_CHECKING

from stackdi._exports import exports

if TYPE_CHECKING:
    from stackdi import errors
    from stackdi._structuring import structure, unstructure
    from stackdi.component import StackComponent, StackComponentConfig, setting
    from stackdi.flavor import Flavor
    from stackdi.secret import Secret
    from stackdi.slots import Slot, slot
    from stackdi.stack import Stack
else:
    __getattr__, __dir__ = exports(
        __name__,
        {
            "Flavor": ".flavor",
            "Secret": ".secret",
            "Slot": ".slots",
            "Stack": ".stack",
            "StackComponent": ".component",
            "StackComponentConfig": ".component",
            "setting": ".component",
            "slot": ".slots",
            "errors": ".errors",
            "structure": "._structuring",
            "unstructure": "._structuring",
        },
    )

__all__ = [
    "Flavor",
    "Secret",
    "Slot",
    "Stack",
    "StackComponent",
    "StackComponentConfig",
    "__version__",
    "errors",
    "setting",
    "slot",
    "structure",
    "unstructure",
]

__version__ = "0.1.0"
