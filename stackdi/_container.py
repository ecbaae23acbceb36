"""`LazyContainer`: a dynamic container of dependency-injector that is born without its state.

What `DynamicContainer.__init__` would set is made when it is first asked for. So a new container costs the same with
one provider and with a hundred.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers


class Lazily:
    """An attribute that is made when it is first asked for, and then kept by its owner; a class makes it each time."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self.make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        return self.make(owner) if instance is None else vars(instance).setdefault(self.name, self.make(instance))


class LazyContainer(containers.DynamicContainer):
    """A container whose providers are declared by its class, each a descriptor in `slots`."""

    slots: ClassVar[dict[str, Any]] = {}

    if TYPE_CHECKING:
        # The stub of the container has one, with which no typo would be an error.
        __getattr__: None  # type: ignore[assignment, misc]  # pyright: ignore[reportIncompatibleMethodOverride]
    else:
        parent = None
        declarative_parent = Lazily(lambda owner: owner if isinstance(owner, type) else type(owner))
        provider_type = providers.Provider
        wiring_config = Lazily(lambda _: containers.WiringConfiguration())
        wired_to_modules = Lazily(lambda _: [])
        wired_to_packages = Lazily(lambda _: [])
        __self__ = Lazily(providers.Self)
        providers = Lazily(lambda owner: {name: getattr(owner, name) for name in owner.slots})

    def __init__(self) -> None:
        """Set nothing."""
