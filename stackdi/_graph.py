"""`Graph`: which slots of a stack take components from which, found and checked before anything is built."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

import attrs

from stackdi._binding import Binding, ComponentBinding, FlavorBinding, ProviderBinding
from stackdi._kept import kept
from stackdi.component import StackComponent
from stackdi.errors import InjectionError, did_you_mean, listed
from stackdi.slots import Slot, declared_slots

Needs = Mapping[str, str]
"""From the keyword that a component is injected by to the slot that it comes from."""

Slots = Mapping[str, Slot[Any]]


@attrs.frozen(slots=False, eq=False)
class Graph:
    """The needs of every slot that has any."""

    needs: Mapping[str, Needs]

    @kept
    def order(self) -> tuple[str, ...]:
        """The slots that need or are needed, each after what it needs."""
        try:
            return tuple(TopologicalSorter({name: needs.values() for name, needs in self.needs.items()}).static_order())
        except CycleError:  # of an override that has lost the one below it; whoever builds in it is told
            return tuple(self.needs)

    @kept
    def _affected(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    def affected(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return `names` and the slots that need one of them, directly or through others, each after what it needs."""
        if names not in self._affected:
            reached = set(names)
            for name in self.order:
                if not reached.isdisjoint(self.needs.get(name, {}).values()):
                    reached.add(name)
            alone = (name for name in names if name not in self.order)
            self._affected[names] = (*alone, *(name for name in self.order if name in reached))
        return self._affected[names]

    def with_bindings(self, stack: str, slots: Slots, bindings: Mapping[str, Binding | None]) -> "Graph":
        """Return the graph that it becomes when slots are bound to something else; what did not change is not checked.

        Raises:
            InjectionError: needs are missing, ambiguous or in a circle; it tells of all.
        """
        reasons: list[str] = []
        needs = needs_of(slots, bindings, reasons)
        if not reasons and not needs and self.needs.keys().isdisjoint(bindings):
            return self
        graph = Graph({**{name: found for name, found in self.needs.items() if name not in bindings}, **needs})
        graph.check(stack, reasons)
        return graph

    def check(self, stack: str, reasons: list[str]) -> None:
        """Refuse a graph that has a circle, or that there are `reasons` against.

        Raises:
            InjectionError: it tells of all.
        """
        told = [*reasons, *_circles(self.needs)]
        if told:
            raise InjectionError(stack, tuple(told))


EMPTY = Graph({})


def needs_of(slots: Slots, bindings: Mapping[str, Binding | None], reasons: list[str]) -> dict[str, Needs]:
    """Return the needs of bindings, each in the slot of its name; what cannot be met is added to `reasons`.

    A flavor that cannot be loaded has no needs here, since its slot tells when it is used.
    """
    needs: dict[str, Needs] = {}
    for name, binding in bindings.items():
        if binding is None or isinstance(binding, ComponentBinding):
            continue
        try:
            if found := _needs(slots[name], binding, slots, reasons):
                needs[name] = found
        except Exception:  # noqa: BLE001, S112 - a flavor may raise anything; its slot tells when it is used
            continue
    return needs


def _needs(slot: Slot[Any], binding: FlavorBinding | ProviderBinding, slots: Slots, reasons: list[str]) -> Needs:
    if isinstance(binding, ProviderBinding):
        return {other.name: other.name for other in declared_slots(binding.provider) if other.name in slots}
    found: dict[str, str] = {}
    unused = set(slot.inject) - {need.component_type for need in binding.record.requires}
    if unused and binding is slot.base.binding:
        reasons.append(f"{slot.name!r} ({binding.record}) does not need {listed(unused)}, which is to be injected")
    for need in binding.record.requires:
        keyword = need.component_type
        wanted = slot.inject.get(keyword)
        candidates = _candidates(slot, need, slots) if wanted is None else [getattr(wanted, "name", wanted)]
        if len(candidates) == 1 and candidates[0] in slots and _fits(slots[candidates[0]], need):
            found[keyword] = candidates[0]
        else:
            reasons.append(f"{slot.name!r} ({binding.record}) needs {keyword}, {_refusal(candidates, wanted, slots)}")
    return found


def _candidates(slot: Slot[Any], need: type[StackComponent], slots: Slots) -> list[str]:
    return [name for name, other in slots.items() if _fits(other, need) and name != slot.name]


def _fits(slot: Slot[Any], need: type[StackComponent]) -> bool:
    return isinstance(slot.interface, type) and issubclass(slot.interface, need)


def _refusal(candidates: list[str], wanted: object, slots: Slots) -> str:
    if wanted is not None and candidates[0] in slots:
        return f"which the slot {candidates[0]!r} does not provide"
    if wanted is not None:
        return f"and there is no slot {candidates[0]!r} to inject. {did_you_mean(candidates[0], slots)}".rstrip()
    if not candidates:
        return "which no other slot provides"
    return f"which the slots {listed(candidates)} provide: choose one, slot(..., inject={{...}})"


def _circles(needs: Mapping[str, Needs]) -> Iterator[str]:
    left = {name: list(found.values()) for name, found in needs.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = error.args[1][::-1]
            yield f"the circle {' -> '.join(_rotated(circle, list(needs)))}"
            left[circle[0]].remove(circle[1])
        else:
            return


def _rotated(circle: list[str], order: list[str]) -> list[str]:
    """Let a circle start where it is declared first, so that its text is always the same."""
    start = circle.index(min(circle, key=order.index))
    return [*circle[start:-1], *circle[:start], circle[start]]
