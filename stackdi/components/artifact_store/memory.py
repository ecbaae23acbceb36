"""Artifacts in the memory of this process."""

from io import BytesIO
from typing import Any

from fsspec.implementations.memory import MemoryFileSystem

from stackdi.components.artifact_store.flavors import MemoryConfig
from stackdi.components.artifact_store.fsspec import FsspecArtifactStore


class _PrivateMemoryFileSystem(MemoryFileSystem):  # type: ignore[misc] # fsspec ships no types
    """fsspec's memory file system, less what its instances share: the files, and the position in a file."""

    cachable = False

    def __init__(self) -> None:
        super().__init__()
        self.store: dict[str, Any] = {}
        self.pseudo_dirs = [""]

    def _open(self, path: str, mode: str = "rb", *rest: Any, **options: Any) -> Any:
        file = super()._open(path, mode, *rest, **options)
        return BytesIO(file.getbuffer()) if mode == "rb" else file


class MemoryArtifactStore(FsspecArtifactStore[MemoryConfig]):
    """A space of its own in the memory of this process."""

    @property
    def filesystem(self) -> Any:
        return _PrivateMemoryFileSystem()
