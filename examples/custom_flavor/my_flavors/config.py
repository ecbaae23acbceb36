"""The config of the custom flavor: light, so that it loads where s3fs is not installed."""

from collections.abc import Mapping
from typing import Any, ClassVar

from stackdi import Secret
from stackdi.components import ArtifactStoreConfig


class MyS3ArtifactStoreConfig(ArtifactStoreConfig):
    """Configuration of the S3 artifact store."""

    SUPPORTED_SCHEMES: ClassVar[frozenset[str]] = frozenset({"s3://"})

    key: Secret | None = None
    secret: Secret | None = None
    token: Secret | None = None
    client_kwargs: Mapping[str, Any] | None = None
    config_kwargs: Mapping[str, Any] | None = None
    s3_additional_kwargs: Mapping[str, Any] | None = None
