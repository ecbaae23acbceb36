"""modern-di: factories in a group, and a container of groups."""

from typing import Any

from modern_di import Container, Group, providers

from benchmarks.peers.contestant import Contestant, Make, Swapped
from benchmarks.peers.parts import Base, Dependent, Parts, name_of


class ModernDi(Contestant):
    """A container of one group of cached factories. What it has built cannot be forgotten by itself."""

    name = "modern-di"
    hit = "made.resolve(part)"

    def maker(self, parts: Parts) -> Make:
        """Declare a group."""
        group = type("Parts", (Group,), {name_of(part): providers.Factory(part, cache=True) for part in parts})
        return lambda: Container(groups=[group])

    def use(self, made: Any, part: type[Any]) -> Any:
        """Resolve by type."""
        return made.resolve(part)

    def swap(self, made: Any, fake: Any) -> Swapped:
        """Override the provider."""
        with made.override(made.find_provider(Base), fake):
            inside = made.resolve(Dependent)
        return inside, made.resolve(Dependent)


CONTESTANT = ModernDi()
