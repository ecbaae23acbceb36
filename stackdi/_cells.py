"""`Cell`: one binding of one slot with what it takes components from, and the component that was built of them.

What a component is built from is settled when its cell is made. So a build that is under way while a slot is overridden
ends in the cell where it began, and never mixes what was in force before with what is in force after.
"""

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from stackdi._binding import Binding, ComponentBinding
from stackdi.errors import CircularComponentError

if TYPE_CHECKING:
    from stackdi.slots import Slot


View = dict["Slot[Any]", "Cell"]
"""Cells that are to be in force; of other slots, those that are."""

UNBUILT: Final = object()  # what a cell holds before its component, which may be None


class Cell:
    """A place where a component is built once, from the components of other cells."""

    __slots__ = ("below", "binding", "builder", "component", "lock", "slot", "sources")

    slot: "Slot[Any]"
    binding: Binding | None
    sources: Mapping[str, "Cell"]
    """The cells whose components are injected, by keyword."""
    below: "Cell | None"
    """The cell that is in force again when this one, of an override, is not any more."""
    component: Any
    builder: int | None
    lock: threading.Lock

    def __init__(self, slot: "Slot[Any]", binding: Binding | None, sources: Mapping[str, "Cell"]) -> None:
        self.slot = slot
        self.binding = binding
        self.sources = sources
        self.below = None
        self.component = binding.component if isinstance(binding, ComponentBinding) else UNBUILT
        self.builder = None  # the thread that is building
        self.lock = threading.Lock()  # held while building, so that it happens once

    def sources_in(self, view: "View") -> "dict[str, Cell]":
        """Return the cells that the component would be built from, were `view` in force."""
        return {key: view.get(source.slot, source.slot.cell) for key, source in self.sources.items()}

    def get(self) -> Any:
        """Return the component; build it first where nobody has.

        Raises:
            CircularComponentError: the component is needed to build itself, by this thread or together with others.
        """
        if self.component is not UNBUILT:
            return self.component
        me = threading.get_ident()
        if self.builder == me:
            raise CircularComponentError(_circle(self, me))
        if not self.lock.acquire(blocking=False):
            self._wait(me)
        try:
            if self.component is UNBUILT:
                self.builder = me
                self.component = self._build(me)
        finally:
            self.builder = None
            self.lock.release()
        return self.component

    def _wait(self, me: int) -> None:
        """Wait for the thread that is building, unless it waits for this one."""
        with _waiting_lock:
            if circle := _circle(self, me):
                raise CircularComponentError(circle)
            _waiting[me] = self
        try:
            self.lock.acquire()
        finally:
            with _waiting_lock:
                del _waiting[me]

    def _build(self, me: int) -> Any:
        chain = _chains.setdefault(me, [])
        chain.append(self)
        try:
            components = {keyword: source.get() for keyword, source in self.sources.items()}
            try:
                return self.slot.construct(self, components)
            except BaseException as error:
                self._note(error, chain)
                raise
        finally:
            chain.pop()
            if not chain:
                del _chains[me]

    def _note(self, error: BaseException, chain: "list[Cell]") -> None:
        path = " -> ".join(cell.slot.name for cell in chain)
        where = f"the slot {self.slot.name!r} of {self.slot.stack_name} ({self.binding or 'nothing bound'})"
        note = f"while building {where}; chain: {path}"
        if note not in getattr(error, "__notes__", ()):  # an exception may be raised again at the next try
            error.add_note(note)


_chains: dict[int, list[Cell]] = {}  # what each thread is building, the outermost first; it alone changes its list
_waiting: dict[int, Cell] = {}  # what each thread waits for
_waiting_lock = threading.Lock()  # guards that of two threads that would wait for each other, the second is told


def _circle(wanted: Cell, me: int) -> tuple[str, ...]:
    """Return the path of a circle that thread `me` would close by waiting for a cell, or nothing."""
    path: list[str] = []
    cell: Cell | None = wanted
    while cell is not None and cell.builder is not None:
        owner = cell.builder
        chain = list(_chains.get(owner, ()))
        if cell not in chain:
            return ()  # it is done by now
        part = [link.slot.name for link in chain[chain.index(cell) :]]
        if owner == me:
            return (*part, *path, part[0])
        path += part
        cell = _waiting.get(owner)
    return ()
