"""`Binding`: what is in a slot. A flavor with its raw values, a provider, or a component that somebody made."""

import os
from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast

import attrs
from dependency_injector import providers

from stackdi._dotted import path_of
from stackdi._structuring import structure
from stackdi.component import StackComponent, StackComponentConfig
from stackdi.errors import BindingError, FlavorMismatchError
from stackdi.flavor import Flavor, FlavorRecord
from stackdi.registry import find

Interface = type[StackComponent]


@attrs.frozen(slots=False, eq=False)
class FlavorBinding:
    """A flavor and its raw values. Both are looked at when they are first asked for, and then kept."""

    interface: Interface
    named: str | type[Flavor]
    raw: Mapping[str, Any] | StackComponentConfig
    directory: str
    """Where relative local paths start."""

    owned = True

    @cached_property
    def record(self) -> FlavorRecord:
        return find(self.named, self.interface)

    @property
    def flavor(self) -> str:
        return self.record.name

    @cached_property
    def config(self) -> StackComponentConfig:
        expected = self.record.config_class
        if isinstance(self.raw, StackComponentConfig) and not isinstance(self.raw, expected):
            reason = f"is no {expected.__name__}, which the {self.record} takes"
            raise BindingError(type(self.raw).__name__, reason)
        return structure(cast(Any, self.raw), expected).anchored(self.directory)

    def build(self) -> StackComponent:
        """Import the implementation and make an instance of it."""
        config = self.config
        implementation = self.record.implementation_class
        _check_interface(implementation, self.interface, f"The implementation {path_of(implementation)!r}")
        return implementation(config)

    def __str__(self) -> str:
        if "record" in vars(self):
            return f"flavor {self.record.name!r}, implementation {self.record.implementation!r}"
        return f"flavor {self.named!r}"


@attrs.frozen(eq=False)
class ProviderBinding:
    """A provider of dependency-injector, called once; it goes on to own what it provides."""

    interface: Interface
    provider: providers.Provider[Any]

    owned = False
    flavor = None

    @property
    def config(self) -> StackComponentConfig:
        raise BindingError(str(self.provider), "has no config before it is called")

    def build(self) -> StackComponent:
        component = self.provider()
        check_component(component, self.interface)
        return cast(StackComponent, component)

    def __str__(self) -> str:
        return f"provider {self.provider}"


@attrs.frozen(eq=False)
class ComponentBinding:
    """A component that somebody else made, and owns."""

    interface: Interface
    component: StackComponent

    owned = False
    flavor = None

    @property
    def config(self) -> StackComponentConfig:
        return self.component.config

    def build(self) -> StackComponent:
        return self.component

    def __str__(self) -> str:
        return f"component {type(self.component).__name__}"


Binding = FlavorBinding | ProviderBinding | ComponentBinding


def bind(interface: Interface, given: Any, values: Mapping[str, Any]) -> Binding:
    """Make a binding of any of the forms that a binding can have. Nothing is looked up and nothing imported.

    Raises:
        BindingError: `given` has none of these forms.
        FlavorMismatchError: `given` is a component of another type.
    """
    directory = os.getcwd()  # noqa: PTH109 - a string is all that is needed, and this is in the making of every slot
    if isinstance(given, str) or (isinstance(given, type) and issubclass(given, Flavor)):
        return FlavorBinding(interface, given, values, directory)
    if values:
        raise BindingError(_said(given), f"takes no values ({', '.join(values)}): only the name of a flavor does")
    if isinstance(given, StackComponentConfig):
        named = vars(type(given)).get("flavor")
        if named is None:
            raise BindingError(_said(given), "names no flavor in its body: add one, or give the flavor and its values")
        return FlavorBinding(interface, named, given, directory)
    if isinstance(given, Mapping):
        raw = dict(given)
        named = raw.pop("flavor", None)
        if not isinstance(named, str) and not (isinstance(named, type) and issubclass(named, Flavor)):
            raise BindingError("A mapping", "has no key 'flavor' with the name, dotted path or class of a flavor")
        return FlavorBinding(interface, named, raw, directory)
    if isinstance(given, providers.Provider):
        return ProviderBinding(interface, given)
    if isinstance(given, StackComponent):
        check_component(given, interface)
        return ComponentBinding(interface, given)
    raise BindingError(_said(given))


def check_component(component: object, interface: Interface) -> None:
    """Refuse what is no instance of `interface`.

    Raises:
        FlavorMismatchError: it is none.
    """
    _check_interface(type(component), interface, f"The component {type(component).__name__}")


def _check_interface(actual: type, interface: Interface, said: str) -> None:
    if not issubclass(actual, interface):
        raise FlavorMismatchError(said, getattr(actual, "component_type", "none"), interface.__name__)


def _said(given: object) -> str:
    return f"The class {given.__name__}" if isinstance(given, type) else f"An object of type {type(given).__name__}"
