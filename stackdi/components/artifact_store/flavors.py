"""The flavors of artifact stores, and what each is configured by."""

import os
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import attrs

from stackdi.components.artifact_store.base import ArtifactStore, ArtifactStoreConfig
from stackdi.flavor import Flavor
from stackdi.secret import Secret


def _names_a_place(_config: ArtifactStoreConfig, _attribute: "attrs.Attribute[str]", path: str) -> None:
    if path.endswith("://"):
        raise ValueError(f"{path!r} names no {'bucket' if path == 's3://' else 'folder'}")


class LocalConfig(ArtifactStoreConfig):
    """A folder of this machine. A relative path is relative to the working directory when the slot is bound."""

    flavor = "local"
    SUPPORTED_SCHEMES: ClassVar[frozenset[str]] = frozenset({"file://", ""})

    path: str = attrs.field(validator=_names_a_place)

    def anchored(self, directory: str) -> Self:
        """Return this config with an absolute path."""
        path = self.path.removeprefix("file://")
        return self if os.path.isabs(path) else self.replace(path=os.path.join(directory, path))  # noqa: PTH117, PTH118


class MemoryConfig(ArtifactStoreConfig):
    """The memory of this process; each component has a space of its own, which ends with it."""

    flavor = "memory"
    SUPPORTED_SCHEMES: ClassVar[frozenset[str]] = frozenset({"memory://"})

    path: str = "memory://"


class S3Config(ArtifactStoreConfig):
    """A bucket, or a prefix in one, of Amazon S3 or of whatever speaks its protocol: `s3://bucket/prefix`.

    What is left out is taken from where the AWS tools take it: the environment, `~/.aws`, the role of the machine.
    """

    flavor = "s3"
    SUPPORTED_SCHEMES: ClassVar[frozenset[str]] = frozenset({"s3://"})

    path: str = attrs.field(validator=_names_a_place)
    key: Secret | None = None
    secret: Secret | None = None
    token: Secret | None = None
    endpoint_url: str | None = None
    """Where the server is, when it is not Amazon's."""
    client_kwargs: Mapping[str, Any] | None = None
    config_kwargs: Mapping[str, Any] | None = None
    s3_additional_kwargs: Mapping[str, Any] | None = None


class LocalFlavor(Flavor):
    """Artifacts in a folder of this machine."""

    name = "local"
    type = ArtifactStore
    config_class = LocalConfig
    implementation_class = "stackdi.components.artifact_store.local:LocalArtifactStore"


class MemoryFlavor(Flavor):
    """Artifacts in the memory of this process."""

    name = "memory"
    type = ArtifactStore
    config_class = MemoryConfig
    implementation_class = "stackdi.components.artifact_store.memory:MemoryArtifactStore"


class S3Flavor(Flavor):
    """Artifacts in an S3 bucket, by s3fs."""

    name = "s3"
    type = ArtifactStore
    config_class = S3Config
    implementation_class = "stackdi.components.artifact_store.s3:S3ArtifactStore"
    requirements: tuple[str, ...] = ("stackdi[s3]",)
