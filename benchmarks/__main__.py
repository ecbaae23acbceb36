"""The figures: what stackdi costs beside what it is built on, all of it measured in one run to be comparable."""

from collections.abc import Iterator

from benchmarks.imports import cold_import
from benchmarks.pairing import Pair
from benchmarks.peers.timings import hit, new
from benchmarks.stacks import beside, large_stack
from benchmarks.stores import local_store
from benchmarks.table import show


def figures() -> Iterator[tuple[str, Pair]]:
    """Measure one figure after the other, each named by what it compares."""
    yield "cached hit / raw ThreadSafeSingleton", beside(hit)
    yield "new stack of 10 slots / DeclarativeContainer of 10 singletons", beside(new(10))
    yield "new stack of 100 slots / new stack of 10 slots", large_stack()
    yield (
        "cold `from stackdi import Stack` / `import dependency_injector.containers`, CPU time after the start",
        cold_import(),
    )
    for verb, pair in local_store(count=10, size=1 << 10, rounds=100):
        yield f"local store, {verb} a file of 1 KiB (1,000 of them) / raw LocalFileSystem", pair
    for verb, pair in local_store(count=1, size=64 << 20, rounds=25):
        yield f"local store, {verb} a file of 64 MiB / raw LocalFileSystem", pair


if __name__ == "__main__":
    show(("what", "ours", "reference", "ratio"), ((what, *pair.cells()) for what, pair in figures()))
