"""The custom flavor, said in two ways: with attributes, and with the properties of ZenML's guide."""

from typing import Any

from stackdi import Flavor
from stackdi.components import ArtifactStore


class MyS3ArtifactStoreFlavor(Flavor):
    """With attributes: the implementation is a dotted path, imported when a slot is first used."""

    name = "my_s3_artifact_store"
    type = ArtifactStore
    config_class = "my_flavors.config:MyS3ArtifactStoreConfig"
    implementation_class = "my_flavors.store:MyS3ArtifactStore"
    requirements = ("s3fs>=2025.3",)


class GuideFlavor(Flavor):
    """With properties: each is read no sooner than it is needed, so imports may stand inside."""

    requirements = ("s3fs>=2025.3",)

    @property
    def name(self) -> str:
        """The name of the flavor."""
        return "my_s3_guide"

    @property
    def config_class(self) -> Any:
        """The config class of the flavor."""
        from my_flavors.config import MyS3ArtifactStoreConfig  # noqa: PLC0415 - as in the guide

        return MyS3ArtifactStoreConfig

    @property
    def implementation_class(self) -> Any:
        """The implementation class of the flavor."""
        from my_flavors.store import MyS3ArtifactStore  # noqa: PLC0415 - as in the guide

        return MyS3ArtifactStore

    @property
    def type(self) -> Any:
        """The component type of the flavor."""
        return ArtifactStore
