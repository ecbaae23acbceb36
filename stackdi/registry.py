"""The registry: from the short name of a flavor, or its dotted path, to the flavor.

A distribution registers flavors in the entry-point group `stackdi.flavors`, named by component type and flavor::

    [project.entry-points."stackdi.flavors"]
    "artifact_store.my_s3" = "my_flavors.flavor:MyS3Flavor"

The component type may be left out where no other type has a flavor of that name.
"""

import warnings
from functools import cache
from importlib.metadata import Distribution, distributions
from typing import Any

from stackdi._dotted import is_dotted, path_of, resolve
from stackdi.component import StackComponent
from stackdi.errors import DefinitionError, FlavorMismatchError, UnknownFlavorError
from stackdi.flavor import Flavor, FlavorRecord, load

_GROUP = "stackdi.flavors"

BUILT_IN = {
    "artifact_store.local": "stackdi.components.artifact_store.flavors:LocalFlavor",
    "artifact_store.memory": "stackdi.components.artifact_store.flavors:MemoryFlavor",
    "artifact_store.s3": "stackdi.components.artifact_store.flavors:S3Flavor",
}
"""The flavors that come with stackdi. Nothing else in the core knows them."""


def find(flavor: str | type[Flavor], component_type: type[StackComponent]) -> FlavorRecord:
    """Return the flavor of `component_type` that has this name, this dotted path, or is this class.

    Raises:
        DottedPathError: a dotted path leads nowhere.
        FlavorMismatchError: the flavor is of another component type.
        DefinitionError: it is no flavor, or one that cannot be used.
        UnknownFlavorError: no flavor of that name is registered for the component type.
    """
    key: Any = flavor if not isinstance(flavor, str) or is_dotted(flavor) else _path(flavor, component_type)
    record = _load(key)
    if record.interface.component_type != component_type.component_type:
        given = f"The flavor {flavor!r}" if isinstance(flavor, str) else f"The flavor {path_of(flavor)!r}"
        raise FlavorMismatchError(given, record.interface.component_type, repr(component_type.component_type))
    return record


@cache
def _load(flavor: str | type[Flavor]) -> FlavorRecord:
    found = resolve(flavor) if isinstance(flavor, str) else flavor
    if not isinstance(found, type) or not issubclass(found, Flavor):
        raise DefinitionError("flavor", str(flavor), ("it is no subclass of Flavor",))
    return load(found)


def _path(name: str, component_type: type[StackComponent]) -> str:
    full_name = f"{component_type.component_type}.{name}"
    path = BUILT_IN.get(full_name) or _registered().get(full_name) or _registered().get(name)
    if path:
        return path
    raise UnknownFlavorError(name, component_type.component_type, _names(component_type.component_type))


def _names(component_type: str) -> tuple[str, ...]:
    known = {**BUILT_IN, **_registered()}
    qualified = (name.removeprefix(f"{component_type}.") for name in known if name.startswith(f"{component_type}."))
    return tuple({*qualified, *(name for name in known if "." not in name)})


@cache
def _registered() -> dict[str, str]:
    """Scan the installed distributions, once. What one of them did wrong is a warning and not an error."""
    found: dict[str, str] = {}
    for distribution in distributions():
        try:
            entries = [entry for entry in distribution.entry_points if entry.group == _GROUP]
            found = {entry.name: f"{entry.module}:{entry.attr}" for entry in entries} | found
        except Exception as error:  # noqa: BLE001 - whatever is broken there must not break this program
            message = f"the flavors of {_label(distribution)} are left out, its entry points cannot be read: {error}"
            warnings.warn(message, RuntimeWarning, stacklevel=2)
    return found


def _label(distribution: Distribution) -> str:
    try:
        return f"the distribution {distribution.metadata.json['name']!r}"
    except Exception:  # noqa: BLE001 - see above
        return "a distribution without metadata"
