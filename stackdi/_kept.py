"""`kept`: a property that is computed when it is first read, and then kept by its owner, without a lock.

`functools.cached_property` holds one lock for all owners in Python 3.11, which would make independent slots wait for
each other. Here two threads that come first at once both compute, and one of the values stays.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class kept(Generic[T]):  # noqa: N801 - a decorator, as property is
    """A property that its owner keeps; read from the class it is computed for the class, and not kept."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type) -> T:
        if instance is None:
            return self.make(owner)
        value: T = vars(instance).setdefault(self.name, self.make(instance))
        return value
