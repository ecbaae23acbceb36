"""Stacks beside containers of dependency-injector: what it costs to make one, and to use a component that is there."""

from types import new_class
from typing import Any

from dependency_injector.containers import DeclarativeContainer
from dependency_injector.providers import ThreadSafeSingleton

from benchmarks.pairing import Pair, paired, repeated
from benchmarks.probe import Probe, ProbeFlavor
from stackdi import Stack, slot

_ROUNDS = 25


def _stack(size: int) -> type[Any]:
    slots = {f"slot_{number}": slot(Probe, ProbeFlavor) for number in range(size)}
    return new_class(f"StackOf{size}", (Stack,), exec_body=lambda body: body.update(slots))


def _container(size: int) -> type[Any]:
    singletons = {f"slot_{number}": ThreadSafeSingleton(object) for number in range(size)}
    return new_class(f"ContainerOf{size}", (DeclarativeContainer,), exec_body=lambda body: body.update(singletons))


def cached_hit() -> Pair:
    """Use a component that was built before, beside a raw singleton that was."""
    ours, reference = (repeated("made.slot_0()", 100_000, made=kind(10)()) for kind in (_stack, _container))
    return paired(ours, reference, _ROUNDS)


def new_stack() -> Pair:
    """Make a stack of 10 slots, beside a container of 10 singletons."""
    ours, reference = repeated("kind()", 20_000, kind=_stack(10)), repeated("kind()", 20, kind=_container(10))
    return paired(ours, reference, _ROUNDS)


def large_stack() -> Pair:
    """Make a stack of 100 slots, beside one of 10."""
    ours, reference = (repeated("kind()", 20_000, kind=_stack(size)) for size in (100, 10))
    return paired(ours, reference, _ROUNDS)
