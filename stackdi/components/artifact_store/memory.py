"""Artifacts in the memory of this process."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from fsspec.implementations.memory import MemoryFileSystem

from stackdi.components.artifact_store.flavors import MemoryConfig
from stackdi.components.artifact_store.fsspec import FsspecArtifactStore


class _PrivateMemoryFileSystem(MemoryFileSystem):  # type: ignore[misc] # fsspec ships no types
    """fsspec's memory file system, less what its instances share, and with the manners of a folder."""

    cachable = False

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, Any] = {}
        self.pseudo_dirs = [""]

    def _open(self, path: str, mode: str = "rb", *rest: Any, **options: Any) -> Any:
        path = self._strip_protocol(path)
        if self.isdir(path):
            raise (FileExistsError if mode == "xb" else IsADirectoryError)(path)
        if mode == "rb":
            if path not in self.store:
                raise FileNotFoundError(path)
            return BytesIO(self.store[path].getbuffer())  # with a position of its own
        if mode == "xb" and path in self.store:
            raise FileExistsError(path)
        file = super()._open(path, mode, *rest, **options)
        file.modified = datetime.now(UTC)  # also when it is there already, to be appended to
        return file

    def cp_file(self, path1: str, path2: str, **_: Any) -> None:
        source: Any = self.open(path1, "rb")
        with self.open(path2, "wb") as target:
            target.write(source.read())

    def mkdir(self, path: str, create_parents: bool = True, **options: Any) -> None:  # noqa: FBT001, FBT002 - as in fsspec
        if not create_parents and not self.exists(self._parent(path)):
            raise FileNotFoundError(self._parent(path))
        super().mkdir(path, create_parents, **options)


class MemoryArtifactStore(FsspecArtifactStore[MemoryConfig]):
    """A space of its own in the memory of this process."""

    @property
    def filesystem(self) -> Any:
        return _PrivateMemoryFileSystem()
