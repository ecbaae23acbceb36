"""Stacks beside containers of other libraries: what it costs to make one, and to use what is in it."""

from benchmarks.pairing import Pair, paired
from benchmarks.peers.contestant import Contestant
from benchmarks.peers.ours import CONTESTANT as OURS
from benchmarks.peers.raw import CONTESTANT as RAW
from benchmarks.peers.timings import ROUNDS, Timing, new, timed


def beside(timing: Timing, other: Contestant = RAW) -> Pair:
    """Time stackdi beside another library, which is dependency-injector unless it is said."""
    return timed(timing, (other, OURS))[OURS.name]


def large_stack() -> Pair:
    """Make a stack of 100 slots, beside one of 10."""
    return paired(new(100)(OURS), new(10)(OURS), ROUNDS)
