"""The claims: what stackdi promises, each a function that puts it to the test; a new promise is one more of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from benchmarks.first_use import THREADS, builds_once, retries
from benchmarks.imports import loaded
from benchmarks.row import Row, always, at_most, none_of
from benchmarks.stacks import cached_hit, large_stack, new_stack

_S3 = """
from stackdi import Stack, slot
from stackdi.components import ArtifactStore
class Remote(Stack):
    artifact_store = slot(ArtifactStore, "s3", path="s3://bucket/prefix")
Remote().artifact_store.config
"""


def light_imports(_: float) -> Iterator[Row]:
    """Load no more than is needed."""
    heavy = ("dependency_injector", "attrs", "attr", "cattrs", "fsspec")
    yield none_of(heavy, "what `import stackdi` loads", loaded("import stackdi", heavy))
    remote = ("s3fs", "fsspec")
    yield none_of(remote, "what making a stack with an s3 slot and reading its `config` loads", loaded(_S3, remote))


def cheap_stacks(_: float) -> Iterator[Row]:
    """Make stacks and use their slots, timed."""
    yield at_most(1.2, "cached hit, beside a raw ThreadSafeSingleton", cached_hit)
    yield at_most(0.05, "new stack of 10 slots, beside a DeclarativeContainer of 10 singletons", new_stack)
    yield at_most(1.5, "new stack of 100 slots, beside one of 10", large_stack)


def first_use(scale: float) -> Iterator[Row]:
    """Build in many threads, and fail and build again."""
    rounds = max(1, round(1000 * scale))
    with ThreadPoolExecutor(THREADS) as pool:
        yield always(rounds, f"{THREADS} threads at one cold slot: one construction", lambda: builds_once(pool))
    yield always(rounds, "failing constructor: retried, its exception unwrapped, with a note of where", retries)


CLAIMS: tuple[Callable[[float], Iterator[Row]], ...] = (light_imports, cheap_stacks, first_use)
