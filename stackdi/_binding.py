"""`Binding`: what is in a slot. A flavor with its raw values, a provider, or a component that somebody made."""

import os
from collections.abc import Mapping
from typing import Any, TypeGuard, cast

import attrs
from dependency_injector import providers

from stackdi._dotted import path_of
from stackdi._kept import kept
from stackdi._structuring import structure
from stackdi.component import StackComponent, StackComponentConfig
from stackdi.errors import BindingError, FlavorMismatchError, did_you_mean, listed
from stackdi.flavor import Flavor, FlavorRecord
from stackdi.registry import find

Interface = type[StackComponent]

Given = str | type[Flavor] | StackComponentConfig | Mapping[str, Any] | StackComponent[Any] | providers.Provider[Any]
"""All forms of a binding."""


@attrs.frozen(slots=False, eq=False)
class FlavorBinding:
    """A flavor and its raw values. Both are looked at when they are first asked for, and then kept."""

    interface: Interface
    named: str | type[Flavor]
    raw: Mapping[str, Any] | StackComponentConfig = attrs.field(repr=False)  # it may hold a secret
    directory: str
    """Where relative local paths start."""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.interface, self.named, self.config, self.directory)  # where secrets refuse

    @kept
    def record(self) -> FlavorRecord:
        return find(self.named, self.interface)

    @property
    def flavor(self) -> str:
        return self.record.name

    @kept
    def config(self) -> StackComponentConfig:
        expected = self.record.config_class
        if isinstance(self.raw, StackComponentConfig) and not isinstance(self.raw, expected):
            reason = f"is no {expected.__name__}, which the {self.record} takes"
            raise BindingError(type(self.raw).__name__, reason)
        return structure(cast(Any, self.raw), expected).anchored(self.directory)

    @kept
    def parts(self) -> tuple[type[StackComponent], StackComponentConfig]:
        """The implementation, imported when this is first read, and the config that it takes."""
        config = self.config
        implementation = self.record.implementation_class
        if not issubclass(implementation, self.interface):
            raise _mismatch(implementation, self.interface, f"The implementation {path_of(implementation)!r}")
        return implementation, config

    def __str__(self) -> str:
        if "record" in vars(self):
            return f"flavor {self.record.name!r}, implementation {self.record.implementation!r}"
        return f"flavor {self.named!r}"


@attrs.frozen(eq=False)
class ProviderBinding:
    """A provider of dependency-injector, called once; it goes on to own what it provides."""

    interface: Interface
    provider: providers.Provider[Any]
    unchecked: bool = False

    flavor = None

    @property
    def config(self) -> StackComponentConfig:
        raise BindingError(str(self.provider), "has no config before it is called")

    def build(self, substitutes: Mapping[Any, Any]) -> StackComponent:
        """Call the provider, with components in the place of slots that it takes from; other providers are shared."""
        component = _substituted(self.provider, substitutes)()
        if not self.unchecked:
            check_component(component, self.interface)
        return cast(StackComponent, component)

    def __str__(self) -> str:
        return f"provider {self.provider}"


@attrs.frozen(slots=False, eq=False)
class ComponentBinding:
    """A component that somebody else made, and owns."""

    interface: Interface
    component: StackComponent

    flavor = None

    @property
    def config(self) -> StackComponentConfig:
        return self.component.config

    def __str__(self) -> str:
        return f"component {type(self.component).__name__}"


def _substituted(provider: Any, substitutes: Mapping[Any, Any]) -> Any:
    memo = {id(slot): providers.Object(component) for slot, component in substitutes.items()}
    if not memo or id(provider) in memo:
        return memo.get(id(provider), provider)
    for other in provider.traverse():
        if substitutes.keys().isdisjoint([other, *other.traverse()]):
            memo[id(other)] = other
    return providers.deepcopy(provider, memo)


Binding = FlavorBinding | ProviderBinding | ComponentBinding


def bind(interface: Interface, given: Any, values: Mapping[str, Any], *, unchecked: bool = False) -> Binding:
    """Make a binding of any of the forms that a binding can have. Nothing is looked up and nothing imported.

    With `unchecked`, what has none of these forms passes for a component.

    Raises:
        BindingError: `given` has none of these forms.
        FlavorMismatchError: `given` is a component of another type.
    """
    if isinstance(given, interface) and not values:
        return ComponentBinding(interface, given)
    if isinstance(given, str) or _is_flavor(given):
        return FlavorBinding(interface, given, values, _directory())
    if values:
        raise BindingError(_said(given), f"takes no values ({', '.join(values)}): name the flavor that takes them")
    if isinstance(given, StackComponentConfig):
        return FlavorBinding(interface, _named_by(given), given, _directory())
    if isinstance(given, providers.Provider):
        return ProviderBinding(interface, given, unchecked)
    if isinstance(given, Mapping):
        raw = dict(given)
        return FlavorBinding(interface, _named_in(raw), raw, _directory())
    if unchecked:
        return ComponentBinding(interface, given)
    if isinstance(given, StackComponent):
        check_component(given, interface)
    if isinstance(given, type) and issubclass(given, StackComponentConfig | StackComponent):
        raise BindingError(_said(given), "is a class: give an instance, or the flavor and its values")
    raise BindingError(_said(given))


def _is_flavor(given: object) -> TypeGuard[type[Flavor]]:
    return isinstance(given, type) and issubclass(given, Flavor)


def _named_by(config: StackComponentConfig) -> str | type[Flavor]:
    named: str | type[Flavor] | None = vars(type(config)).get("flavor")
    if named is None:
        raise BindingError(_said(config), "names no flavor in its body: add one, or give the flavor and its values")
    return named


def _named_in(raw: dict[str, Any]) -> str | type[Flavor]:
    named = raw.pop("flavor", None)
    if not isinstance(named, str) and not _is_flavor(named):
        keys = f"Its keys: {listed(map(str, raw))}" if raw else "It is empty"
        close = did_you_mean("flavor", map(str, raw))
        raise BindingError(
            "A mapping", f"needs the key 'flavor' with a name, dotted path or Flavor class. {keys}. {close}"
        )
    return named


def _directory() -> str:
    return os.getcwd()  # noqa: PTH109 - a string is all that is needed, and this is in the making of every slot


def check_component(component: object, interface: Interface) -> None:
    """Refuse what is no instance of `interface`.

    Raises:
        FlavorMismatchError: it is none.
    """
    if not isinstance(component, interface):  # and not its type, since a mock with a spec passes for an instance
        raise _mismatch(type(component), interface, f"The component {type(component).__name__}")


def _mismatch(actual: type, interface: Interface, said: str) -> FlavorMismatchError:
    return FlavorMismatchError(said, getattr(actual, "component_type", "none"), interface.__name__)


def _said(given: object) -> str:
    return f"The class {given.__name__}" if isinstance(given, type) else f"An object of type {type(given).__name__}"
