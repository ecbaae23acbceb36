"""Artifacts in a folder of this machine."""

import os
import shutil
from typing import Any

from fsspec.implementations.local import LocalFileSystem

from stackdi.components.artifact_store.flavors import LocalConfig
from stackdi.components.artifact_store.fsspec import FsspecArtifactStore


class LocalArtifactStore(FsspecArtifactStore[LocalConfig]):
    """A folder of this machine, which is made when it is missing."""

    def __init__(self, config: LocalConfig) -> None:
        super().__init__(config)
        self._folder = os.path.abspath(config.path.removeprefix("file://"))  # noqa: PTH100 - strings all the way
        os.makedirs(self._folder, exist_ok=True)  # noqa: PTH103

    @property
    def path(self) -> str:
        """The folder, as an absolute path."""
        return self._folder

    @property
    def filesystem(self) -> Any:
        return LocalFileSystem(auto_mkdir=True)

    def _remove_trees(self, paths: list[str]) -> None:
        for path in paths:
            if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
                shutil.rmtree(path)
            else:
                os.remove(path)  # noqa: PTH107

    def _move(self, source: str, target: str) -> None:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        os.replace(source, target)  # noqa: PTH105
