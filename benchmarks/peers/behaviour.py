"""The behaviours: what a contestant does where a time would say little."""

import gc
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from benchmarks.pairing import Pair, Round, paired, repeated
from benchmarks.peers.contestant import Contestant, InexpressibleError, Make
from benchmarks.peers.parts import AlsoSlow, Base, Dependent, Parts, Slow, many

THREADS = 16


def bytes_unused(contestant: Contestant, count: int = 200) -> float:
    """Return how much memory a container of 10 takes that was not used."""
    make = contestant.maker(many(10))
    make()  # with what is kept for the next ones
    gc.collect()
    tracemalloc.start()
    kept = [make() for _ in range(count)]
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / len(kept)


def constructions(contestant: Contestant, rounds: int = 3) -> int:
    """Return how often a slow part is constructed at most when threads meet at it."""
    make = contestant.maker((Slow,))
    return max(_met(contestant, make(), [Slow] * THREADS) for _ in range(rounds))


def overlap(contestant: Contestant, rounds: int = 3) -> Pair:
    """Use two slow parts in two threads, beside one in one."""
    make = contestant.maker((Slow, AlsoSlow))
    return paired(_meeting(contestant, make, (Slow, AlsoSlow)), _meeting(contestant, make, (Slow,)), rounds)


def stale(contestant: Contestant) -> tuple[bool, bool] | None:
    """Tell whether a dependent that was there is stale inside of an override, and one that was built inside after."""
    make, fake = contestant.maker((Base, Dependent)), contestant.fake()
    before: Any = make()
    contestant.use(before, Dependent)
    try:
        (inside, _), (_, after) = contestant.swap(before, fake), contestant.swap(make(), fake)
    except InexpressibleError:
        return None
    return inside.base is not fake, after.base is fake


def _meeting(contestant: Contestant, make: Make, parts: Parts) -> Round:
    return repeated("meet(contestant, make(), parts)", 1, meet=_met, contestant=contestant, make=make, parts=parts)


def _met(contestant: Contestant, made: Any, parts: Parts) -> int:
    """Use each part in a thread of its own, all at once; return how many were constructed."""
    Slow.constructed.clear()
    start = Barrier(len(parts))

    def use(part: type[Any]) -> None:
        start.wait()
        contestant.use(made, part)

    with ThreadPoolExecutor(len(parts)) as pool:
        list(pool.map(use, parts))
    return len(Slow.constructed)
