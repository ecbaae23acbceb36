"""`Slot`: a named, typed place in a stack; `slot`, which declares one.

A slot is a provider of dependency-injector. The one that a class declares is a descriptor: it gives each stack a slot
of its own when that is first asked for, so that a new stack costs the same whatever its size.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, overload

from dependency_injector import errors as di_errors
from dependency_injector import providers

from stackdi._binding import Binding, ComponentBinding, Given, ProviderBinding, bind
from stackdi._cells import Cell
from stackdi._lifecycle import close_all
from stackdi.component import StackComponentConfig
from stackdi.errors import BindingError, ClosedError, ConfigError, DefinitionError, UnboundSlotError
from stackdi.flavor import Flavor, is_component_type

if TYPE_CHECKING:
    from stackdi._layers import Override
    from stackdi.stack import Stack

T = TypeVar("T")


class Slot(providers.BaseSingleton[T]):
    """A provider of one component: `stack.artifact_store()` returns it, and builds it on first use."""

    __slots__ = ("base", "cell", "inject", "interface", "name", "shown", "stack")

    interface: Callable[..., T]
    """The component type, or a class of it, that the component is an instance of."""
    name: str
    """The name of the slot in its stack."""
    inject: Mapping[str, Any]
    """The slots that needs come from, where more than one could serve."""
    stack: "Stack | None"
    """The stack that the slot belongs to; a slot that a class declares belongs to none."""
    base: Cell
    """The cell of what is bound, whatever overrides it."""
    cell: Cell
    """The cell in force."""
    shown: T
    """The component of the cell in force; not set until it is built, since to try costs least when it is there."""

    def __init__(
        self,
        interface: Callable[..., T],
        binding: Binding | None,
        inject: Mapping[str, Any],
        name: str = "",
        stack: "Stack | None" = None,
    ) -> None:
        providers.Provider.__init__(self)  # the machinery of BaseSingleton is not used, it only lets others find us
        self.interface = interface
        self.inject = inject
        self.name = name
        self.stack = stack
        self.base = self.cell = Cell(self, binding, {})

    def __get__(self, stack: Any, owner: Any = None) -> "Slot[T]":
        return self if stack is None else cast("Slot[T]", stack.state.join(self))

    def of(self, stack: "Stack", binding: Binding | None) -> "Slot[T]":
        """Make the slot of a stack that this one, of its class, describes."""
        return Slot(self.interface, binding, self.inject, self.name, stack)

    # It takes no arguments and is never a coroutine.
    def __call__(self) -> T:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        """Return the component; build it first when this is the first use.

        What the constructor of the implementation raises passes through with a note, and the next use tries again.

        Raises:
            CircularComponentError: the component is needed to build itself.
            ClosedError: the stack is closed.
            ConfigError: the values that are bound are refused.
            UnboundSlotError: nothing is bound.
        """
        try:
            return self.shown
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
            return self.bound(self.cell).config
        except ConfigError as error:
            raise error.within(self.name) from error

    @property
    def flavor(self) -> str | None:
        """The name of the flavor that is bound; None for a provider or a component.

        Raises:
            UnboundSlotError: nothing is bound.
        """
        return self.bound(self.cell).flavor

    @property
    def stack_name(self) -> str:
        """The name of the class of the stack."""
        return "no stack" if self.stack is None else type(self.stack).__name__

    def bound(self, cell: Cell) -> Binding:
        """Return the binding of a cell of this slot, which must have one."""
        if cell.binding is None:
            raise UnboundSlotError(self.stack_name, self.name, getattr(self.interface, "component_type", ""))
        return cell.binding

    def _owner(self) -> "Stack":
        if self.stack is None:
            raise DefinitionError("slot", self.name, ("it belongs to a class; make a stack of it",))
        return self.stack

    def _first_use(self) -> T:
        state = (self.stack or self._owner()).state
        if state.closed:
            raise ClosedError(self.stack_name, self.name)
        cell = self.cell
        component: T = cell.get()
        with state.lock:
            if cell is self.cell and not state.closed:
                self.shown = component
        return component

    def construct(self, cell: Cell, components: Mapping[str, Any]) -> Any:
        """Build the component of a cell of this slot; what the slot owns is handed to the stack, to be closed."""
        binding: Any = self.bound(cell)
        if isinstance(binding, ProviderBinding):
            return binding.build({slot: components[slot.name] for slot in declared_slots(binding.provider)})
        try:
            implementation, config = binding.parts  # of a flavor: what is ready needs no building
        except ConfigError as error:
            raise error.within(self.name) from error
        component = implementation(config, **components)
        component.name = self.name
        if hasattr(component, "close") or hasattr(component, "aclose"):
            self._owner().state.own(component, self.name)
        return component

    def reset(self) -> providers.SingletonResetContext:
        """Forget the component, and those that were built from it; the next use builds anew."""
        self._owner().state.renew(self)
        return providers.SingletonResetContext(self)

    # Its context gives the slot, which serves as the overriding provider would.
    @overload  # type: ignore[override]
    def override(self, provider: Given) -> "Override[Slot[T]]": ...
    @overload
    def override(self, provider: Any, *, unchecked: Literal[True]) -> "Override[Slot[T]]": ...
    def override(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, provider: Any, *, unchecked: bool = False
    ) -> "Override[Slot[T]]":
        """Override this slot from now on, until the context that is returned is left, or `reset_last_overriding`.

        Raises:
            BindingError: `provider` is no binding of any form.
            FlavorMismatchError: it does not fit the interface; `unchecked` lets it pass.
        """
        context: Override[Slot[T]] = self._owner().override(unchecked=unchecked, **{self.name: provider}).of(self)
        context.start()
        return context

    @property
    def overridden(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        self,
    ) -> tuple[providers.Provider[Any], ...]:
        """What overrides this slot, as providers, the one in force last."""
        layers = () if self.stack is None else self.stack.state.layers
        return tuple(_as_provider(layer.bindings[self.name]) for layer in layers if self.name in layer.bindings)

    @property
    def last_overriding(self) -> providers.Provider[Any] | None:
        """The provider that overrides this slot, if any does."""
        return self.overridden[-1] if self.overridden else None

    def reset_last_overriding(self) -> None:
        """Undo the last override of this slot.

        Raises:
            dependency_injector.errors.Error: the slot is not overridden.
        """
        if not self.overridden:
            raise di_errors.Error(f"Provider {self} is not overridden")
        state = self._owner().state
        close_all(state.uncover(self.name, last=True), state)

    def reset_override(self) -> None:
        """Undo all overrides of this slot."""
        state = self._owner().state
        close_all(state.uncover(self.name, last=False), state)

    @property
    def provides(self) -> Callable[..., T]:
        """The interface, which is what a provider says that it provides."""
        return self.interface

    @property
    def related(self) -> Iterator[providers.Provider[Any]]:
        """The providers that this one takes from: what is bound, the slots it needs, what overrides it."""
        if isinstance(self.base.binding, ProviderBinding):
            yield self.base.binding.provider
        yield from (source.slot for source in self.cell.sources.values())
        yield from self.overridden

    def __reduce__(self) -> Any:
        return getattr, (self._owner(), self.name)

    def __deepcopy__(self, memo: dict[Any, Any] | None) -> "Slot[T]":
        if self.stack is None:
            return self
        return cast("Slot[T]", getattr(providers.deepcopy(self.stack, memo), self.name))

    def __str__(self) -> str:
        interface = getattr(self.interface, "__name__", self.interface)
        return f"<slot {self.name!r} of {self.stack_name}: {interface}, {self.cell.binding or 'nothing bound'}>"

    __repr__ = __str__


def declared_slots(provider: providers.Provider[Any]) -> list[Slot[Any]]:
    """Return the slots of a stack class that a provider takes from, or is."""
    reached = {provider, *provider.traverse()}
    return [slot for slot in reached if isinstance(slot, Slot) and slot.stack is None]


def _as_provider(binding: Binding) -> providers.Provider[Any]:
    if isinstance(binding, ProviderBinding):
        return binding.provider
    return providers.Object(binding.component if isinstance(binding, ComponentBinding) else binding)


@overload
def slot(
    interface: Callable[..., T],
    flavor: str | type[Flavor] = ...,
    /,
    *,
    inject: Mapping[str, Slot[Any] | str] = ...,
    **config: Any,
) -> Slot[T]: ...
@overload
def slot(
    interface: Callable[..., T],
    binding: Given,
    /,
    *,
    inject: Mapping[str, Slot[Any] | str] = ...,
) -> Slot[T]: ...
def slot(
    interface: Callable[..., T],
    given: Any = None,
    /,
    *,
    inject: Mapping[str, Slot[Any] | str] = MappingProxyType({}),
    **config: Any,
) -> Slot[T]:
    """Declare a slot of a stack class: the interface it takes, and what is bound to it, if anything is.

    A binding is the name, dotted path or class of a flavor, with config values as keywords; a config object; a mapping
    with the key `flavor`; a provider of dependency-injector; or a component. None of it is imported here.

    A flavor that requires components gets them from the slots of their types. Where two slots have one type, `inject`
    says which it is, by the name of the component type: `inject={"artifact_store": raw_store}`.

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
    for keyword, wanted in inject.items():
        if not isinstance(keyword, str) or not isinstance(wanted, Slot | str):
            raise BindingError("What is injected", "maps the name of a component type to a slot, or to its name")
    unbound = given is None and not config
    return Slot(interface, None if unbound else bind(cast(Any, interface), given, config), inject)
