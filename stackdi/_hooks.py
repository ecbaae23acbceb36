"""The strict hooks: how plain data becomes a value of each type, or is refused. Nothing is coerced.

Importing this imports cattrs, which chooses the hook for each type and walks the containers.
"""

import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, MutableSequence, MutableSet, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import is_dataclass
from enum import Enum, Flag
from pathlib import Path
from reprlib import Repr
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.cols import is_mapping, list_structure_factory, mapping_structure_factory
from cattrs.errors import IterableValidationNote

from stackdi.errors import ConfigError, Problem, SecretError
from stackdi.secret import Secret

Hook = Callable[[Any, Any], Any]
Fill = Callable[[type, Mapping[str, Any]], Any]


def strict_converter(fill: Fill) -> Converter:
    """Make a converter that refuses where cattrs converts; `fill` makes an instance of an attrs class."""
    converter = Converter(
        use_alias=True,
        structure_fallback_factory=_instance_hook,
        unstruct_collection_overrides={AbstractSet: list},
    )
    for scalar in (str, bytes, int, float, bool, NoneType):
        converter.register_structure_hook(scalar, _scalar_hook(scalar))
    converter.register_structure_hook(Path, _path)
    converter.register_structure_hook(Secret, _secret)
    converter.register_unstructure_hook(Path, str)
    converter.register_unstructure_hook(Secret, _reference)
    factory = converter.register_structure_hook_factory
    factory(_has_origin(Literal), lambda type_: _choice_hook(get_args(type_)))
    factory(lambda type_: isinstance(type_, type) and issubclass(type_, Enum), _enum_hook)
    factory(_has_origin(Union, UnionType), _union_hook)
    factory(is_mapping, _guarded(mapping_structure_factory, Mapping))
    factory(_has_origin(*_COLLECTIONS), _guarded(_collection_hook, (list, tuple, deque, AbstractSet)))
    factory(is_dataclass, _instance_hook)
    factory(attrs.has, lambda type_: _attrs_hook(type_, fill))
    return converter


_MODULE_NAMES = re.compile(r"\b(?:[a-z_]\w*\.)+")


def name_of(type_: Any) -> str:
    """Spell a type as its author would: `int`, `str | None`, `Mapping[str, Any]`."""
    return type_.__name__ if isinstance(type_, type) and not get_args(type_) else _MODULE_NAMES.sub("", str(type_))


_repr = Repr()
_repr.maxstring = _repr.maxother = 60


def refused(expected: str, value: object, *, secret: bool = False) -> ConfigError:
    """Make the error of a value that is not what was expected. It shows scalars alone, and no secret."""
    kind = type(value).__name__
    shown = isinstance(value, str | bytes | int | float) and not secret
    return ConfigError(expected, (Problem((), "type", expected, f"{kind} {_repr.repr(value)}" if shown else kind),))


def _has_origin(*origins: Any) -> Callable[[Any], bool]:
    return lambda type_: (get_origin(type_) or type_) in origins


def _scalar_hook(scalar: type) -> Hook:
    accepted: Any = (float, int) if scalar is float else scalar

    def structure_scalar(value: Any, type_: Any) -> Any:
        if isinstance(type_, type) and type_ is not scalar:  # cattrs gives subclasses the hook of their base
            return (_enum_hook if issubclass(type_, Enum) else _instance_hook)(type_)(value, type_)
        if not isinstance(value, accepted) or (isinstance(value, bool) and scalar is not bool):
            raise refused("None" if scalar is NoneType else scalar.__name__, value)
        return float(value) if scalar is float else value

    return structure_scalar


def _path(value: Any, _: Any) -> Path:
    if not isinstance(value, str | Path):
        raise refused("path", value)
    return Path(value)


def _secret(value: Any, _: Any) -> Secret:
    if isinstance(value, Secret):
        return value
    if not isinstance(value, str):
        raise refused("secret", value, secret=True)
    return Secret(value)


def _reference(secret: Secret) -> str:
    if secret.reference is None:
        raise SecretError("A secret value", "cannot be unstructured. Use a reference such as ${env:NAME} instead")
    return secret.reference


def _instance_hook(type_: Any) -> Hook:
    def structure_instance(value: Any, _: Any) -> Any:
        if not isinstance(value, get_origin(type_) or type_):
            raise refused(name_of(type_), value)
        return value

    return structure_instance


def _choice_hook(choices: Iterable[Any]) -> Hook:
    by_value = {(type(choice), choice): choice for choice in choices}

    def structure_choice(value: Any, _: Any) -> Any:
        try:
            return by_value[type(value), value]
        except (KeyError, TypeError):
            expected = ", ".join(repr(choice) for _, choice in by_value)
            raise refused(f"one of {expected}", value) from None

    return structure_choice


def _enum_hook(type_: type[Enum]) -> Hook:
    choice = _choice_hook(member.value for member in type_)

    def structure_enum(value: Any, _: Any) -> Any:
        if isinstance(value, type_):
            return value
        if issubclass(type_, Flag) and type(value) is int:
            return type_(value)  # any combination of its members
        return type_(choice(value, type_))

    return structure_enum


def _union_hook(type_: Any, converter: Converter) -> Hook:
    arms = [(arm, converter.get_structure_hook(arm)) for arm in get_args(type_) if arm is not NoneType]
    accepts_none = len(arms) < len(get_args(type_))

    def structure_union(value: Any, _: Any) -> Any:
        if value is None and accepts_none:
            return None
        if len(arms) == 1:
            return arms[0][1](value, arms[0][0])
        for arm, hook in sorted(arms, key=lambda arm: type(value) is not arm[0]):
            try:
                return hook(value, arm)
            except Exception:  # noqa: BLE001, S112 - the next arm may take it
                continue
        raise refused(name_of(type_), value, secret=_holds_secret(type_))

    return structure_union


_COLLECTIONS: Mapping[Any, type] = {
    list: list,
    tuple: tuple,
    set: set,
    frozenset: frozenset,
    deque: deque,
    Iterable: tuple,
    Collection: tuple,
    Sequence: tuple,
    MutableSequence: list,
    AbstractSet: frozenset,
    MutableSet: set,
}


def _collection_hook(type_: Any, converter: Converter) -> Hook:
    made = _COLLECTIONS[get_origin(type_) or type_]
    arguments = get_args(type_)
    if get_origin(type_) is tuple and arguments[-1:] != (...,):
        return _tuple_hook(arguments, converter)
    element: Any = arguments[0] if arguments else Any
    elements: Hook = list_structure_factory(list[element], converter)
    return lambda value, type_: made(elements(value, type_))


_note: Any = IterableValidationNote  # a str with more arguments than the checkers allow it


def _tuple_hook(types: tuple[Any, ...], converter: Converter) -> Hook:
    hooks = [converter.get_structure_hook(type_) for type_ in types]

    def structure_tuple(value: Any, _: Any) -> Any:
        if len(value) != len(hooks):
            raise ConfigError("tuple", (Problem((), "type", f"{len(hooks)} values", f"{len(value)}"),))
        made, errors = [], []
        for index, (element, type_, hook) in enumerate(zip(value, types, hooks, strict=True)):
            try:
                made.append(hook(element, type_))
            except Exception as error:  # noqa: BLE001 - whatever a hook raises is a problem of the value
                error.add_note(_note("", index, type_))
                errors.append(error)
        if errors:
            raise ExceptionGroup("", errors)
        return tuple(made)

    return structure_tuple


def _holds_secret(type_: Any) -> bool:
    if attrs.has(type_):
        return True  # it may hold one, and a value that is no mapping says little
    return type_ is Secret or any(map(_holds_secret, get_args(type_)))


def _guarded(factory: Callable[[Any, Converter], Hook], accepted: Any) -> Callable[[Any, Converter], Hook]:
    """Let `factory` make hooks that refuse what is not of an `accepted` kind, a string for a list above all."""

    def make(type_: Any, converter: Converter) -> Hook:
        hook = factory(type_, converter)

        def structure_container(value: Any, _: Any) -> Any:
            if not isinstance(value, accepted):
                raise refused(name_of(type_), value, secret=_holds_secret(type_))
            return hook(value, type_)

        return structure_container

    return make


def _attrs_hook(type_: type, fill: Fill) -> Hook:
    def structure_attrs(value: Any, _: Any) -> Any:
        if isinstance(value, type_):
            return value
        if not isinstance(value, Mapping):
            problem = Problem((), "type", "a mapping", type(value).__name__)
            raise ConfigError(type_.__name__, (problem,))
        return fill(type_, value)

    return structure_attrs
