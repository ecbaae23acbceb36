"""svcs: a registry of factories, and a container that keeps what they made."""

from collections.abc import Callable
from typing import Any

from svcs import Container, Registry

from benchmarks.peers.contestant import Contestant, Make
from benchmarks.peers.parts import Parts, needs_of


class Svcs(Contestant):
    """A container on a registry. Nothing can be overridden in place and come back."""

    name = "svcs"
    hit = "made.get(part)"
    note = "a registry holds the declarations, and a new container on it is empty; a container is for one thread"

    def maker(self, parts: Parts) -> Make:
        """Fill a registry."""
        registry = Registry()
        for part in parts:
            registry.register_factory(part, _factory(part))
        return lambda: Container(registry)

    def use(self, made: Any, part: type[Any]) -> Any:
        """Get by type."""
        return made.get(part)


def _factory(part: type[Any]) -> Callable[..., Any]:
    needs = needs_of(part)
    if not needs:
        return part

    def factory(svcs_container: Container) -> Any:
        return part(**{name: svcs_container.get_abstract(need) for name, need in needs.items()})

    return factory


CONTESTANT = Svcs()
