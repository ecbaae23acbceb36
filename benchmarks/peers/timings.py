"""The timings: each prepares a contestant, and returns a round of what is measured."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from benchmarks.pairing import Pair, Round, least, paced
from benchmarks.peers.contestant import Contestant, InexpressibleError, Swapped
from benchmarks.peers.parts import Base, Dependent, many

Timing = Callable[[Contestant], Round]

ROUNDS = 25


def hit(contestant: Contestant) -> Round:
    """Use a part that is there."""
    parts = many(10)
    made = contestant.maker(parts)()
    contestant.use(made, parts[0])
    return paced(contestant.hit, made=made, part=parts[0])


def new(size: int) -> Timing:
    """Make a container."""
    return lambda contestant: paced("make()", make=contestant.maker(many(size)))


def built(contestant: Contestant) -> Round:
    """Make a container of 10 and use all of them."""
    parts = many(10)
    make = contestant.maker(parts)
    return paced("made = make()\nfor part in parts: use(made, part)", make=make, parts=parts, use=contestant.use)


def swap(contestant: Contestant) -> Round:
    """Override a part, use one that needs it, leave the override, use it again."""
    return _swapping(contestant, contestant.swap)


def swap_anew(contestant: Contestant) -> Round:
    """Do the same without stale dependents."""
    return _swapping(contestant, contestant.swap_anew)


def _swapping(contestant: Contestant, way: Callable[[Any, Any], Swapped]) -> Round:
    made = contestant.maker((Base, Dependent))()
    contestant.use(made, Dependent)
    return paced("way(made, fake)", way=way, made=made, fake=contestant.fake())


def timed(timing: Timing, contestants: Sequence[Contestant]) -> dict[str, Pair]:
    """Time those who can do it in turns, each beside the first."""
    rounds: dict[str, Round] = {}
    for contestant in contestants:
        with suppress(InexpressibleError):
            rounds[contestant.name] = timing(contestant)
    times = dict(zip(rounds, least(list(rounds.values()), ROUNDS), strict=True))
    reference = times[contestants[0].name]
    return {name: Pair(seconds, reference) for name, seconds in times.items()}
