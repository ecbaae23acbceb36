"""Plain data to config and back: strict, without coercion, all problems at once.

What is here fills an attrs class field by field and collects what goes wrong, for direct construction and structuring
alike. What a value of each type is made of stands in `_hooks.py`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from stackdi.errors import ConfigError, DefinitionError, Problem, StackdiError, did_you_mean

if TYPE_CHECKING:
    from cattrs import Converter

    from stackdi._hooks import Hook

T = TypeVar("T")


def structure(data: Mapping[str, Any], config_class: type[T]) -> T:
    """Make an instance of `config_class`, an attrs class, from plain data.

    A value of the declared type stands as it is, plain data is structured by that type, and nothing is coerced.

    Raises:
        ConfigError: with every problem of `data`, each with its path.
        DefinitionError: a field of `config_class` has an annotation that cannot be used.
    """
    return _converter().structure(data, config_class)


def unstructure(config: object) -> Any:
    """Return `config`, an attrs instance, as plain data that `structure` takes back.

    Raises:
        SecretError: it holds a secret that is a value and not a reference.
    """
    return _converter().unstructure(config)


def fill(config_class: type, values: Mapping[str, Any], construct: Callable[..., T]) -> T:
    """Call `construct` with `values`, structured by the annotations of `config_class`.

    `construct` runs the validators of the class. It is called once when all is well; only when something is wrong does
    each validator run by itself, so that the error tells of all fields.
    """
    fields = _fields(config_class)
    arguments: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, value in values.items():
        if key not in fields:
            problems.append(Problem((key,), "unknown", hint=did_you_mean(str(key), fields)))
            continue
        try:
            arguments[key] = fields[key].hook(value, fields[key].type)
        except Exception as error:  # noqa: BLE001 - whatever a hook raises is a problem of the value
            problems += _problems(error, key)
    problems += [
        Problem((key,), "missing", expected=field.expected)
        for key, field in fields.items()
        if field.required and key not in values
    ]
    if not problems:
        try:
            return construct(**arguments)
        except (TypeError, ValueError) as error:
            refused = _refused_by_validators(config_class, arguments) or _problems(error)
            raise ConfigError(config_class.__name__, tuple(refused)) from error
    problems += _refused_by_validators(config_class, arguments)
    raise ConfigError(config_class.__name__, tuple(problems))


@cache
def _converter() -> "Converter":
    from stackdi._hooks import strict_converter  # noqa: PLC0415 - cattrs is loaded at the first structuring

    return strict_converter(_made)


def _made(attrs_class: type, values: Mapping[str, Any]) -> Any:
    if not hasattr(attrs_class, "__attrs_init__"):
        return fill(attrs_class, values, attrs_class)
    instance: Any = object.__new__(attrs_class)  # a config, whose own constructor would do no more than this
    fill(attrs_class, values, instance.__attrs_init__)
    return instance


@attrs.frozen
class _Field:
    type: Any
    expected: str
    hook: "Hook"
    required: bool


@cache
def _fields(config_class: type) -> Mapping[str, _Field]:
    try:
        attributes = attrs.fields(attrs.resolve_types(config_class, include_extras=True))
    except Exception as error:  # an annotation may raise anything
        reason = f"an annotation means nothing ({error}); import its types outside of `if TYPE_CHECKING`"
        raise DefinitionError("config class", config_class.__name__, (reason,)) from error
    return {attribute.alias: _field(attribute) for attribute in attributes if attribute.init}


def _field(attribute: "attrs.Attribute[Any]") -> _Field:
    from stackdi._hooks import name_of  # noqa: PLC0415 - as above

    hook = _converter().get_structure_hook(attribute.type)
    return _Field(attribute.type, name_of(attribute.type), hook, attribute.default is attrs.NOTHING)


def _refused_by_validators(config_class: type, arguments: Mapping[str, Any]) -> list[Problem]:
    """Run each converter and validator by itself, on an instance that has what is known."""
    bare: Any = object.__new__(config_class)  # since a validator may look at its neighbours
    known: dict[str, Any] = {}
    problems: list[Problem] = []
    attributes = attrs.fields(config_class)
    for attribute in attributes:
        with _telling(attribute, problems):
            known[attribute.name] = _value(attribute, arguments, bare)
            object.__setattr__(bare, attribute.name, known[attribute.name])
    for attribute in attributes:
        if attribute.validator is not None and attribute.name in known:
            with _telling(attribute, problems):
                attribute.validator(bare, attribute, known[attribute.name])
    return problems


@contextmanager
def _telling(attribute: "attrs.Attribute[Any]", problems: list[Problem]) -> Iterator[None]:
    try:
        yield
    except (TypeError, ValueError) as error:
        problems.append(Problem((str(attribute.alias),), "value", found=_text(error)))
    except (AttributeError, LookupError):
        pass  # it looks at a neighbour that is missing, which has been told already


_FACTORY: Any = attrs.Factory  # a function, to type checkers
_CONVERTER: Any = attrs.Converter


def _value(attribute: "attrs.Attribute[Any]", arguments: Mapping[str, Any], bare: Any) -> Any:
    value = arguments.get(str(attribute.alias), attribute.default)
    if value is attrs.NOTHING:
        raise LookupError(attribute.alias)
    if isinstance(value, _FACTORY):
        value = value.factory(bare) if value.takes_self else value.factory()
    if attribute.converter is None:
        return value
    convert: Any = attribute.converter
    return convert(value, bare, attribute) if isinstance(convert, _CONVERTER) else convert(value)


def _problems(error: Exception, *path: str | int) -> list[Problem]:
    if isinstance(error, ConfigError):
        return list(error.within(*path).problems)
    if isinstance(error, ExceptionGroup):  # from a container: cattrs notes at which index each of them was raised
        return [problem for inner in error.exceptions for problem in _problems(inner, *path, *_index(inner))]
    return [Problem(path, "value", found=_text(error))]


def _index(error: Exception) -> tuple[str | int, ...]:
    indices = (getattr(note, "index", None) for note in getattr(error, "__notes__", ()))
    return tuple(index for index in indices if isinstance(index, int | str))[:1]


def _text(error: Exception) -> str:
    if isinstance(error, StackdiError) or not error.args:
        return str(error) or type(error).__name__
    return str(error.args[0])  # attrs validators give the attribute and the value as further arguments
