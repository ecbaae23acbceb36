"""Artifacts in an S3 bucket, by s3fs."""

from typing import Any

from s3fs import S3FileSystem

from stackdi.components.artifact_store.flavors import S3Config
from stackdi.components.artifact_store.fsspec import FsspecArtifactStore
from stackdi.secret import Secret


class S3ArtifactStore(FsspecArtifactStore[S3Config]):
    """A bucket, or a prefix in one."""

    @property
    def filesystem(self) -> Any:
        config = self.config
        return S3FileSystem(
            key=_revealed(config.key),
            secret=_revealed(config.secret),
            token=_revealed(config.token),
            endpoint_url=config.endpoint_url,
            client_kwargs=config.client_kwargs,
            config_kwargs=config.config_kwargs,
            s3_additional_kwargs=config.s3_additional_kwargs,
            use_listings_cache=False,  # others may write to the bucket
            skip_instance_cache=True,  # whose key would hold the secrets
        )


def _revealed(secret: Secret | None) -> str | None:
    return None if secret is None else secret.reveal()
