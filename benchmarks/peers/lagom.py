"""lagom: a mapping from types to what makes them."""

from typing import Any

from lagom import Container, Singleton

from benchmarks.peers.contestant import Contestant, Make
from benchmarks.peers.parts import Parts


class Lagom(Contestant):
    """A container of singletons. Nothing can be overridden in place."""

    name = "lagom"
    hit = "made[part]"

    def maker(self, parts: Parts) -> Make:
        """Return what fills a container."""

        def make() -> Any:
            container = Container()
            for part in parts:
                container[part] = Singleton(part)
            return container

        return make

    def use(self, made: Any, part: type[Any]) -> Any:
        """Look up by type."""
        return made[part]


CONTESTANT = Lagom()
