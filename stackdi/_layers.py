"""`Layer`: one override of slots of a stack; `Override`: the context that puts it in force and takes it away again.

A stack is what is bound to its slots, and a list of layers over it. A layer has a cell for each slot that it overrides,
and one for each slot whose component is built from these. So nothing is stale inside an override; and when it ends, the
cells below are in force again, with the components that they had.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

from stackdi._binding import Binding
from stackdi._cells import Cell, View
from stackdi._lifecycle import aclose_all, close_all

if TYPE_CHECKING:
    from stackdi._graph import Graph, Needs
    from stackdi.slots import Slot
    from stackdi.stack import Stack

P = ParamSpec("P")
R = TypeVar("R")
SubjectT = TypeVar("SubjectT")
OtherT = TypeVar("OtherT")


class Layer:
    """The bindings of one override and their needs, and the cells that it puts over those below."""

    __slots__ = ("bindings", "cells", "graph", "needs", "retired")

    bindings: dict[str, Binding]
    needs: "dict[str, Needs]"
    graph: "Graph"
    cells: "dict[Slot[Any], Cell]"
    retired: list[Cell]

    def __init__(self, bindings: dict[str, Binding], needs: "dict[str, Needs]") -> None:
        self.bindings = bindings
        self.needs = needs
        self.cells = {}
        self.retired = []  # cells that were reset, whose components are closed with the others

    def cover(self, slots: Mapping[str, Any], view: View, earlier: Mapping["Slot[Any]", Cell]) -> None:
        """Make cells over those of a view, for the slots that are there by now and need one, and add them to the view.

        A cell that the layer had `earlier` is taken again where it would be built from the same cells.
        """
        bindings, needs, cells = self.bindings, self.needs, self.cells
        for name in self.graph.affected(tuple(bindings)):
            slot = slots.get(name)
            if slot is None:
                continue
            below: Cell = view[slot] if slot in view else slot.cell
            if name in bindings:
                binding: Binding | None = bindings[name]
                needed = {key: slots[need] for key, need in needs[name].items()} if name in needs else {}
                sources = {key: view[other] if other in view else other.cell for key, other in needed.items()}
            else:
                binding = below.binding
                sources = below.sources_in(view)
                if sources == below.sources:
                    continue  # it is built from nothing that this layer changes
            cell = earlier.get(slot) if earlier else None
            if cell is None or cell.binding is not binding or cell.sources != sources:
                cell = Cell(slot, binding, sources)
            cell.below = below
            view[slot] = cells[slot] = cell

    def below(self) -> View:
        """Return the cells that are under those of this layer."""
        return {slot: cell.below for slot, cell in self.cells.items() if cell.below}


class Override(Generic[SubjectT]):
    """An override of slots: a context, an asynchronous context, and a decorator of functions of both kinds.

    It may be entered any number of times, and is in force until it is left as often.
    """

    def __init__(
        self, subject: SubjectT, stack: "Stack", bindings: dict[str, Binding], needs: "dict[str, Needs]"
    ) -> None:
        self._subject = subject
        self._stack = stack
        self._bindings = bindings
        self._needs = needs
        self._started = False
        self._layers: list[Layer] = []

    def of(self, subject: OtherT) -> "Override[OtherT]":
        """Return the same override, which gives `subject` to the `with` block."""
        return Override(subject, self._stack, self._bindings, self._needs)

    def start(self) -> None:
        """Put the override in force now; to enter the context afterwards adds nothing."""
        self.__enter__()
        self._started = True

    def __enter__(self) -> SubjectT:
        if self._started:
            self._started = False
        else:
            layer = Layer(self._bindings, self._needs)
            self._stack.state.put(layer)
            self._layers.append(layer)
        return self._subject

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if released := self._taken():
            close_all(released, self._stack.state)

    async def __aenter__(self) -> SubjectT:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await aclose_all(self._taken(), self._stack.state)

    def _taken(self) -> list[Any]:
        return self._stack.state.take(self._layers.pop()) if self._layers else []

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        """Decorate a function, which is then run inside the override."""
        if isgeneratorfunction(function) or isasyncgenfunction(function):
            raise TypeError("an override decorates no generator, which runs outside of it: use `with` inside of that")
        if iscoroutinefunction(function):

            @wraps(function)
            async def run_async(*args: P.args, **kwargs: P.kwargs) -> Any:
                async with self.of(self._subject):
                    return await function(*args, **kwargs)

            return cast(Callable[P, R], run_async)

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.of(self._subject):
                return function(*args, **kwargs)

        return run
