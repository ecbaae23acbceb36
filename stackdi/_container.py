"""`LazyContainer`: a dynamic container of dependency-injector that is born without its state.

What `DynamicContainer.__init__` would set is made when it is first asked for. So a new container costs the same with
one provider and with a hundred.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from stackdi._kept import kept


class LazyContainer(containers.DynamicContainer):
    """A container whose providers are declared by its class, each a descriptor in `slots`."""

    slots: ClassVar[dict[str, Any]] = {}

    if TYPE_CHECKING:
        # The stub of the container has one, with which no typo would be an error.
        __getattr__: None  # type: ignore[assignment, misc]  # pyright: ignore[reportIncompatibleMethodOverride]
    else:
        overridden = ()
        parent = None
        declarative_parent = kept(lambda owner: owner if isinstance(owner, type) else type(owner))
        provider_type = providers.Provider
        wiring_config = kept(lambda _: containers.WiringConfiguration())
        wired_to_modules = kept(lambda _: [])
        wired_to_packages = kept(lambda _: [])
        __self__ = kept(providers.Self)
        providers = kept(lambda owner: {name: getattr(owner, name) for name in owner.slots})

    def __init__(self) -> None:
        """Set nothing."""
