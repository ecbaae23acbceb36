"""How many components are built or closed at once: in an order that is safe, and all of them, whatever goes wrong."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from inspect import isawaitable, iscoroutinefunction
from typing import TYPE_CHECKING, Any

from stackdi._cells import Cell

if TYPE_CHECKING:
    from stackdi._state import State


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


def close_all(components: list[Any], state: "State") -> None:
    """Close components, the last first. What can only be closed asynchronously stays with the stack.

    Raises:
        BaseExceptionGroup: with what they raised; the others are closed all the same.
    """
    failures: list[BaseException] = []
    for component in reversed(components):
        if hasattr(component, "close") and not iscoroutinefunction(component.close):
            _try(component.close, component, state, failures)
        else:
            state.built.append(component)
            error = TypeError("it is closed asynchronously: use `async with`, or `await stack.aclose()`")
            failures.append(_noted(error, component, state))
    _tell(failures, state)


async def aclose_all(components: list[Any], state: "State") -> None:
    """Close components, the last first, and await those whose closing is asynchronous.

    Raises:
        BaseExceptionGroup: with what they raised; the others are closed all the same.
    """
    failures: list[BaseException] = []
    for component in reversed(components):
        result = _try(getattr(component, "aclose", None) or component.close, component, state, failures)
        if isawaitable(result):
            try:
                await result
            except BaseException as error:  # noqa: BLE001 - the others must be closed
                failures.append(_noted(error, component, state))
    _tell(failures, state)


def _try(close: Callable[[], Any], component: Any, state: "State", failures: list[BaseException]) -> Any:
    try:
        return close()
    except BaseException as error:  # noqa: BLE001 - the others must be closed
        failures.append(_noted(error, component, state))


def _noted(error: BaseException, component: Any, state: "State") -> BaseException:
    error.add_note(f"while closing the component {component.name!r} of {type(state.stack).__name__}")
    return error


def _tell(failures: list[BaseException], state: "State") -> None:
    if failures:
        raise BaseExceptionGroup(f"not all components of {type(state.stack).__name__} could be closed", failures)
