"""`Stack`: a container of named, typed slots.

A stack is a dynamic container of dependency-injector that is born without its state: what `DynamicContainer.__init__`
would set is made when it is first asked for, so that a new stack costs the same with one slot and with a hundred.
"""

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from dependency_injector import containers, providers

from stackdi._binding import FlavorBinding, bind
from stackdi.errors import BindingError, ConfigError, DefinitionError, Problem, UnknownSlotError
from stackdi.slots import Slot


class _State:
    """A part of a container's state that is made when it is first asked for, and then kept by the stack."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, stack: "Stack | None", owner: "type[Stack]") -> Any:
        return self.make(owner) if stack is None else vars(stack).setdefault(self.name, self.make(stack))


class Stack(containers.DynamicContainer):
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
        UnknownSlotError: a keyword names no slot.
    """

    slots: ClassVar[dict[str, Slot[Any]]] = {}
    """The slots that the class declares, by name."""

    closed: bool = False
    """Whether this stack was closed."""

    if TYPE_CHECKING:
        # The stub of the container has one, with which no typo would be an error.
        __getattr__: None  # type: ignore[assignment, misc]  # pyright: ignore[reportIncompatibleMethodOverride]
        _built: list[Any]
    else:
        _built = _State(lambda _: [])  # what the slots built, in order
        overridden = ()
        parent = None
        declarative_parent = _State(lambda owner: owner if isinstance(owner, type) else type(owner))
        provider_type = providers.Provider
        wiring_config = _State(lambda _: containers.WiringConfiguration())
        wired_to_modules = _State(lambda _: [])
        wired_to_packages = _State(lambda _: [])
        __self__ = _State(providers.Self)
        providers = _State(lambda owner: {name: getattr(owner, name) for name in owner.slots})

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
                if hasattr(Stack, name):
                    yield f"{name!r} is taken by the container itself, so no slot can have that name"
                if names.setdefault(value, value.name or name) != name:
                    yield f"{name!r} is the slot {names[value]!r} again, where each needs a slot(...) of its own"
            elif isinstance(value, providers.Provider):
                yield f"{name!r} is a provider, write slot(Interface, provider) to give it a slot"
            elif any(name in getattr(base, "slots", {}) for base in cls.__bases__):
                yield f"{name!r} hides a slot of its base class"

    def __init__(self, /, **bindings: Any) -> None:
        problems: list[Problem] = []
        for name, given in bindings.items():
            slot = self._declared(name)
            binding = bind(cast(Any, slot.interface), given, {})
            if isinstance(binding, FlavorBinding):
                try:
                    binding.config  # noqa: B018 - to read it is to check it
                except ConfigError as error:
                    problems += error.within(name).problems
            slot.bound(self, binding)
        if problems:
            raise ConfigError(type(self).__name__, tuple(problems))

    def _declared(self, name: str) -> Slot[Any]:
        try:
            return self.slots[name]
        except KeyError:
            raise UnknownSlotError(type(self).__name__, name, tuple(self.slots)) from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.slots:
            raise BindingError(f"The slot {name!r}", "cannot be assigned; bind it when the stack is made")
        super().__setattr__(name, value)

    def __delattr__(self, name: str) -> None:
        if name in self.slots:
            raise BindingError(f"The slot {name!r}", "cannot be deleted")
        super().__delattr__(name)

    def close(self) -> None:
        """Close the components that this stack built and that have a `close`, in reverse order, all of them.

        Raises:
            ExceptionGroup: with what the components raised; the others are closed all the same.
        """
        self.closed = True
        for slot in vars(self).copy().values():
            if isinstance(slot, Slot):
                slot.reset()
        failures = []
        while self._built:
            component = self._built.pop()
            try:
                getattr(component, "close", lambda: None)()
            except Exception as error:  # noqa: BLE001 - the others must be closed
                error.add_note(f"while closing the component {component.name!r} of {type(self).__name__}")
                failures.append(error)
        if failures:
            message = f"{type(self).__name__} was closed, and not all of its components could be"
            raise ExceptionGroup(message, failures)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(self.slots)})"
