"""The artifact store: what every store can do, and the parsing of paths that no store can leave out."""

from abc import abstractmethod
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from inspect import signature
from typing import IO, Any, ClassVar, Final
from weakref import WeakSet

import attrs
from typing_extensions import TypeVar

from stackdi.component import StackComponent, StackComponentConfig
from stackdi.components.artifact_store.keys import Path, parse
from stackdi.errors import ArtifactPathError, listed


def _supported_scheme(config: "ArtifactStoreConfig", _attribute: "attrs.Attribute[str]", path: str) -> None:
    schemes = config.SUPPORTED_SCHEMES
    if not path:
        raise ValueError("it is empty")
    scheme = "".join(path.partition("://")[:2]) if "://" in path else ""
    if schemes and scheme not in schemes:
        raise ValueError(f"{path!r} starts with none of the supported schemes: {listed(schemes)}")


def _with_scheme_check(field: "attrs.Attribute[Any]") -> "attrs.Attribute[Any]":
    if getattr(field, "inherited", False):  # the stubs of attrs lack it
        return field
    validators = [_supported_scheme] if field.validator is None else [_supported_scheme, field.validator]
    return field.evolve(validator=attrs.validators.and_(*validators))


class ArtifactStoreConfig(StackComponentConfig):
    """The config of an artifact store.

    A subclass says in `SUPPORTED_SCHEMES` how its paths may start, such as `{"s3://"}`; `""` stands for a path without
    a scheme, and an empty set for no restriction.
    """

    SUPPORTED_SCHEMES: ClassVar[frozenset[str]] = frozenset()

    path: str
    """The root of the store: a folder, or a URL."""

    @classmethod
    def _fields(cls, _: type, fields: "list[attrs.Attribute[Any]]") -> "list[attrs.Attribute[Any]]":
        """Have the scheme checked, even where a subclass declares `path` anew."""
        return [_with_scheme_check(field) if field.name == "path" else field for field in fields]


ConfigT = TypeVar("ConfigT", bound=ArtifactStoreConfig, default=ArtifactStoreConfig, covariant=True)


@attrs.frozen
class Stat:
    """What a store knows of a path: its size in bytes, when it was last modified, and whether it is a directory."""

    size: int
    modified: datetime | None
    isdir: bool


class ArtifactStore(StackComponent[ConfigT]):
    """A store of files under a root. Paths are relative to the root; a full URI below the root is understood too.

    An implementation defines all that is abstract here. Its methods receive keys, whatever the caller gave: paths that
    were parsed before and cannot leave the root, as str (`""` is the root itself).

    All methods raise `ArtifactPathError` for a path that leads out of the root, and the usual `FileNotFoundError`,
    `FileExistsError`, `IsADirectoryError` and `NotADirectoryError`.
    """

    component_type = "artifact_store"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in _PATHS:
            method = getattr(cls, name)  # wherever it comes from: a mixin may know nothing of paths
            if method not in _PARSING:
                setattr(cls, name, _parsing(name, method))

    @property
    def path(self) -> str:
        """The root of the store."""
        return self.config.path

    @abstractmethod
    def open(self, path: Path, mode: str = "r", *, encoding: str = "utf-8") -> IO[Any]:
        """Open a file. `mode` is one of `r`, `w`, `a` and `x`, and `b` for bytes; missing directories are made."""

    @abstractmethod
    def exists(self, path: Path) -> bool:
        """Whether there is a file or a directory."""

    @abstractmethod
    def isdir(self, path: Path) -> bool:
        """Whether there is a directory."""

    @abstractmethod
    def listdir(self, path: Path = "") -> list[str]:
        """Return the names of what is in a directory, sorted."""

    @abstractmethod
    def glob(self, pattern: Path) -> list[str]:
        """Return the paths that match a pattern, sorted: `*` and `?` within a directory, `**` for any depth."""

    @abstractmethod
    def walk(self, path: Path = "") -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield the path of each directory, from the top down, with the names of its directories and of its files."""

    @abstractmethod
    def makedirs(self, path: Path) -> None:
        """Make a directory and its parents, where they are missing."""

    @abstractmethod
    def mkdir(self, path: Path) -> None:
        """Make a directory in one that exists. A store of objects has no directories, and need do nothing."""

    @abstractmethod
    def remove(self, path: Path) -> None:
        """Remove a file."""

    @abstractmethod
    def rmtree(self, path: Path) -> None:
        """Remove a directory and all that is in it; of the root, what is in it."""

    @abstractmethod
    def rename(self, source: Path, target: Path, *, overwrite: bool = False) -> None:
        """Rename a file or a directory; a file takes the place of another file only with `overwrite`."""

    @abstractmethod
    def copyfile(self, source: Path, target: Path, *, overwrite: bool = False) -> None:
        """Copy a file; it takes the place of another file only with `overwrite`."""

    @abstractmethod
    def size(self, path: Path) -> int:
        """Return the size of a file in bytes."""

    @abstractmethod
    def stat(self, path: Path) -> Stat:
        """Return what is known of a file or a directory."""


_PATHS: Final = dict.fromkeys(
    ("open", "exists", "isdir", "listdir", "walk", "makedirs", "mkdir", "remove", "rmtree", "size", "stat"), ("path",)
) | {"glob": ("pattern",), "rename": ("source", "target"), "copyfile": ("source", "target")}
_TAKE_ROOT: Final = {"exists", "isdir", "listdir", "glob", "walk", "makedirs", "rmtree", "stat"}


def _parsing(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    """Have the paths that a method takes parsed before it sees them, whether by position or by name."""
    count = len(_PATHS[name])
    named_paths = {*_PATHS[name], *tuple(signature(method).parameters)[1 : count + 1]}

    def parsed(store: ArtifactStore, path: Path) -> str:
        key = parse(path, store.path)
        if not key and name not in _TAKE_ROOT:
            raise ArtifactPathError(str(path), store.path, "is the root itself, where a path below it is needed")
        return key

    @wraps(method)
    def operation(self: ArtifactStore, *given: Any, **named: Any) -> Any:
        keys = [parsed(self, path) for path in given[:count]]
        named |= {path: parsed(self, named[path]) for path in named_paths & named.keys()}
        return method(self, *keys, *given[count:], **named)

    _PARSING.add(operation)
    return operation


_PARSING: Final = WeakSet({vars(ArtifactStore)[name] for name in _PATHS})  # and the interface, which sees no path
