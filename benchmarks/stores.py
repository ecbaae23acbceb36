"""The local artifact store beside the file system that it stands on, which is what its checks are paid on top of."""

import os
import time
from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory
from typing import IO, Any

import attrs
from fsspec.implementations.local import LocalFileSystem

from benchmarks.pairing import Pair, paired
from stackdi import Stack, slot
from stackdi.components import ArtifactStore
from stackdi.components.artifact_store import LocalConfig


class _Local(Stack):
    store = slot(ArtifactStore)


@attrs.define
class _Side:
    """The files of one of the two that are compared, new ones in each round."""

    folder: str
    name: str
    open: Callable[[str, str], IO[Any]]
    files: list[str] = attrs.field(factory=list)
    rounds: int = 0

    def write(self, count: int, data: bytes) -> float:
        for old in self.files:
            os.truncate(f"{self.folder}/{old}", 0)  # not removed: ext4 slows down where many files just were
        self.files = [f"files/{self.name}-{self.rounds}-{number}" for number in range(count)]
        self.rounds += 1
        start = time.perf_counter()
        for name in self.files:
            with self.open(name, "wb") as file:
                file.write(data)
        return (time.perf_counter() - start) / count

    def read(self) -> float:
        start = time.perf_counter()
        for name in self.files:
            with self.open(name, "rb") as file:
                file.read()
        return (time.perf_counter() - start) / len(self.files)


def local_store(count: int, size: int, rounds: int) -> Iterator[tuple[str, Pair]]:
    """Write and read `count` files of `size` bytes in each round, beside the raw file system; the times are of one."""
    raw: Any = LocalFileSystem(auto_mkdir=True)
    data = bytes(size)
    with TemporaryDirectory() as folder:  # one for both: directories of one disk can differ in speed
        ours = _Side(folder, "ours", _Local(store=LocalConfig(path=folder)).store().open)
        reference = _Side(folder, "reference", lambda name, mode: raw.open(f"{folder}/{name}", mode))
        yield "write", paired(lambda: ours.write(count, data), lambda: reference.write(count, data), rounds)
        yield "read", paired(ours.read, reference.read, rounds)
