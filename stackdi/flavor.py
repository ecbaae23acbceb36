"""`Flavor`: one way to provide a component type, as its author writes it and as a slot reads it."""

import re
from collections.abc import Iterator
from inspect import isfunction
from typing import Any, cast

import attrs

from stackdi._dotted import is_dotted, path_of, resolve
from stackdi._kept import kept
from stackdi.component import StackComponent, StackComponentConfig
from stackdi.errors import DefinitionError, FlavorMismatchError, MissingDependencyError

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_REQUIRED = ("name", "type", "config_class", "implementation_class")
_OPTIONAL = ("requirements", "requires")


class Flavor:
    """One way to provide a component type. A subclass says what it is in attributes or in properties.

    Two of them may be dotted paths, and the implementation had better be one: it is imported on first use only, so that
    a config can be validated where the implementation's third parties are not installed.

    Raises:
        DefinitionError: when the class is made, and an attribute is not what it must be.
    """

    name: Any
    """A short name, unique within the component type: `[a-z0-9][a-z0-9_-]{0,62}`."""

    type: Any
    """The component type: an abstract subclass of `StackComponent`."""

    config_class: Any
    """The config class, or a dotted path to it."""

    implementation_class: Any
    """The implementation class, or better a dotted path to it."""

    requirements: tuple[str, ...] = ()
    """What `pip install` takes to get the third parties of the implementation."""

    requires: tuple[Any, ...] = ()
    """The component types that the implementation is given, each by a keyword that is its name."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        plain = {name: value for name, value in vars(cls).items() if name in (*_REQUIRED, *_OPTIONAL)}
        plain = {name: value for name, value in plain.items() if not hasattr(value, "__get__") or isfunction(value)}
        _check(cls, plain)


@attrs.frozen(slots=False)
class FlavorRecord:
    """A flavor as it was read: what its properties said, and its two classes when they are first asked for."""

    name: str
    interface: type[StackComponent]
    requirements: tuple[str, ...]
    requires: tuple[type[StackComponent], ...]
    declared: Flavor

    def __str__(self) -> str:
        return f"flavor {self.name!r} of {self.interface.component_type}"

    @property
    def implementation(self) -> str:
        """Where the implementation is, told without importing it."""
        declared = vars(self).get("implementation_class") or getattr(type(self.declared), "implementation_class", None)
        if isinstance(declared, str):
            return declared
        return (
            path_of(declared) if isinstance(declared, type) else f"{path_of(type(self.declared))}.implementation_class"
        )

    @kept
    def config_class(self) -> type[StackComponentConfig]:
        """The config class.

        Raises:
            DottedPathError: it is a dotted path that leads nowhere.
            DefinitionError: it is no config class.
        """
        return cast(type[StackComponentConfig], self._class("config_class"))

    @kept
    def implementation_class(self) -> type[StackComponent]:
        """The implementation class, imported when this is first read.

        Raises:
            DottedPathError: it is a dotted path that leads nowhere.
            FlavorMismatchError: it implements another component type.
            DefinitionError: it is no component class.
            MissingDependencyError: a third party that it imports is not installed.
        """
        implementation = self._class("implementation_class")
        if not issubclass(implementation, self.interface):
            actual = getattr(implementation, "component_type", "none")
            raise FlavorMismatchError(
                f"The implementation {path_of(implementation)!r}", actual, self.interface.__name__
            )
        return cast(type[StackComponent], implementation)

    def _class(self, attribute: str) -> Any:
        needed_by = f"The {self}"
        try:
            value = getattr(self.declared, attribute)
        except ModuleNotFoundError as error:  # from a property with an import inside
            ours, _, _ = type(self.declared).__module__.partition(".")
            if error.name is None or error.name.partition(".")[0] == ours:
                raise
            raise MissingDependencyError(needed_by, error.name, self.requirements) from error
        if isinstance(value, str):
            value = resolve(value, needed_by=needed_by, requirements=self.requirements)
            if isinstance(value, str):
                raise DefinitionError(
                    "flavor", path_of(type(self.declared)), (f"its {attribute} leads to the string {value!r}",)
                )
        _check(type(self.declared), {attribute: value})
        return value


def load(flavor: type[Flavor]) -> FlavorRecord:
    """Read a flavor class, its properties included; its two classes are left for later.

    Raises:
        DefinitionError: something is missing, or is not what it must be.
    """
    declared = flavor()
    missing = [f"it has no {name!r}" for name in _REQUIRED if not hasattr(flavor, name)]
    if missing:
        raise DefinitionError("flavor", path_of(flavor), tuple(missing))
    read = {name: getattr(declared, name) for name in ("name", "type", *_OPTIONAL)}
    _check(flavor, read)
    return FlavorRecord(read["name"], read["type"], tuple(read["requirements"]), tuple(read["requires"]), declared)


def _check(flavor: type[Flavor], values: dict[str, Any]) -> None:
    reasons = tuple(reason for name, value in values.items() for reason in _faults(name, value))
    if reasons:
        raise DefinitionError("flavor", path_of(flavor), reasons)


def _faults(name: str, value: Any) -> Iterator[str]:
    if isfunction(value):
        yield f"{name!r} is a method, add @property above it"
    elif name == "name" and not (isinstance(value, str) and _NAME.fullmatch(value)):
        yield f"its name {value!r} does not match {_NAME.pattern}"
    elif name == "type" and not is_component_type(value):
        yield f"its type {value!r} is no subclass of StackComponent with a component_type"
    elif name == "requirements" and (
        not isinstance(value, tuple | list) or not all(isinstance(requirement, str) for requirement in value)
    ):
        yield f"its requirements {value!r} are no tuple of strings"
    elif name == "requires" and not (isinstance(value, tuple | list) and all(map(is_component_type, value))):
        yield f"its requires {value!r} is no tuple of component types"
    elif name in ("config_class", "implementation_class"):
        base = StackComponentConfig if name == "config_class" else StackComponent
        is_class = isinstance(value, type) and issubclass(value, base)
        if not is_class and not (isinstance(value, str) and is_dotted(value)):
            yield f"its {name} {value!r} is neither a subclass of {base.__name__} nor a dotted path to one"


def is_component_type(value: object) -> bool:
    """Whether `value` is a class of components that says its component type."""
    return (
        isinstance(value, type)
        and issubclass(value, StackComponent)
        and isinstance(getattr(value, "component_type", None), str)
    )
