"""`State`: what changes in a stack. The layers over its bindings, what was built, whether it is closed.

One lock guards it, held for moments and never while something is built.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from stackdi._cells import UNBUILT, Cell, View
from stackdi._graph import Graph
from stackdi._layers import Layer
from stackdi._lifecycle import close_all
from stackdi.errors import ClosedError

if TYPE_CHECKING:
    from stackdi.slots import Slot
    from stackdi.stack import Stack


class State:
    """The changing part of one stack."""

    __slots__ = ("built", "closed", "layers", "lock", "stack")

    built: list[Any]
    closed: bool
    layers: list[Layer]
    lock: threading.RLock
    stack: "Stack"

    def __init__(self, stack: "Stack") -> None:
        self.stack = stack
        self.lock = threading.RLock()
        self.layers = []  # the one in force last
        self.built = []  # the components to be closed, in order of creation
        self.closed = False

    def join(self, declared: "Slot[Any]") -> "Slot[Any]":
        """Return the slot of the stack that its class declares, made when it is first asked for."""
        with self.lock:
            slots, name = vars(self.stack), declared.name
            if name not in slots:
                slot = declared.of(self.stack, self.stack.given.get(name, declared.base.binding))
                needs = self.stack.graph.needs.get(name, {})
                slot.base.sources = {keyword: getattr(self.stack, need).base for keyword, need in needs.items()}
                if self.layers:
                    self._lay(0, *self._lifted(0), {**slots, name: slot})
                slots[name] = slot  # last, for those who read it without the lock
            return slots[name]  # type: ignore[no-any-return]

    def put(self, layer: Layer) -> None:
        """Put a layer over all others.

        Raises:
            ClosedError: the stack is closed.
        """
        with self.lock:
            if self.closed:
                raise ClosedError(type(self.stack).__name__, ", ".join(layer.bindings))
            for needs in layer.needs.values():
                for need in needs.values():
                    getattr(self.stack, need)  # has it join, with the layers that are there
            layer.graph = self.graph_with(self.layers, layer)
            layer.cover(vars(self.stack), layer.cells, {})
            self._show(layer.cells)
            self.layers = [*self.layers, layer]

    def _show(self, view: View) -> None:
        """Put the cells of a view in force, each slot at once: who uses a slot meanwhile gets the one or the other."""
        for slot, cell in view.items():
            slot.cell = cell
            if cell.component is not UNBUILT:
                slot.shown = cell.component
            elif hasattr(slot, "shown"):
                del slot.shown

    def graph_with(self, layers: list[Layer], layer: Layer) -> Graph:
        """Return the graph that is in force with a layer over others."""
        if not layer.needs:
            return layers[-1].graph if layers else self.stack.graph
        needs = dict(self.stack.graph.needs)
        for below in (*layers, layer):
            needs |= {name: below.needs.get(name, {}) for name in below.bindings}
        return Graph(needs)

    def take(self, layer: Layer) -> list[Any]:
        """Take a layer away, wherever it is; return the components that go with it, in order of creation."""
        with self.lock:
            if layer not in self.layers:
                return []  # it was undone already
            if layer is self.layers[-1]:
                self.layers = self.layers[:-1]
                self._show(layer.below())
                return self._released((*layer.cells.values(), *layer.retired)) if self.built else []
            return self._change(self.layers.index(layer), lambda other: other is not layer)

    def take_all(self) -> list[Any]:
        """Take all layers away; return the components that go with them, in order of creation."""
        with self.lock:
            return [] if self.closed else self._change(0, lambda _: False)

    def uncover(self, name: str, *, last: bool) -> list[Any]:
        """Take one slot out of the last layer that has it, or out of all; return the components that go with it."""
        with self.lock:
            having = [index for index, layer in enumerate(self.layers) if name in layer.bindings]
            having = having[-1:] if last else having
            for index in having:
                layer = self.layers[index]
                layer.bindings = {other: binding for other, binding in layer.bindings.items() if other != name}
            return self._change(having[0], lambda layer: bool(layer.bindings)) if having else []

    def _change(self, index: int, keep: Callable[[Layer], bool]) -> list[Any]:
        """Take away all layers from `index` on, and put those back that are to be kept."""
        above, view = self._lifted(index)
        gone = {cell for layer in above for cell in layer.cells.values()}
        gone.update(cell for layer in above if not keep(layer) for cell in layer.retired)
        kept = [layer for layer in above if keep(layer)]
        self._lay(index, kept, view, vars(self.stack))
        self.layers = [*self.layers[:index], *kept]
        gone.difference_update(cell for layer in kept for cell in layer.cells.values())
        return self._released(gone)

    def _lifted(self, index: int) -> tuple[list[Layer], View]:
        """Return the layers from `index` on and the cells below them; nothing of it is in force yet."""
        above = self.layers[index:]
        view: View = {}
        for layer in reversed(above):
            view |= layer.below()
        return above, view

    def _lay(self, index: int, layers: list[Layer], view: View, slots: Mapping[str, Any]) -> None:
        """Put layers anew over a view of those below `index`, and that in force."""
        below = self.layers[:index]
        for layer in layers:
            earlier, layer.cells = layer.cells, {}
            layer.graph = self.graph_with(below, layer)
            layer.cover(slots, view, earlier)
            layer.retired += (cell for slot, cell in earlier.items() if layer.cells.get(slot) is not cell)
            below = [*below, layer]
        self._show(view)

    def _released(self, cells: Iterable[Cell]) -> list[Any]:
        gone = {id(cell.component) for cell in cells}
        released = [component for component in self.built if id(component) in gone]
        self.built = [component for component in self.built if id(component) not in gone]
        return released

    def renew(self, slot: "Slot[Any]") -> None:
        """Give a slot, and all that are built from it, cells without components, in the layer where its cell is."""
        with self.lock:
            if self.closed:
                return
            level = next((at for at, layer in enumerate(self.layers) if layer.cells.get(slot) is slot.cell), -1)
            above, view = self._lifted(level + 1)
            layer = self.layers[level] if level >= 0 else None
            for name in (layer or self.stack).graph.affected((slot.name,)):
                other: Slot[Any] | None = vars(self.stack).get(name)
                if other is None:
                    continue
                old = view[other] if other in view else other.cell
                sources = old.sources_in(view)
                if other is slot or sources != old.sources:
                    view[other] = fresh = Cell(other, old.binding, sources)
                    fresh.below = old.below
                    if layer is None:
                        other.base = fresh
                    else:
                        layer.retired.append(old)
                        layer.cells[other] = fresh
            self._lay(level + 1, above, view, vars(self.stack))

    def own(self, component: Any, slot: str) -> None:
        """Keep a component that was just built, to be closed with the stack.

        Raises:
            ClosedError: the stack was closed meanwhile; the component is closed then.
        """
        with self.lock:
            if not self.closed:
                if not any(component is other for other in self.built):  # a constructor may give the same one twice
                    self.built.append(component)
                return
        close_all([component], self)
        raise ClosedError(type(self.stack).__name__, slot)

    def shut(self) -> list[Any]:
        """Close the state: no slot shows a component any more. Return the components that are to be closed."""
        with self.lock:
            self.closed = True
            self.layers = []
            for name in self.stack.slots:
                slot: Any = vars(self.stack).get(name)
                if hasattr(slot, "shown"):
                    del slot.shown
            built, self.built = self.built, []
            return built
