"""The parts: what the containers hold. What a part needs is in the annotations of its constructor, where peers look."""

import time
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar, get_type_hints

Parts = Sequence[type[Any]]

SECONDS = 0.05
"""How long a slow part is under construction."""


class Base:
    """A part that another one needs, and that is overridden."""


class Dependent:
    """A part that needs another one."""

    def __init__(self, base: Base) -> None:
        self.base = base


class Slow:
    """A part whose constructions take their time and are counted."""

    constructed: ClassVar[list[Any]] = []

    def __init__(self) -> None:
        work(self)


class AlsoSlow(Slow):
    """Another one, independent of it."""


class Ping:
    """A part that needs the one that needs it."""

    def __init__(self, pong: "Pong") -> None:
        self.pong = pong


class Pong:
    """The other half of the circle."""

    def __init__(self, ping: Ping) -> None:
        self.ping = ping


def work(part: object) -> None:
    """Do what the constructor of a slow part does."""
    Slow.constructed.append(part)
    time.sleep(SECONDS)


@cache
def many(count: int) -> Parts:
    """Return parts that need nothing and do nothing."""
    return [type(f"Part{number}", (), {}) for number in range(count)]


def name_of(part: type[Any]) -> str:
    """Return the name of a part, for a container that has names."""
    return part.__name__.lower()


def needs_of(part: type[Any]) -> dict[str, type[Any]]:
    """Return what a part needs, by keyword, for a container that wants to be told."""
    return {name: need for name, need in get_type_hints(part.__init__).items() if name != "return"}
