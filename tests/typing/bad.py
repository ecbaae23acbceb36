"""What both type checkers must refuse. A line that is accepted makes its ignore comment an error."""

import stackdi
from stackdi import Stack, slot
from stackdi.components import ArtifactStore
from stackdi.components.artifact_store import S3Config


class Training(Stack):
    artifact_store = slot(ArtifactStore, "local", path="artifacts")


def wrong_uses(stack: Training) -> None:
    """Each of these lines is an error."""
    stack.typo  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # noqa: B018
    stack.artifact_store().opne("x")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    stackdi.Stak  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] # noqa: B018
    S3Config(paht="s3://bucket")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    S3Config(path=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    S3Config(path="s3://bucket", key="x")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    S3Config(path="s3://bucket").path = "x"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    slot(ArtifactStore, 5)  # type: ignore[call-overload]  # pyright: ignore[reportCallIssue, reportArgumentType]
    stack.artifact_store.config = 5  # type: ignore[misc, assignment]  # pyright: ignore[reportAttributeAccessIssue]
    stack.artifact_store.override(5)  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType]
