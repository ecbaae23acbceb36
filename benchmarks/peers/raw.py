"""The reference: dependency-injector by itself."""

from types import new_class
from typing import Any

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import ThreadSafeSingleton

from benchmarks.peers.contestant import Contestant, Make, Swapped
from benchmarks.peers.parts import Parts, name_of, needs_of


class Raw(Contestant):
    """A declarative container of thread-safe singletons."""

    name = "dependency-injector"
    hit = "made.part0()"
    note = "with nothing stale, the dependent is reset by hand on both sides"

    def maker(self, parts: Parts) -> Make:
        """Declare a container class."""
        singletons: dict[type[Any], ThreadSafeSingleton[Any]] = {part: ThreadSafeSingleton(part) for part in parts}
        for part, singleton in singletons.items():
            singleton.set_kwargs(**{name: singletons[need] for name, need in needs_of(part).items()})
        body = {name_of(part): singleton for part, singleton in singletons.items()}
        return new_class("Container", (DeclarativeContainer,), exec_body=lambda namespace: namespace.update(body))

    def use(self, made: Any, part: type[Any]) -> Any:
        """Call the provider."""
        return getattr(made, name_of(part))()

    def swap(self, made: Any, fake: Any) -> Swapped:
        """Override by a bare object."""
        with made.override_providers(base=fake):
            inside = made.dependent()
        return inside, made.dependent()

    def swap_anew(self, made: Any, fake: Any) -> Swapped:
        """Forget the dependent on both sides."""
        with made.override_providers(base=fake):
            made.dependent.reset()
            inside = made.dependent()
        made.dependent.reset()
        return inside, made.dependent()


CONTESTANT = Raw()
