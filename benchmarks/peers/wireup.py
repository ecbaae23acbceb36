"""wireup: classes marked as injectable, and a container that is compiled of them when it is made."""

from typing import Any

from wireup import create_sync_container, injectable

from benchmarks.peers.contestant import Contestant, Make, Swapped
from benchmarks.peers.parts import Base, Dependent, Parts


class Wireup(Contestant):
    """A synchronous container. What it has built cannot be forgotten."""

    name = "wireup"
    hit = "made.get(part)"

    def maker(self, parts: Parts) -> Make:
        """Mark the parts."""
        injectables = [injectable(part) for part in parts]
        return lambda: create_sync_container(injectables=injectables)

    def use(self, made: Any, part: type[Any]) -> Any:
        """Get by type."""
        return made.get(part)

    def swap(self, made: Any, fake: Any) -> Swapped:
        """Override by type."""
        with made.override({Base: fake}):
            inside = made.get(Dependent)
        return inside, made.get(Dependent)


CONTESTANT = Wireup()
