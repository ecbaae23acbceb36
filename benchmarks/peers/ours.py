"""stackdi itself: each part is a component type with one flavor, which requires what the part needs."""

from types import new_class
from typing import Any

from benchmarks.peers.contestant import Contestant, Make, Swapped
from benchmarks.peers.parts import Base, Parts, Slow, name_of, needs_of, work
from stackdi import Flavor, Stack, StackComponent, StackComponentConfig, slot


class Ours(Contestant):
    """A stack of slots. It needs no second way to be without stale dependents."""

    name = "stackdi"
    hit = "made.part0()"

    def maker(self, parts: Parts) -> Make:
        """Declare a stack class."""
        slots = {name_of(part): slot(_component_type(part), _flavor(part)) for part in parts}
        return new_class("Container", (Stack,), exec_body=lambda namespace: namespace.update(slots))

    def use(self, made: Any, part: type[Any]) -> Any:
        """Call the slot."""
        return getattr(made, name_of(part))()

    def fake(self) -> Any:
        """Make a component by hand."""
        return _component_type(Base)(StackComponentConfig())

    def swap(self, made: Any, fake: Any) -> Swapped:
        """Override by a component."""
        with made.override(base=fake):
            inside = made.dependent()
        return inside, made.dependent()

    swap_anew = swap


class _Slow(StackComponent):
    def __init__(self, config: StackComponentConfig) -> None:
        super().__init__(config)
        work(self)


_component_types: dict[type[Any], Any] = {}


def _component_type(part: type[Any]) -> Any:
    if part not in _component_types:
        base = _Slow if issubclass(part, Slow) else StackComponent
        _component_types[part] = type(part.__name__, (base,), {"component_type": name_of(part)})
    return _component_types[part]


def _flavor(part: type[Any]) -> type[Flavor]:
    component_type = _component_type(part)
    requires = tuple(_component_type(need) for need in needs_of(part).values())
    body = {"name": "only", "type": component_type, "config_class": StackComponentConfig, "requires": requires}
    return type("Only", (Flavor,), {**body, "implementation_class": type("Only", (component_type,), {})})


CONTESTANT = Ours()
