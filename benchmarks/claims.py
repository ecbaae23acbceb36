"""The claims: what stackdi promises, each a function that puts it to the test; a new promise is one more of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from benchmarks.crossing import crossing_is_told
from benchmarks.first_use import THREADS, builds_once, retries
from benchmarks.imports import loaded
from benchmarks.peers.behaviour import bytes_unused, overlap
from benchmarks.peers.field import INSTALL, field
from benchmarks.peers.ours import CONTESTANT as OURS
from benchmarks.peers.timings import built, hit, new, swap, swap_anew
from benchmarks.row import Row, always, at_most, none_of, not_run, smaller
from benchmarks.stacks import beside, large_stack

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
    yield at_most(1.2, "cached hit, beside a raw ThreadSafeSingleton", partial(beside, hit))
    container = "a DeclarativeContainer of 10 singletons"
    yield at_most(0.05, f"new stack of 10 slots, beside {container}", partial(beside, new(10)))
    yield at_most(1.5, "new stack of 100 slots, beside one of 10", large_stack)
    yield at_most(0.2, f"new stack of 10 slots and all of them built, beside {container}", partial(beside, built))
    yield smaller(1024, "memory of an unused stack of 10 slots", bytes_unused(OURS))


def faster_hits(_: float) -> Iterator[Row]:
    """Use slots, beside the peers that are installed."""
    present, missing = field()
    for peer in present[2:]:
        yield at_most(1.0, f"cached hit, beside {peer.name}", partial(beside, hit, peer))
    if missing:
        yield not_run(f"cached hit, beside {', '.join(missing)}", f"peers not installed: {INSTALL}")


def cheap_overrides(_: float) -> Iterator[Row]:
    """Override a slot that another one needs, timed."""
    cycle = "override + use the dependent + leave + use it again"
    yield at_most(1.25, f"{cycle}, beside `override_providers`, which leaves it stale", partial(beside, swap))
    yield at_most(0.5, f"{cycle}, beside the same with `reset()` of the dependent", partial(beside, swap_anew))


def first_use(scale: float) -> Iterator[Row]:
    """Build in many threads, and fail and build again."""
    rounds = max(1, round(1000 * scale))
    with ThreadPoolExecutor(THREADS) as pool:
        yield always(rounds, f"{THREADS} threads at one cold slot: one construction", lambda: builds_once(pool))
    yield always(rounds, "failing constructor: retried, its exception unwrapped, with a note of where", retries)
    races = max(1, round(200 * scale))
    yield always(races, "two threads whose slots need each other: both are told the path, none hangs", crossing_is_told)
    yield at_most(1.3, "two slow slots in two threads, beside one", partial(overlap, OURS))


CLAIMS: tuple[Callable[[float], Iterator[Row]], ...] = (
    light_imports,
    cheap_stacks,
    faster_hits,
    cheap_overrides,
    first_use,
)
