"""The component types: the interface of each, and the base class of its configs."""

from typing import TYPE_CHECKING

from stackdi._exports import exports

if TYPE_CHECKING:
    from stackdi.components.artifact_store.base import ArtifactStore, ArtifactStoreConfig
else:
    __getattr__, __dir__ = exports(
        __name__,
        {
            "ArtifactStore": ".artifact_store.base",
            "ArtifactStoreConfig": ".artifact_store.base",
        },
    )

__all__ = ["ArtifactStore", "ArtifactStoreConfig"]
