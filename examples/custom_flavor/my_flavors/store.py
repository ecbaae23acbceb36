"""The implementation of the custom flavor: the one file that imports s3fs."""

from typing import Any

from my_flavors.config import MyS3ArtifactStoreConfig
from s3fs import S3FileSystem

from stackdi.components.artifact_store import FsspecArtifactStore


class MyS3ArtifactStore(FsspecArtifactStore[MyS3ArtifactStoreConfig]):
    """An artifact store over the file system of s3fs, which gives it every method."""

    @property
    def filesystem(self) -> Any:
        """The S3 file system; asked for once."""
        config = self.config
        return S3FileSystem(
            key=config.key and config.key.reveal(),
            secret=config.secret and config.secret.reveal(),
            token=config.token and config.token.reveal(),
            client_kwargs=config.client_kwargs,
            config_kwargs=config.config_kwargs,
            s3_additional_kwargs=config.s3_additional_kwargs,
            skip_instance_cache=True,
            use_listings_cache=False,
        )
