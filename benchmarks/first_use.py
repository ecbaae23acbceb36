"""The first use of a slot, where many threads may meet and constructors may fail: one round of each, to be repeated."""

from concurrent.futures import Executor
from threading import Barrier

from benchmarks.probe import CountingProbe, Probe, ProbeError, ProbeFlavor
from stackdi import Stack, slot

THREADS = 64


class _Raced(Stack):
    probe = slot(Probe, ProbeFlavor, seconds=0.001)  # long enough for the other threads to arrive meanwhile


class _Troubled(Stack):
    fragile = slot(Probe, ProbeFlavor, failures=1)


def builds_once(pool: Executor) -> bool:
    """Whether threads that come to a cold slot at the same time all get the one component that is constructed."""
    CountingProbe.constructed.clear()
    stack, start = _Raced(), Barrier(THREADS)

    def use(_: int) -> Probe:
        start.wait()
        return stack.probe()

    used = list(pool.map(use, range(THREADS)))
    return CountingProbe.constructed == used[:1] and len(set(map(id, used))) == 1


def retries() -> bool:
    """Whether what a constructor raises comes through as it is but for a note, and the next use builds."""
    CountingProbe.constructed.clear()
    stack = _Troubled()
    try:
        stack.fragile()
    except Exception as error:  # noqa: BLE001 - which exception it is is the question
        if not _is_plain(error) or not _is_told(error):
            return False
    else:
        return False
    component = stack.fragile()
    return len(CountingProbe.constructed) == 2 and component is stack.fragile()  # noqa: PLR2004 - a failure, a success


def _is_plain(error: Exception) -> bool:
    return type(error) is ProbeError and error.__cause__ is None and error.__context__ is None


def _is_told(error: Exception) -> bool:
    notes: list[str] = getattr(error, "__notes__", [])
    return len(notes) == 1 and all(
        name in notes[0] for name in (_Troubled.__name__, "fragile", ProbeFlavor.name, CountingProbe.__name__)
    )
