"""`Contestant`: what is asked of each library, so that all of them can be measured by the same code."""

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from benchmarks.peers.parts import Base, Parts

Make = Callable[[], Any]
"""Makes a new container."""

Swapped = tuple[Any, Any]
"""The dependent that was used while its base was overridden, and the one that was used after."""


class InexpressibleError(Exception):
    """What is raised where a library has no way to say what is wanted."""


class Contestant(Protocol):
    """One library, used as its own documentation shows."""

    name: ClassVar[str]
    """As the package index has it."""

    hit: ClassVar[str]
    """A statement that uses a part that is built: `made` is the container, `part` is the part, `part0` its name."""

    note: ClassVar[str] = ""
    """What a reader of the figures has to know."""

    def maker(self, parts: Parts) -> Make:
        """Declare the parts, as a program does once; return what makes a container with a singleton of each."""
        ...

    def use(self, made: Any, part: type[Any]) -> Any:
        """Return the singleton of a part."""
        ...

    def fake(self) -> Any:
        """Return what `Base` can be overridden with."""
        return Base()

    def swap(self, made: Any, fake: Any) -> Swapped:  # noqa: ARG002 - for those who can
        """Override `Base`, use `Dependent`, leave the override, use it again; return both dependents."""
        raise InexpressibleError

    def swap_anew(self, made: Any, fake: Any) -> Swapped:  # noqa: ARG002 - likewise
        """Do the same so that neither of the two is stale."""
        raise InexpressibleError
