"""Every exception that stackdi raises. Each is also the built-in that it resembles.

StackdiError
├── ArtifactPathError (ValueError)        a path that leaves the artifact store
├── BindingError (TypeError)              what was given to a slot is no binding
├── CircularComponentError (RuntimeError) a component that needs itself to be built
├── ClosedError (RuntimeError)            a stack that was used after it was closed
├── ConfigError (ValueError)              values that a config class refuses, all of them at once
├── DefinitionError (TypeError)          a flavor, config, component type or stack class that cannot be used
├── DottedPathError (ImportError)         a dotted path that leads nowhere
├── FlavorMismatchError (TypeError)       a flavor, implementation or component of another component type
├── InjectionError (LookupError)          needs of slots that are missing, ambiguous or in a circle
├── MissingDependencyError (ImportError)  a third party that is not installed
├── SecretError (LookupError)             a secret that cannot be had, or must not be shown
├── UnboundSlotError (LookupError)        a slot that was used before anything was bound to it
├── UnknownFlavorError (LookupError)      a flavor name that nobody registered
└── UnknownSlotError (LookupError)        a slot name that the stack does not have

Their constructors take objects and their messages are built from them, so that a program can act on an error without
parsing its text, and an error survives pickling.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from attrs import define, evolve, frozen

__all__ = [
    "ArtifactPathError",
    "BindingError",
    "CircularComponentError",
    "ClosedError",
    "ConfigError",
    "DefinitionError",
    "DottedPathError",
    "FlavorMismatchError",
    "InjectionError",
    "MissingDependencyError",
    "Problem",
    "SecretError",
    "StackdiError",
    "UnboundSlotError",
    "UnknownFlavorError",
    "UnknownSlotError",
]


class StackdiError(Exception):
    """The root of all exceptions of stackdi."""


@define(slots=False)
class ArtifactPathError(StackdiError, ValueError):
    """A path that an artifact store refuses, since it is malformed or leads out of the store's root."""

    path: str
    root: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path!r} {self.reason}. Paths are relative to the root of the artifact store, {self.root!r}."


@define(slots=False)
class BindingError(StackdiError, TypeError):
    """Something that was given to a slot and is no binding."""

    given: str
    reason: str = ""

    def __str__(self) -> str:
        if self.reason:
            return f"{self.given} {self.reason.strip()}".rstrip(".?") + ("?" if self.reason.endswith("?") else ".")
        return (
            f"{self.given} is no binding. That is a flavor (name, dotted path or Flavor class), a config object, "
            "a mapping with the key 'flavor', a provider, or a component."
        )


@define(slots=False)
class CircularComponentError(StackdiError, RuntimeError):
    """A component that needs itself, directly or through others, to be built. `path` names the slots in order."""

    path: tuple[str, ...]

    def __str__(self) -> str:
        return f"A component needs itself to be built: {' -> '.join(self.path)}. Break the circle at one of these."


@define(slots=False)
class ClosedError(StackdiError, RuntimeError):
    """A stack that was used after it was closed."""

    stack: str
    slot: str

    def __str__(self) -> str:
        return f"The stack {self.stack} is closed, so its slot {self.slot!r} cannot be used. Make a new one."


@frozen
class Problem:
    """One reason why values were refused.

    `path` leads to the value, `code` is one of `unknown`, `missing`, `type` and `value`, and the other parts are for
    people: what was expected, what was found (never a secret), and what to do.
    """

    path: tuple[str | int, ...]
    code: str
    expected: str = ""
    found: str = ""
    hint: str = ""

    def within(self, *path: str | int) -> "Problem":
        """Return the same problem, seen from further out."""
        return evolve(self, path=(*path, *self.path))

    @property
    def where(self) -> str:
        """The path as text, such as `artifact_store.hosts[2]`."""
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps).removeprefix(".")

    def __str__(self) -> str:
        said = {
            "unknown": "unknown key",
            "missing": f"missing, expected {self.expected}",
            "type": f"expected {self.expected}, found {self.found}",
            "value": self.found,
        }[self.code]
        place = f"{self.where}: " if self.path else ""
        return f"{place}{said}. {self.hint}" if self.hint else f"{place}{said}"


@define(slots=False)
class ConfigError(StackdiError, ValueError):
    """Values that a config class refuses; `problems` holds every reason, not the first alone."""

    config: str
    problems: tuple[Problem, ...]

    def within(self, *path: str | int) -> "ConfigError":
        """Return the same error, seen from further out."""
        return ConfigError(self.config, tuple(problem.within(*path) for problem in self.problems))

    def __str__(self) -> str:
        count = "a problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        return "\n".join([f"{self.config} has {count}:", *(f"  {problem}" for problem in self.problems)])


@define(slots=False)
class DefinitionError(StackdiError, TypeError):
    """A class that cannot be used as what it is meant to be; `reasons` holds every reason."""

    kind: str
    name: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"The {self.kind} {self.name} cannot be used: {'; '.join(self.reasons)}."


@define(slots=False)
class DottedPathError(StackdiError, ImportError):
    """A dotted path that leads nowhere. `failed` is the part that was not found, `inside` is where it was sought."""

    dotted_path: str
    failed: str
    inside: str = ""
    known: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.failed:
            return f"{self.dotted_path!r} is no dotted path. Write it as 'package.module:Name'."
        place = f"{self.inside!r} has no {self.failed!r}" if self.inside else f"there is no module {self.failed!r}"
        advice = did_you_mean(self.failed, self.known) or "Check its spelling, or install what provides it."
        return f"{self.dotted_path!r} leads nowhere: {place}. {advice}"


@define(slots=False)
class FlavorMismatchError(StackdiError, TypeError):
    """A flavor, implementation or component of another component type than the one that is needed."""

    given: str
    component_type: str
    expected: str

    def __str__(self) -> str:
        return f"{self.given} is of the component type {self.component_type!r}, where {self.expected} is needed."


@define(slots=False)
class InjectionError(StackdiError, LookupError):
    """Needs of the slots of a stack that are missing, ambiguous or in a circle; `reasons` holds every one."""

    stack: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.stack} cannot be wired:", *(f"  {reason}" for reason in self.reasons)])


@define(slots=False)
class MissingDependencyError(StackdiError, ImportError):
    """A third party that is not installed. `requirements` is what `pip install` takes to get it."""

    needed_by: str
    module: str
    requirements: tuple[str, ...] = ()

    def __str__(self) -> str:
        line = " ".join(f"'{requirement}'" for requirement in self.requirements)
        advice = f"Run: pip install {line}" if line else "Install the distribution that provides it."
        return f"{self.needed_by} needs the module {self.module!r}, which is not installed. {advice}"


@define(slots=False)
class SecretError(StackdiError, LookupError):
    """A secret that cannot be had, or that must not be shown. The message never holds its value."""

    reference: str
    reason: str

    def __str__(self) -> str:
        return f"{self.reference} {self.reason}."


@define(slots=False)
class UnboundSlotError(StackdiError, LookupError):
    """A slot that was used before anything was bound to it."""

    stack: str
    slot: str
    component_type: str

    def __str__(self) -> str:
        return (
            f"Nothing is bound to the slot {self.slot!r} of {self.stack}. "
            f"Bind a flavor of {self.component_type}, for example {self.stack}({self.slot}=...)."
        )


@define(slots=False)
class UnknownFlavorError(StackdiError, LookupError):
    """A flavor name that nobody registered for this component type."""

    name: str
    component_type: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        there_is = f"Known flavors: {listed(self.known)}. " if self.known else "None is registered. "
        advice = did_you_mean(self.name, self.known) or "Give the dotted path of one, 'package.module:Flavor'."
        return f"{self.component_type} has no flavor {self.name!r}. {there_is}{advice}"


@define(slots=False)
class UnknownSlotError(StackdiError, LookupError):
    """A slot name that the stack does not have."""

    stack: str
    name: str
    known: tuple[str, ...]

    def __str__(self) -> str:
        there_is = f"Its slots: {listed(self.known)}." if self.known else "It has none."
        return f"{self.stack} has no slot {self.name!r}. {there_is} {did_you_mean(self.name, self.known)}".rstrip()


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suggest the name of `known` that is closest to `name`, or nothing."""
    close = get_close_matches(name, list(known), n=1)
    return f"Did you mean {close[0]!r}?" if close else ""


def listed(names: Iterable[str]) -> str:
    """Spell names in order as `'a', 'b', 'c'`."""
    return ", ".join(map(repr, sorted(names)))
