"""The comparison: all that is installed side by side, in one table."""

from collections.abc import Iterator, Sequence

from benchmarks.pairing import Pair
from benchmarks.peers.behaviour import THREADS, bytes_unused, constructions, overlap, stale
from benchmarks.peers.circle import outcome
from benchmarks.peers.contestant import Contestant
from benchmarks.peers.field import INSTALL, field
from benchmarks.peers.timings import Timing, built, hit, new, swap, swap_anew, timed
from benchmarks.table import announce, show

TIMINGS: dict[str, Timing] = {
    "cached hit": hit,
    "override, use a dependent, leave, use it again": swap,
    "the same, with nothing stale": swap_anew,
    "new container of 10": new(10),
    "new container of 100": new(100),
    "new container of 10, all of them built": built,
}
NONE = "-"


def timings(contestants: Sequence[Contestant]) -> Iterator[list[str]]:
    """Yield the rows of what takes time: that of the reference, and how many times as long the others take."""
    for what, timing in TIMINGS.items():
        announce(what)
        pairs = timed(timing, contestants)
        yield [what, *(_beside(pairs.get(contestant.name)) for contestant in contestants)]


def behaviours(contestants: Sequence[Contestant]) -> Iterator[list[str]]:
    """Yield the other rows, in sizes, counts and words."""
    announce("memory")
    sizes = [bytes_unused(contestant) for contestant in contestants]
    yield [
        "memory of an unused container of 10",
        f"{sizes[0] / 1024:.3g} KiB",
        *(f"{size / sizes[0]:.3g}x" for size in sizes[1:]),
    ]
    announce("stale dependents")
    found = [stale(contestant) for contestant in contestants]
    yield ["dependent built before is stale inside an override", *(_said(both and both[0]) for both in found)]
    yield ["dependent built inside is stale after it", *(_said(both and both[1]) for both in found)]
    announce("threads")
    yield [f"constructions when {THREADS} threads meet", *(str(constructions(each)) for each in contestants)]
    yield ["two slow parts in two threads / one", *(f"{overlap(each).ratio:.2g}x" for each in contestants)]
    announce("a circle")
    yield ["a circle", *map(outcome, contestants)]


def main() -> None:
    """Print the table, and what has to be known to read it."""
    contestants, missing = field()
    names = [contestant.name for contestant in contestants]
    show(("", *names), [*timings(contestants), *behaviours(contestants)], [name for name in names if name != "stackdi"])
    print(f"\nTimes and memory are those of {names[0]}, and for the others multiples of them.")
    print(f"`{NONE}`: there is no way to do it in place. A circle is refused when a container is made of it.\n")
    for contestant in contestants:
        if contestant.note:
            print(f"- {contestant.name}: {contestant.note}.")
    if missing:
        print(f"- Not installed, and so left out: {', '.join(missing)} ({INSTALL}).")


def _beside(pair: Pair | None) -> str:
    if pair is None:
        return NONE
    ours, _, ratio = pair.cells()
    return ours if pair.ours == pair.reference else ratio


def _said(truth: bool | None) -> str:  # noqa: FBT001 - it is what is said
    return NONE if truth is None else "yes" if truth else "no"


if __name__ == "__main__":
    main()
