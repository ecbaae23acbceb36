"""`Slot`: a named, typed place in a stack, and how what is bound to it is built on first use.

A slot is a provider of dependency-injector. The one that a class declares is a descriptor: it gives each stack a slot
of its own when that is first asked for, so that a new stack costs the same whatever its size. A component is built in
a `Cell`. A slot that changes gets a new one, and a build that is under way ends in the cell where it began.
"""

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from dependency_injector import providers

from stackdi._binding import Binding, bind
from stackdi.component import StackComponent, StackComponentConfig
from stackdi.errors import CircularComponentError, ClosedError, ConfigError, DefinitionError, UnboundSlotError
from stackdi.flavor import Flavor, is_component_type

if TYPE_CHECKING:
    from stackdi.stack import Stack

T = TypeVar("T")


class Cell:
    """One binding of one slot, and the component that was built from it."""

    __slots__ = ("binding", "builder", "component", "lock")

    binding: Binding | None
    builder: int | None
    component: Any
    lock: threading.Lock

    def __init__(self, binding: Binding | None) -> None:
        self.binding = binding
        self.builder = None  # the thread that is building
        self.lock = threading.Lock()  # held while building, so that it happens once


class _Building(threading.local):
    """The slots that this thread is building, the outermost first."""

    def __init__(self) -> None:
        self.chain: list[Slot[Any]] = []


_building = _Building()
_switching = threading.Lock()  # guards that the component a slot shows is the one of its cell; held for two assignments


class Slot(providers.BaseSingleton[T]):
    """A provider of one component: `stack.artifact_store()` returns it, and builds it on first use."""

    __slots__ = ("_cell", "_component", "_stack", "interface", "name")

    interface: Callable[..., T]
    name: str
    _component: T  # unset until it is built: to try is what costs least when it is there

    def __init__(self, interface: Callable[..., T], binding: Binding | None, stack: "Stack | None" = None) -> None:
        providers.Provider.__init__(self)  # the machinery of BaseSingleton is not used, it only lets others find us
        self.interface = interface
        self.name = ""
        self._cell = Cell(binding)
        self._stack = stack

    def __get__(self, stack: "Stack | None", owner: "type[Stack] | None" = None) -> "Slot[T]":
        return self if stack is None else self.bound(stack, self._cell.binding)

    def bound(self, stack: "Stack", binding: Binding | None) -> "Slot[T]":
        """Return the slot of `stack` that this one, which belongs to its class, describes; make it at first."""
        slot = Slot(self.interface, binding, stack)
        slot.name = self.name
        return cast("Slot[T]", vars(stack).setdefault(self.name, slot))

    # It takes no arguments and is never a coroutine.
    def __call__(self) -> T:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        """Return the component; build it first when this is the first use.

        What the constructor of the implementation raises passes through with a note, and the next use tries again.

        Raises:
            CircularComponentError: the component is being built by this thread already.
            ClosedError: the stack is closed.
            ConfigError: the values that are bound are refused.
            UnboundSlotError: nothing is bound.
        """
        try:
            return self._component
        except AttributeError:
            pass  # left here, so that what is raised while building does not have it as its context
        return self._first_use()

    @property
    def config(self) -> StackComponentConfig:
        """The validated config; the implementation is not imported for it.

        Raises:
            BindingError: what is bound has no config.
            ConfigError: the values that are bound are refused.
            UnboundSlotError: nothing is bound.
        """
        try:
            return self._binding().config
        except ConfigError as error:
            raise error.within(self.name) from error

    @property
    def flavor(self) -> str | None:
        """The name of the flavor that is bound; None for a provider or a component.

        Raises:
            UnboundSlotError: nothing is bound.
        """
        return self._binding().flavor

    def reset(self) -> None:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        """Forget the component that was built; the next use builds a new one."""
        with _switching:
            self._cell = Cell(self._cell.binding)
            if hasattr(self, "_component"):
                del self._component

    def _binding(self) -> Binding:
        if self._cell.binding is None:
            component_type = getattr(self.interface, "component_type", "")
            raise UnboundSlotError(self._stack_name, self.name, component_type)
        return self._cell.binding

    @property
    def _stack_name(self) -> str:
        return type(self._stack).__name__ if self._stack is not None else "no stack"

    def _first_use(self) -> T:
        cell = self._cell
        if cell.builder == threading.get_ident():
            chain = [slot.name for slot in _building.chain]
            raise CircularComponentError((*chain[chain.index(self.name) :], self.name))
        with cell.lock:
            if not hasattr(cell, "component"):
                cell.builder = threading.get_ident()
                try:
                    cell.component = self._build()
                finally:
                    cell.builder = None
        with _switching:
            if cell is self._cell:
                self._component = cell.component
        return cast(T, cell.component)

    def _build(self) -> StackComponent:
        _building.chain.append(self)
        try:
            return self._construct(self._binding())
        except BaseException as error:
            chain = " -> ".join(slot.name for slot in _building.chain)
            note = f"while building the slot {self.name!r} of {self._stack_name} ({self._cell.binding}); chain: {chain}"
            if note not in getattr(error, "__notes__", ()):  # an exception may be raised again at the next try
                error.add_note(note)
            raise
        finally:
            _building.chain.pop()

    def _construct(self, binding: Binding) -> StackComponent:
        if self._stack is None:
            raise DefinitionError("slot", self.name, ("it belongs to a class; make a stack of it",))
        if self._stack.closed:
            raise ClosedError(self._stack_name, self.name)
        try:
            component = binding.build()
        except ConfigError as error:
            raise error.within(self.name) from error
        if binding.owned:
            component.name = self.name
            self._stack._built.append(component)  # noqa: SLF001 - a stack and its slots are one mechanism
        return component

    @property
    def provides(self) -> Callable[..., T]:
        """The interface, which is what a provider says that it provides."""
        return self.interface

    @property
    def related(self) -> Any:
        """The providers that this one takes from: the bound one, if any."""
        provider = getattr(self._cell.binding, "provider", None)
        return iter(() if provider is None else (provider,))

    def __str__(self) -> str:
        interface = getattr(self.interface, "__name__", self.interface)
        return f"<slot {self.name!r} of {self._stack_name}: {interface}, {self._cell.binding or 'nothing bound'}>"

    __repr__ = __str__


@overload
def slot(interface: Callable[..., T], flavor: str | type[Flavor] = ..., /, **config: Any) -> Slot[T]: ...
@overload
def slot(
    interface: Callable[..., T],
    binding: StackComponentConfig | Mapping[str, Any] | StackComponent[Any] | providers.Provider[Any],
    /,
) -> Slot[T]: ...
def slot(interface: Callable[..., T], given: Any = None, /, **config: Any) -> Slot[T]:
    """Declare a slot of a stack class: the interface it takes, and what is bound to it, if anything is.

    A binding is the name, dotted path or class of a flavor, with config values as keywords; a config object; a mapping
    with the key `flavor`; a provider of dependency-injector; or a component. None of it is imported here.

    >>> from stackdi.components import ArtifactStore
    >>> slot(ArtifactStore, "local", path="artifacts")
    <slot '' of no stack: ArtifactStore, flavor 'local'>

    Raises:
        BindingError: what is given is no binding.
        DefinitionError: `interface` is no component type.
        FlavorMismatchError: a component is given that is no instance of `interface`.
    """
    if not is_component_type(interface):
        reason = "it is no subclass of StackComponent with a component_type"
        raise DefinitionError("interface", getattr(interface, "__name__", repr(interface)), (reason,))
    unbound = given is None and not config
    return Slot(interface, None if unbound else bind(cast(Any, interface), given, config))
