"""What is common to all components, and to all their configs."""

import inspect
from abc import ABC
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, dataclass_transform

import attrs
from typing_extensions import TypeVar

from stackdi._structuring import fill

_SETTING = "stackdi.setting"


def setting(  # noqa: PLR0913 - as many as a field has
    *,
    default: Any = attrs.NOTHING,
    factory: Callable[[], Any] | None = None,
    validator: Callable[[Any, Any, Any], Any] | None = None,
    converter: Callable[[Any], Any] | None = None,
    alias: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Any:
    """Declare a config field that may be changed per run and per step. It takes what `attrs.field` takes."""
    return attrs.field(
        default=default,
        factory=factory,
        validator=validator,
        converter=converter,
        alias=alias,
        metadata={**(metadata or {}), _SETTING: True},
    )


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field, setting))
class StackComponentConfig:
    """The values that configure a component: a frozen attrs class whose fields are the annotations of its body.

    Every construction is checked, direct or by `structure`: unknown and missing keys, types, and attrs validators, all
    problems in one error. To subclass is all there is to do; no decorator is needed.

    >>> class TrackerConfig(StackComponentConfig):
    ...     host: str
    ...     port: int = 5000
    >>> TrackerConfig(host="localhost")
    TrackerConfig(host='localhost', port=5000)
    >>> TrackerConfig(hots="localhost", port="80")
    Traceback (most recent call last):
    ...
    stackdi.errors.ConfigError: TrackerConfig has 3 problems:
      hots: unknown key. Did you mean 'host'?
      port: expected int, found str '80'
      host: missing, expected str
    """

    flavor: ClassVar[Any] = None
    """The flavor (name, dotted path or class) that this config selects. It holds for this class alone."""

    if TYPE_CHECKING:
        __attrs_attrs__: ClassVar[tuple[attrs.Attribute[Any], ...]]
    else:

        def __init__(self, /, **values: Any) -> None:
            fill(type(self), values, self.__attrs_init__)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # slots=False, since attrs makes a second class otherwise, which a subclass hook cannot hand back
        attrs.frozen(cls, slots=False, kw_only=True, init=False, auto_attribs=True, field_transformer=cls._fields)
        signature = inspect.signature(vars(cls)["__attrs_init__"])
        cls.__signature__ = signature.replace(parameters=list(signature.parameters.values())[1:])

    __signature__: ClassVar[inspect.Signature] = inspect.Signature()

    @classmethod
    def _fields(cls, _: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
        """Return the fields of a subclass; a base config may add validators here that no subclass can lose."""
        return fields

    def replace(self, **changes: Any) -> Self:
        """Return a copy with `changes`, checked like any other construction.

        Raises:
            ConfigError: the changed values are refused.
        """
        return attrs.evolve(self, **changes)  # type: ignore[misc] # the attrs plugin does not see subclass hooks

    def anchored(self, directory: str) -> Self:  # noqa: ARG002 - for those that have paths
        """Return this config with its relative local paths taken as relative to `directory`; most have none."""
        return self


attrs.frozen(StackComponentConfig, slots=False, kw_only=True, init=False)

ConfigT = TypeVar("ConfigT", bound=StackComponentConfig, default=StackComponentConfig, covariant=True)


class StackComponent(ABC, Generic[ConfigT]):
    """A component of a stack. A component type is an abstract subclass that says its name in `component_type`.

    An implementation is called with its config, and with the components that its flavor requires by keyword. Where it
    has no constructor of its own, these become attributes. The slot that built it then sets `name`.

    >>> class VectorStore(StackComponent):
    ...     component_type = "vector_store"

    Python itself refuses to make an instance that lacks abstract methods, with a TypeError that names all of them.
    """

    component_type: ClassVar[str]
    """The name of the component type, such as `artifact_store`."""

    name: str = ""
    """The slot that built this component; empty when none did."""

    def __init__(self, config: ConfigT, **components: "StackComponent[Any]") -> None:
        self._config = config
        if components:
            vars(self).update(components)

    @property
    def config(self) -> ConfigT:
        """The config that this component was made with."""
        return self._config

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._config!r})"
