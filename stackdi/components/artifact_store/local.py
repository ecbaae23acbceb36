"""Artifacts in a folder of this machine."""

import os
from typing import Any

from fsspec.implementations.local import LocalFileSystem

from stackdi.components.artifact_store.flavors import LocalConfig
from stackdi.components.artifact_store.fsspec import FsspecArtifactStore


class LocalArtifactStore(FsspecArtifactStore[LocalConfig]):
    """A folder of this machine, which is made when it is missing."""

    def __init__(self, config: LocalConfig) -> None:
        super().__init__(config)
        os.makedirs(self.path, exist_ok=True)  # noqa: PTH103 - strings all the way

    @property
    def path(self) -> str:
        """The folder, as an absolute path."""
        return os.path.abspath(self.config.path.removeprefix("file://"))  # noqa: PTH100

    @property
    def filesystem(self) -> Any:
        return LocalFileSystem(auto_mkdir=True)
