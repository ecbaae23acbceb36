"""The key of an artifact: its path relative to the root of the store, of a form in which it cannot leave it."""

import os
import re
from collections.abc import Iterator

from stackdi.errors import ArtifactPathError

Path = str | bytes | os.PathLike[str] | os.PathLike[bytes]

_PLAIN = re.compile(r"[\w-][\w. -]*(?:/[\w-][\w. -]*)*")  # what most keys are like, and needs no further look
_ENCODED = re.compile(r"%(?:25)*(?:2e|2f|5c|00)", re.IGNORECASE)
_DRIVE = re.compile(r"[a-zA-Z]:")


def parse(path: Path, root: str) -> str:
    """Return the key that `path` means in a store at `root`: a relative path, or a full one below the root.

    Segments that are empty or `.` are dropped; the root itself is the empty key.

    Raises:
        ArtifactPathError: it is malformed, or would lead out of the root.
        TypeError: it is no path at all.
    """
    text = os.fsdecode(path)
    if _PLAIN.fullmatch(text):
        return text
    below = _below(text, root)
    segments = [segment for segment in below.split("/") if segment not in ("", ".")]
    for reason in _faults(below, segments):
        raise ArtifactPathError(text, root, reason)
    return "/".join(segments)


def _below(text: str, root: str) -> str:
    """Take the root off a full path; the separator counts, lest `/data/store-2` pass for a path in `/data/store`."""
    for full in (root, f"file://{root}"):
        prefix = full if full.endswith("/") else f"{full}/"
        if text.startswith(prefix) and (root.startswith("/") or "://" in root):
            return text.removeprefix(prefix).lstrip("/")
        if text.rstrip("/") == full.rstrip("/"):
            return ""
    return text


def _faults(text: str, segments: list[str]) -> Iterator[str]:
    if "\0" in text:
        yield "holds a NUL character"
    if "\\" in text:
        yield "holds a backslash, where the separator is '/'"
    if "::" in text or "://" in text:
        yield "is a URL outside of the artifact store"
    if text.startswith("/") or _DRIVE.match("".join(segments[:1])):
        yield "is an absolute path outside of the artifact store"
    if "".join(segments[:1]).startswith("~"):
        yield "starts with '~', which is not expanded"
    if ".." in segments:
        yield "holds '..', which could lead out of the artifact store"
    if _ENCODED.search(text):
        yield "holds a percent-encoded '.', '/', backslash or NUL"
