"""punq: a container in which types are registered."""

from typing import Any

from punq import Container, Scope

from benchmarks.peers.contestant import Contestant, Make
from benchmarks.peers.parts import Parts


class Punq(Contestant):
    """A container of singletons. Nothing can be overridden in place."""

    name = "punq"
    hit = "made.resolve(part)"

    def maker(self, parts: Parts) -> Make:
        """Return what fills a container."""

        def make() -> Any:
            container = Container()
            for part in parts:
                container.register(part, scope=Scope.singleton)
            return container

        return make

    def use(self, made: Any, part: type[Any]) -> Any:
        """Resolve by type."""
        return made.resolve(part)


CONTESTANT = Punq()
