"""A crossing: two threads build a slot each, whose components want each other, and without help both wait for ever."""

from threading import Barrier, Thread
from typing import Any

from dependency_injector import providers

from benchmarks.probe import Probe
from stackdi import Stack, slot
from stackdi.errors import CircularComponentError

_PATIENCE = 10.0  # seconds, after which a thread hangs
_CIRCLES = {("left", "right", "left"), ("right", "left", "right")}


class _Crossed(Stack):
    left = slot(Probe)
    right = slot(Probe)


class _Crossing:
    """One stack, and what its two threads were told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self.start = Barrier(2)
        self.waiting = {"left", "right"}
        self.stack = _Crossed(
            left=providers.Callable(self.build, "left", "right"), right=providers.Callable(self.build, "right", "left")
        )

    def build(self, name: str, other: str) -> Any:
        """Build a slot, which needs the other one; the first time, once the other is being built as well."""
        if name in self.waiting:
            self.waiting.remove(name)
            self.start.wait(_PATIENCE)
        return getattr(self.stack, other)()

    def use(self, name: str) -> None:
        """Use a slot, and note the circle."""
        try:
            getattr(self.stack, name)()
        except CircularComponentError as error:
            self.told.append(error.path)


def crossing_is_told() -> bool:
    """Whether both threads end, and both are told the whole circle."""
    crossing = _Crossing()
    threads = [Thread(target=crossing.use, args=(name,), daemon=True) for name in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE)
    return len(crossing.told) == len(threads) and _CIRCLES.issuperset(crossing.told)
