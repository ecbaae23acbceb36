"""dishka: factories that a provider collects, and a container that is compiled of them when it is made."""

from typing import Any

from dishka import Provider, Scope, make_container

from benchmarks.peers.contestant import Contestant, Make
from benchmarks.peers.parts import Parts


class Dishka(Contestant):
    """A container of one provider, with the lock that it has by default. Nothing can be overridden in place."""

    name = "dishka"
    hit = "made.get(part)"

    def maker(self, parts: Parts) -> Make:
        """Declare a provider."""
        provider = Provider(scope=Scope.APP)
        for part in parts:
            provider.provide(part)
        return lambda: make_container(provider)

    def use(self, made: Any, part: type[Any]) -> Any:
        """Get by type."""
        return made.get(part)


CONTESTANT = Dishka()
