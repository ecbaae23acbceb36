"""`Pair`: the times of a subject and of its reference, taken in turns since a busy machine slows both down alike."""

import gc
from collections.abc import Callable, Sequence
from timeit import Timer
from typing import Any

import attrs

Round = Callable[[], float]
"""One round of a measurement; it returns seconds."""

_UNITS = (("s", 1.0), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9))


@attrs.frozen
class Pair:
    """The least seconds that a subject and its reference took."""

    ours: float
    reference: float

    @property
    def ratio(self) -> float:
        """How many times as long as the reference the subject takes."""
        return self.ours / self.reference

    def cells(self) -> tuple[str, str, str]:
        """Return both times and their ratio as text."""
        return _said(self.ours), _said(self.reference), f"{self.ratio:.3g}x"


def least(subjects: Sequence[Round], rounds: int) -> list[float]:
    """Run all subjects in turns and return the minimum of each."""
    times = [[subject() for subject in subjects] for _ in range(rounds)]
    return [min(column) for column in zip(*times, strict=True)]


def paired(ours: Round, reference: Round, rounds: int) -> Pair:
    """Run the two in turns and return the minimum of each."""
    return Pair(*least((ours, reference), rounds))


def repeated(statement: str, number: int, **names: Any) -> Round:
    """Return a round that runs a statement `number` times, and gives the seconds of one."""
    # timeit would leave the collector off, and what others left behind is not ours to collect
    timer = Timer(statement, "gc.collect(); gc.enable()", globals={"gc": gc, **names})
    return lambda: timer.timeit(number) / number


def paced(statement: str, seconds: float = 0.005, **names: Any) -> Round:
    """Return a round that runs a statement for about so many seconds, and gives those of one."""
    once = repeated(statement, 1, **names)
    return repeated(statement, max(1, round(seconds / least([once], 3)[0])), **names)


def _said(seconds: float) -> str:
    unit, size = next((pair for pair in _UNITS if seconds >= pair[1]), _UNITS[-1])
    return f"{seconds / size:.3g} {unit}"
