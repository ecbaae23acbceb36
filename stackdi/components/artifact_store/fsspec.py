"""All of an artifact store over one file system of fsspec."""

import glob
from abc import abstractmethod
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import IO, Any

from stackdi.components.artifact_store.base import ArtifactStore, ConfigT, Stat
from stackdi.components.artifact_store.keys import Path
from stackdi.errors import ArtifactPathError, listed

_MODES = frozenset({"r", "w", "a", "x", "rb", "wb", "ab", "xb", "rt", "wt", "at", "xt"})


class FsspecArtifactStore(ArtifactStore[ConfigT]):
    """An artifact store whose implementation is a property: the file system that holds its files."""

    @property
    @abstractmethod
    def filesystem(self) -> Any:  # fsspec ships no types
        """The `fsspec.AbstractFileSystem`; asked for once by each store, on its first operation."""

    @cached_property
    def _files(self) -> Any:
        return self.filesystem

    @cached_property
    def _root(self) -> str:
        return str(self._files._strip_protocol(self.path)).rstrip("/")  # noqa: SLF001 - fsspec's own name for it

    def _full(self, key: Any) -> str:
        return f"{self._root}/{key}" if key else self._root or self._files.root_marker

    def _key(self, full: str) -> str:
        return full.removeprefix(self._root).strip("/")

    def open(self, path: Path, mode: str = "r", *, encoding: str = "utf-8") -> IO[Any]:
        if mode not in _MODES:
            raise ValueError(f"the mode {mode!r} is none of {listed(_MODES)}")
        options = {} if "b" in mode else {"encoding": encoding}
        return self._files.open(self._full(path), mode, **options)  # type: ignore[no-any-return]

    def exists(self, path: Path) -> bool:
        return not path or self._files.exists(self._full(path))

    def isdir(self, path: Path) -> bool:
        return not path or self._files.isdir(self._full(path))

    def listdir(self, path: Path = "") -> list[str]:
        try:
            entries = self._files.ls(self._full(path), detail=True)
        except FileNotFoundError:
            if path:
                raise
            return []  # a store of objects has no root before it has something in it
        if path and any(self._key(entry["name"]) == path and entry["type"] == "file" for entry in entries):
            raise NotADirectoryError(self._full(path))
        return sorted({self._key(entry["name"]).rpartition("/")[2] for entry in entries} - {""})

    def glob(self, pattern: Path) -> list[str]:
        found = self._files.glob(glob.escape(self._full("")).rstrip("/") + f"/{pattern!s}")
        return sorted({self._key(full) for full in found} - {""})

    def walk(self, path: Path = "") -> Iterator[tuple[str, list[str], list[str]]]:
        for full, directories, files in self._files.walk(self._full(path)):
            yield self._key(full), sorted(directories), sorted(set(files) - {""})

    def makedirs(self, path: Path) -> None:
        self._files.makedirs(self._full(path), exist_ok=True)

    def mkdir(self, path: Path) -> None:
        if self._files.exists(self._full(path)):
            raise FileExistsError(self._full(path))
        self._files.mkdir(self._full(path), create_parents=False)

    def remove(self, path: Path) -> None:
        self._require_file(path)
        self._files.rm_file(self._full(path))

    def rmtree(self, path: Path) -> None:
        if not self.isdir(path):
            raise self._absent(path, NotADirectoryError)
        if path:
            self._files.rm(self._full(path), recursive=True)
        elif entries := [self._full(name) for name in self.listdir()]:
            self._files.rm(entries, recursive=True)

    def rename(self, source: Path, target: Path, *, overwrite: bool = False) -> None:
        if not self.exists(source):
            raise FileNotFoundError(self._full(source))
        if source != target and f"{target!s}/".startswith(f"{source!s}/"):
            raise ArtifactPathError(str(target), self.path, f"is inside of {source!r}, which is to be renamed to it")
        self._require_free(target, overwrite=overwrite)
        self._files.mv(self._full(source), self._full(target), recursive=self.isdir(source))

    def copyfile(self, source: Path, target: Path, *, overwrite: bool = False) -> None:
        self._require_file(source)
        self._require_free(target, overwrite=overwrite)
        if source != target:
            self._files.cp_file(self._full(source), self._full(target))

    def size(self, path: Path) -> int:
        return self._require_file(path).size

    def stat(self, path: Path) -> Stat:
        try:
            info: dict[str, Any] = self._files.info(self._full(path))
        except FileNotFoundError:
            if path:
                raise
            info = {"type": "directory"}
        size: Any = info.get("size") or 0
        return Stat(size, _modified(info), info["type"] == "directory")

    def _require_file(self, path: Path) -> Stat:
        found = self.stat(path)
        if found.isdir:
            raise IsADirectoryError(self._full(path))
        return found

    def _require_free(self, path: Path, *, overwrite: bool) -> None:
        if self.isdir(path):
            raise IsADirectoryError(self._full(path))
        if not overwrite and self.exists(path):
            raise FileExistsError(self._full(path))

    def _absent(self, path: Path, otherwise: type[OSError]) -> OSError:
        return (otherwise if self.exists(path) else FileNotFoundError)(self._full(path))


def _modified(info: dict[str, Any]) -> datetime | None:
    when = info.get("LastModified", info.get("mtime", info.get("created")))  # S3, a local file, memory
    return datetime.fromtimestamp(when, UTC) if isinstance(when, int | float) else when
