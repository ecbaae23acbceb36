"""All of an artifact store over one file system of fsspec."""

import glob
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from io import TextIOWrapper
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
        file = self._files.open(self._full(path), f"{mode[0]}b")
        if mode[0] == "r" and getattr(file, "details", {}).get("type") == "directory":
            raise IsADirectoryError(self._full(path))  # s3fs reads nothing from one
        return file if "b" in mode else TextIOWrapper(file, encoding)

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
        if path and any(entry["name"] == self._full(path) and entry["type"] == "file" for entry in entries):
            raise NotADirectoryError(self._full(path))
        keys = {self._key(entry["name"]) for entry in entries}
        return sorted(key.rpartition("/")[2] for key in keys - {path, ""})

    def glob(self, pattern: Path) -> list[str]:
        try:
            found = self._files.glob(glob.escape(self._full("")).rstrip("/") + f"/{pattern!s}")
        except FileNotFoundError:
            return []  # as above
        return sorted({self._key(full) for full in found} - {""})

    def walk(self, path: Path = "") -> Iterator[tuple[str, list[str], list[str]]]:
        if self.isdir(path):
            for full, directories, files in self._files.walk(self._full(path)):
                yield self._key(full), sorted(directories), sorted(set(files) - {""})

    def makedirs(self, path: Path) -> None:
        if path and self._files.isfile(self._full(path)):
            raise FileExistsError(self._full(path))
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
            self._remove_trees([self._full(path)])
        elif entries := [self._full(name) for name in self.listdir()]:
            self._remove_trees(entries)

    def rename(self, source: Path, target: Path, *, overwrite: bool = False) -> None:
        if not self.exists(source):
            raise FileNotFoundError(self._full(source))
        if source != target and f"{target!s}/".startswith(f"{source!s}/"):
            raise ArtifactPathError(str(target), self.path, f"is inside of {source!r}, which is to be renamed to it")
        self._require_free(target, overwrite=overwrite and not self.isdir(source))
        if source != target:
            self._move(self._full(source), self._full(target))

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
        return Stat(size, self._modified(info), info["type"] == "directory")

    def _modified(self, info: dict[str, Any]) -> datetime | None:
        when = info.get("LastModified", info.get("mtime"))  # of S3, of a local file
        if when is None and info["type"] == "file":
            when = self._files.modified(info["name"])
        return datetime.fromtimestamp(when, UTC) if isinstance(when, int | float) else when

    def _move(self, source: str, target: str) -> None:
        """Move a file or a directory to where nothing is in the way: here, copy what is in it and remove it then."""
        if self._files.isfile(source):
            self._files.cp_file(source, target)
            self._files.rm_file(source)
            return
        self._files.makedirs(target, exist_ok=True)
        files = self._files.find(source)
        if files:
            self._files.copy(files, [target + file.removeprefix(source) for file in files])
        self._remove_trees([source])

    def _remove_trees(self, paths: list[str]) -> None:
        plain = [path for path in paths if not glob.has_magic(path)]
        if plain:
            self._files.rm(plain, recursive=True)
        for path in (path for path in paths if glob.has_magic(path)):  # `rm` may take that for a pattern
            found = self._files.find(path, withdirs=True, detail=True)
            for full in sorted({*found, path}, reverse=True):
                if found.get(full, {"type": "directory"})["type"] == "file":
                    self._files.rm_file(full)
                else:
                    with suppress(OSError):  # a store of objects has none
                        self._files.rmdir(full)

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
