"""`Stack`: a container of named, typed slots."""

import warnings
from collections.abc import Iterator, Mapping
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Self

import attrs
from dependency_injector import providers

from stackdi._binding import Binding, FlavorBinding, ProviderBinding, bind
from stackdi._container import LazyContainer
from stackdi._graph import EMPTY, Graph, Needs, needs_of
from stackdi._kept import kept
from stackdi._layers import Layer, Override
from stackdi._lifecycle import aclose_all, close_all, start_all
from stackdi._state import State
from stackdi.errors import BindingError, ConfigError, DefinitionError, Problem, UnknownSlotError
from stackdi.slots import Slot


class Stack(LazyContainer):
    """The components that a program needs, each in a slot, each built on first use.

    A subclass declares the slots. Making a stack imports no implementation and opens nothing; keywords rebind slots for
    this one stack. At the end of a `with` block it is closed.

    >>> from stackdi import Stack, slot
    >>> from stackdi.components import ArtifactStore
    >>> class Training(Stack):
    ...     artifact_store = slot(ArtifactStore, "memory")
    >>> with Training() as stack:
    ...     with stack.artifact_store().open("greeting.txt", "w") as file:
    ...         _ = file.write("hello")
    ...     stack.artifact_store().listdir("")
    ['greeting.txt']

    Raises:
        BindingError: a keyword holds what is no binding.
        ConfigError: the values of a binding are refused; the error holds the problems of all of them.
        InjectionError: needs of the slots are missing, ambiguous or in a circle; it tells of all.
        UnknownSlotError: a keyword names no slot.
    """

    slots: ClassVar[dict[str, Slot[Any]]] = {}
    """The slots that the class declares, by name."""

    graph: Graph = EMPTY
    """Which slots take components from which, as they are bound by the class; on a stack, as by the stack."""

    given: Mapping[str, Binding] = MappingProxyType({})
    """What this stack binds in place of its class."""

    if TYPE_CHECKING:
        state: State
    else:
        state = kept(State)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        reasons = list(cls._faults())
        if reasons:
            raise DefinitionError("stack", cls.__name__, tuple(reasons))
        declared = (item for base in reversed(cls.__mro__) for item in vars(base).items())
        cls.slots = {name: value for name, value in declared if isinstance(value, Slot)}
        for name, slot in cls.slots.items():
            slot.name = name

    @classmethod
    def _faults(cls) -> Iterator[str]:
        names: dict[Slot[Any], str] = {}
        for name, value in vars(cls).items():
            if isinstance(value, Slot):
                if hasattr(Stack, name) or name == "unchecked":
                    yield f"{name!r} is taken by the container itself, so no slot can have that name"
                if names.setdefault(value, value.name or name) != name:
                    yield f"{name!r} is the slot {names[value]!r} again, where each needs a slot(...) of its own"
            elif isinstance(value, providers.Provider):
                yield f"{name!r} is a provider, write slot(Interface, provider) to give it a slot"
            elif any(name in getattr(base, "slots", {}) for base in cls.__bases__):
                yield f"{name!r} hides a slot of its base class"

    def __init__(self, /, **bindings: Any) -> None:
        cls = type(self)
        if "graph" not in vars(cls):
            declared = {name: slot.base.binding for name, slot in cls.slots.items()}
            cls.graph = EMPTY.with_bindings(cls.__name__, cls.slots, declared)
        if bindings:
            self._give(self._bind(bindings))

    def _give(self, bindings: Mapping[str, Binding]) -> None:
        graph = type(self).graph.with_bindings(type(self).__name__, self.slots, bindings)
        vars(self).update(given=bindings, graph=graph)

    def _bind(self, bindings: Mapping[str, Any], *, unchecked: bool = False) -> dict[str, Binding]:
        """Make bindings of what was given to slots, and check all of them."""
        bound: dict[str, Binding] = {}
        problems: list[Problem] = []
        for name, given in bindings.items():
            if name not in self.slots:
                raise UnknownSlotError(type(self).__name__, name, tuple(self.slots))
            interface: Any = self.slots[name].interface
            try:
                binding = bound[name] = bind(interface, given, {}, unchecked=unchecked)
                if isinstance(binding, FlavorBinding):
                    binding.config  # noqa: B018 - to read it is to check it
            except ConfigError as error:
                problems += error.within(name).problems
            except Exception as error:
                error.add_note(f"for the slot {name!r} of {type(self).__name__}")
                raise
        if problems:
            raise ConfigError(type(self).__name__, tuple(problems))
        return bound

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.slots:
            raise BindingError(f"The slot {name!r}", "cannot be assigned; bind it when the stack is made")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        if name in self.slots:
            raise BindingError(f"The slot {name!r}", "cannot be deleted")
        super().__delattr__(name)

    def override(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        self, /, *, unchecked: bool = False, **slots: Any
    ) -> Override[Self]:
        """Override slots while a context is open: `with stack.override(artifact_store=fake): ...`.

        It is all or nothing, and what is given is checked now. Inside, what was built from an overridden slot is built
        anew; outside it is back. The override belongs to this stack, so every thread and task that uses the stack
        sees it. The context is also an asynchronous one, and a decorator.

        Raises:
            BindingError: a keyword holds what is no binding.
            ConfigError: the values of a binding are refused; the error holds the problems of all of them.
            FlavorMismatchError: something does not fit the interface of its slot; `unchecked` lets it pass.
            InjectionError: needs of what is given are missing, ambiguous or in a circle.
            UnknownSlotError: a keyword names no slot.
        """
        bindings = self._bind(slots, unchecked=unchecked)
        return Override(self, self, bindings, self._checked_needs(bindings))

    def _checked_needs(self, bindings: dict[str, Binding]) -> dict[str, Needs]:
        reasons: list[str] = []
        needs = needs_of(self.slots, bindings, reasons)
        if reasons or needs:
            self.state.graph_with(self.state.layers, Layer(bindings, needs)).check(type(self).__name__, reasons)
        return needs

    @property
    def in_force(self) -> dict[str, str]:
        """What overrides slots at the moment: from the name of each slot to what is bound to it."""
        layers = self.state.layers
        return {name: str(binding) for layer in layers for name, binding in layer.bindings.items()}

    def override_providers(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        self, **overriding_providers: Any
    ) -> Override[Self]:
        """Override slots from now on, until the context that is returned is left. Otherwise it is like `override`."""
        context = self.override(**overriding_providers)
        context.start()
        return context

    def reset_override(self) -> None:
        """Undo all overrides, in whatever way they were made."""
        close_all(self.state.take_all(), self.state)

    @property
    def closed(self) -> bool:
        """Whether this stack was closed."""
        return self.state.closed

    def start(self, *names: str) -> None:
        """Build the components of the named slots, or of all that are bound, in parallel after what they need.

        Raises:
            ExceptionGroup: with what the constructors raised; what does not need these is built all the same.
            UnknownSlotError: a name is none of a slot.
        """
        for name in names:
            if name not in self.slots:
                raise UnknownSlotError(type(self).__name__, name, tuple(self.slots))
        cells = [getattr(self, name).cell for name in names or self.slots]
        start_all([cell for cell in cells if names or cell.binding is not None], type(self).__name__)

    def close(self) -> None:
        """Close the components that this stack built and that have a `close`, in reverse order, all of them.

        Raises:
            ExceptionGroup: with what the components raised; the others are closed all the same.
        """
        close_all(self.state.shut(), self.state)

    async def aclose(self) -> None:
        """Close like `close`, and await the components whose `aclose` or `close` is asynchronous."""
        await aclose_all(self.state.shut(), self.state)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __del__(self) -> None:
        if "state" in vars(self) and self.state.built:
            message = f"{self!r} was not closed, and {len(self.state.built)} of its components are open"
            warnings.warn(message, ResourceWarning, stacklevel=1, source=self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _made, (type(self), dict(self._travelling()))

    def _travelling(self) -> Iterator[tuple[str, Binding]]:
        """Yield what is in force, as far as another process can have it."""
        for name, declared in self.slots.items():
            binding = getattr(self, name).cell.binding
            if isinstance(binding, FlavorBinding):
                yield name, binding
            elif binding is not declared.base.binding:  # otherwise the class brings it
                raise BindingError(f"What the slot {name!r} holds ({binding})", "cannot be pickled, as a flavor can")

    def __deepcopy__(self, memo: dict[Any, Any] | None) -> Self:
        memo = {} if memo is None else memo
        copied = memo[id(self)] = type(self)()
        copied._give({name: _copied(binding, memo) for name, binding in self.given.items()})  # noqa: SLF001
        for layer in self.state.layers:
            bindings = {name: _copied(binding, memo) for name, binding in layer.bindings.items()}
            copied.state.put(Layer(bindings, layer.needs))
        for name, provider in self.providers.items():
            if name not in self.slots:
                setattr(copied, name, providers.deepcopy(provider, memo))
        return copied

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self.slots)})"


def _made(stack_class: type[Stack], bindings: Mapping[str, Binding]) -> Stack:
    stack = stack_class()
    stack._give(bindings)  # noqa: SLF001 - as the constructor would, had they been given to it
    return stack


def _copied(binding: Binding, memo: dict[Any, Any]) -> Binding:
    if not isinstance(binding, ProviderBinding):
        return binding
    return attrs.evolve(binding, provider=providers.deepcopy(binding.provider, memo))
