"""Closing: in reverse order, all of it, once; what others made stays open."""

import asyncio
import gc
import threading

import pytest

from parts import Car, Engine, engine, flavor_of
from stackdi import Stack, StackComponentConfig, errors, slot


class Recorder(Engine):
    closed: list[str] = []  # noqa: RUF012 - shared on purpose
    broken: set[str] = set()  # noqa: RUF012

    def close(self):
        self.closed.append(self.name)
        if self.name in self.broken:
            raise OSError(self.name)


class Asynchronous(Engine):
    async def aclose(self):
        await asyncio.sleep(0)
        Recorder.closed.append(f"async {self.name}")


class Coroutine(Engine):
    async def close(self):
        Recorder.closed.append(f"coroutine {self.name}")


class Closing(Stack):
    first = slot(Engine, flavor_of(Engine, Recorder))
    second = slot(Engine, flavor_of(Engine, Recorder))
    third = slot(Engine, flavor_of(Engine, Recorder))
    plain = slot(Engine, flavor_of(Engine, Engine))


@pytest.fixture(autouse=True)
def _fresh_recorder():
    Recorder.closed.clear()
    Recorder.broken.clear()


def test_close_in_reverse_order():
    """What was built is closed in reverse order of creation, and nothing else."""
    with Closing() as stack:
        stack.third(), stack.plain(), stack.first()
    assert Recorder.closed == ["first", "third"]


def test_close_all_even_when_one_fails():
    """A failure while closing keeps no other component open, and is told with the component."""
    stack = Closing()
    Recorder.broken.update(["second", "first"])
    stack.first(), stack.second(), stack.third()
    with pytest.raises(ExceptionGroup, match="not all components of Closing could be closed") as caught:
        stack.close()
    assert Recorder.closed == ["third", "second", "first"]
    assert [error.__notes__ for error in caught.value.exceptions] == [
        ["while closing the component 'second' of Closing"],
        ["while closing the component 'first' of Closing"],
    ]


def test_close_once():
    """A stack that is closed again closes nothing again."""
    stack = Closing()
    stack.first()
    stack.close()
    stack.close()
    assert Recorder.closed == ["first"]


def test_use_after_close():
    """A closed stack refuses to build, and to give what it built before."""
    stack = Closing()
    stack.first()
    stack.close()
    assert stack.closed
    for use in (stack.first, stack.second):
        with pytest.raises(errors.ClosedError, match="The stack Closing is closed"):
            use()


def test_what_others_made_stays_open():
    """A component that was passed in belongs to whoever made it, and is not closed."""
    with Closing(first=Recorder(StackComponentConfig())) as stack:
        stack.first()
    assert Recorder.closed == []


def test_the_end_of_an_override_closes_what_was_built_in_it():
    """Components that were built inside an override are closed when it ends, and those around it stay open."""
    with Closing() as stack:
        stack.first()
        with stack.override(second={"flavor": flavor_of(Engine, Recorder)}):
            stack.second()
        assert Recorder.closed == ["second"]
    assert Recorder.closed == ["second", "first"]


def test_an_override_that_ends_after_the_stack_was_closed():
    """To leave an override of a closed stack changes nothing, and opens nothing."""
    stack = Closing()
    with stack.override(first=engine()):
        stack.second()
        stack.close()
    with pytest.raises(errors.ClosedError, match="Closing"):
        stack.first()
    with pytest.raises(errors.ClosedError, match="Closing"):
        stack.override_providers(first=engine())


def test_what_is_built_while_the_stack_is_closed():
    """A component that was being built while its stack was closed is closed at once, and refused."""
    started, resume = threading.Event(), threading.Event()

    class Slow(Recorder):
        def __init__(self, config):
            super().__init__(config)
            started.set()
            resume.wait(5)

    stack, told = Closing(first=flavor_of(Engine, Slow)), []

    def use():
        with pytest.raises(errors.ClosedError) as caught:
            stack.first()
        told.append(caught.value)

    thread = threading.Thread(target=use)
    thread.start()
    started.wait(5)
    stack.close()
    resume.set()
    thread.join()
    assert (len(told), Recorder.closed) == (1, ["first"])


def test_asynchronous_closing():
    """`async with` awaits what is closed asynchronously, and closes the rest."""

    class Mixed(Stack):
        a = slot(Engine, flavor_of(Engine, Asynchronous))
        b = slot(Engine, flavor_of(Engine, Recorder))
        c = slot(Engine, flavor_of(Engine, Coroutine))

    async def use():
        async with Mixed() as stack:
            stack.a(), stack.b(), stack.c()

    asyncio.run(use())
    assert Recorder.closed == ["coroutine c", "b", "async a"]


def test_asynchronous_closing_of_an_override():
    """An override that is left asynchronously awaits what was built in it."""

    async def use():
        stack = Closing()
        async with stack.override(first=flavor_of(Engine, Asynchronous)):
            stack.first()

    asyncio.run(use())
    assert Recorder.closed == ["async first"]


def test_asynchronous_closing_tells_all_failures():
    """Asynchronous closing closes all components and tells of all failures, as the other does."""
    stack = Closing()
    Recorder.broken.add("second")
    stack.first(), stack.second()
    with pytest.raises(ExceptionGroup, match="not all components of Closing could be closed"):
        asyncio.run(stack.aclose())
    assert Recorder.closed == ["second", "first"]


@pytest.mark.parametrize("kind", [Asynchronous, Coroutine])
def test_asynchronous_components_are_not_closed_in_silence(kind):
    """A component that can only be closed asynchronously makes `close` say so."""
    stack = Closing(first=flavor_of(Engine, kind))
    stack.first()
    with pytest.raises(ExceptionGroup, match="could be closed") as caught:
        stack.close()
    assert str(caught.value.exceptions[0]).startswith("it is closed asynchronously: use `async with`")
    asyncio.run(stack.aclose())
    assert len(Recorder.closed) == 1


def test_an_interrupt_keeps_nothing_open():
    """Even an interrupt while closing lets the others be closed, and is told then."""

    class Interrupted(Recorder):
        def close(self):
            raise KeyboardInterrupt

    stack = Closing(second=flavor_of(Engine, Interrupted))
    stack.first(), stack.second()
    with pytest.raises(BaseExceptionGroup, match="could be closed"):
        stack.close()
    assert Recorder.closed == ["first"]


def test_one_component_in_two_slots_is_closed_once():
    """A component that two slots give is closed once, when both are done with it."""
    one = Recorder(StackComponentConfig())

    class Shared(Recorder):
        def __new__(cls, _config):
            return one

    with Closing(first=flavor_of(Engine, Shared), second=flavor_of(Engine, Shared)) as stack:
        assert stack.first() is stack.second()
    assert len(Recorder.closed) == 1


def test_asynchronous_closing_tells_what_was_raised_while_awaited():
    """What is raised while an asynchronous closing is awaited is told, too."""

    class Failing(Engine):
        async def aclose(self):
            raise OSError("stuck")

    stack = Closing(first=flavor_of(Engine, Failing))
    stack.first()
    with pytest.raises(ExceptionGroup, match="could be closed") as caught:
        asyncio.run(stack.aclose())
    assert str(caught.value.exceptions[0]) == "stuck"


def test_a_stack_that_is_lost_open():
    """A stack that is collected with open components warns."""

    def lose():
        Closing().first()
        gc.collect()

    with pytest.warns(ResourceWarning, match=r"Closing\(.*\) was not closed, and 1 of its components are open"):
        lose()


def test_a_stack_that_has_nothing_open():
    """A stack that is collected without open components says nothing."""
    stack = Closing()
    stack.plain()
    del stack
    gc.collect()


def test_a_reset_component_is_closed_with_the_stack():
    """A component that a reset replaced is closed with the others."""
    with Closing() as stack:
        stack.first()
        stack.first.reset()
        stack.first()
    assert Recorder.closed == ["first", "first"]


def test_an_implementation_may_need_no_close():
    """A car that has nothing to close is left alone."""

    class Parked(Stack):
        car = slot(Car, flavor_of(Car, Car))

    with Parked() as stack:
        assert isinstance(stack.car(), Car)


def test_a_closed_stack_is_not_reset():
    """To reset a slot, or all overrides, of a closed stack opens nothing."""
    stack = Closing()
    stack.first()
    stack.close()
    stack.first.reset()
    stack.reset_override()
    with pytest.raises(errors.ClosedError, match="Closing"):
        stack.first()
