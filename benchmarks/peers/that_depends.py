"""that-depends: a class of providers that is itself the container, and has no instances."""

from types import new_class
from typing import Any

from that_depends import BaseContainer
from that_depends.providers import Singleton

from benchmarks.peers.contestant import Contestant, InexpressibleError, Make, Swapped
from benchmarks.peers.parts import Parts, name_of, needs_of


class ThatDepends(Contestant):
    """A container class, whose providers take only what was declared before them."""

    name = "that-depends"
    hit = "made.part0.resolve_sync()"
    note = "a container is a class, so a new one is a new class; with nothing stale, it is told to tear down dependents"

    def maker(self, parts: Parts) -> Make:
        """Return what declares a container class."""

        def body(namespace: dict[str, Any]) -> None:
            for part in parts:
                needs = {name: name_of(need) for name, need in needs_of(part).items()}
                if not namespace.keys() >= set(needs.values()):
                    raise InexpressibleError
                namespace[name_of(part)] = Singleton(part, **{name: namespace[need] for name, need in needs.items()})

        def make() -> Any:
            BaseContainer.get_instances().clear()  # it would keep all that are ever made
            return new_class("Container", (BaseContainer,), exec_body=body)

        return make

    def use(self, made: Any, part: type[Any]) -> Any:
        """Resolve the provider."""
        return getattr(made, name_of(part)).resolve_sync()

    def swap(self, made: Any, fake: Any) -> Swapped:
        """Override the provider."""
        with made.base.override_context_sync(fake):
            inside = made.dependent.resolve_sync()
        return inside, made.dependent.resolve_sync()

    def swap_anew(self, made: Any, fake: Any) -> Swapped:
        """Tear down the dependents on both sides."""
        made.base.override_sync(fake, tear_down_children=True)
        try:
            inside = made.dependent.resolve_sync()
        finally:
            made.base.reset_override_sync(tear_down_children=True)
        return inside, made.dependent.resolve_sync()


CONTESTANT = ThatDepends()
