"""Artifact stores: where the files that a program makes are kept."""

from typing import TYPE_CHECKING

from stackdi._exports import exports

if TYPE_CHECKING:
    from stackdi.components.artifact_store.base import ArtifactStore, ArtifactStoreConfig, Stat
    from stackdi.components.artifact_store.flavors import (
        LocalConfig,
        LocalFlavor,
        MemoryConfig,
        MemoryFlavor,
        S3Config,
        S3Flavor,
    )
    from stackdi.components.artifact_store.fsspec import FsspecArtifactStore
else:
    __getattr__, __dir__ = exports(
        __name__,
        {
            "ArtifactStore": ".base",
            "ArtifactStoreConfig": ".base",
            "FsspecArtifactStore": ".fsspec",
            "LocalConfig": ".flavors",
            "LocalFlavor": ".flavors",
            "MemoryConfig": ".flavors",
            "MemoryFlavor": ".flavors",
            "S3Config": ".flavors",
            "S3Flavor": ".flavors",
            "Stat": ".base",
        },
    )

__all__ = [
    "ArtifactStore",
    "ArtifactStoreConfig",
    "FsspecArtifactStore",
    "LocalConfig",
    "LocalFlavor",
    "MemoryConfig",
    "MemoryFlavor",
    "S3Config",
    "S3Flavor",
    "Stat",
]
