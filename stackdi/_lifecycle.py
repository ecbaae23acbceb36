"""How many components are built or closed at once: in an order that is safe, and all of them, whatever goes wrong."""

from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from inspect import isawaitable, iscoroutine
from typing import Any

from stackdi._cells import Cell


def start_all(cells: Iterable[Cell], stack: str) -> None:
    """Build the components of cells and of what they are built from, in parallel as soon as their sources are there.

    Raises:
        BaseExceptionGroup: with what the constructors raised; what is not built from these is built all the same.
    """
    sources: dict[Cell, list[Cell]] = {}
    reached = list(cells)
    while reached:
        cell = reached.pop()
        sources[cell] = list(cell.sources.values())
        reached += (source for source in sources[cell] if source not in sources)
    failed: dict[Cell, BaseException | None] = {}
    with ThreadPoolExecutor(max(len(sources), 1), thread_name_prefix="stackdi") as pool:
        sorter = TopologicalSorter(sources)
        sorter.prepare()
        running: dict[Future[Any], Cell] = {}
        while sorter.is_active():
            for cell in sorter.get_ready():
                if failed.keys().isdisjoint(sources[cell]):
                    running[pool.submit(cell.slot)] = cell
                else:
                    failed[cell] = None  # what it needs has been told
                    sorter.done(cell)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                cell = running.pop(future)
                if error := future.exception():
                    failed[cell] = error
                sorter.done(cell)
    failures = [error for error in failed.values() if error]
    if failures:
        raise BaseExceptionGroup(f"not all components of {stack} could be built", failures)


def close_all(components: list[Any], stack: str) -> None:
    """Close components, the last first.

    Raises:
        ExceptionGroup: with what they raised; the others are closed all the same.
    """
    failures = []
    for component in reversed(components):
        try:
            _close(component)
        except Exception as error:  # noqa: BLE001 - the others must be closed
            failures.append(_noted(error, component, stack))
    _tell(failures, stack)


async def aclose_all(components: list[Any], stack: str) -> None:
    """Close components, the last first, and await those whose closing is asynchronous.

    Raises:
        ExceptionGroup: with what they raised; the others are closed all the same.
    """
    failures = []
    for component in reversed(components):
        try:
            result = component.aclose() if hasattr(component, "aclose") else component.close()
            if isawaitable(result):
                await result
        except Exception as error:  # noqa: BLE001 - the others must be closed
            failures.append(_noted(error, component, stack))
    _tell(failures, stack)


def _close(component: Any) -> None:
    result = component.close() if hasattr(component, "close") else None
    if iscoroutine(result):
        result.close()  # it is never awaited
    if isawaitable(result) or not hasattr(component, "close"):
        raise TypeError("it is closed asynchronously: use `async with`, or `await stack.aclose()`")


def _noted(error: Exception, component: Any, stack: str) -> Exception:
    error.add_note(f"while closing the component {component.name!r} of {stack}")
    return error


def _tell(failures: list[Exception], stack: str) -> None:
    if failures:
        raise ExceptionGroup(f"not all components of {stack} could be closed", failures)
