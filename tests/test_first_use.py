"""First use by many threads: in parallel, once each, and never a hang."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from parts import Car, CarFlavor, Engine, EngineFlavor, Garage, GarageFlavor, engine, flavor_of, rounds
from stackdi import Stack, StackComponentConfig, errors, slot
from stackdi._cells import _circle


class Town(Stack):
    garage = slot(Garage, GarageFlavor)
    car = slot(Car, CarFlavor)
    engine = slot(Engine, EngineFlavor)


def in_threads(*functions):
    """Call functions in a thread each, and return what each returned or raised."""
    with ThreadPoolExecutor(len(functions)) as pool:
        futures = [pool.submit(function) for function in functions]
        return [future.exception(10) or future.result() for future in futures]


def test_independent_slots_are_built_in_parallel():
    """Two slow slots that two threads use first take the time of one."""
    barrier = threading.Barrier(2)

    class Slow(Engine):
        def __init__(self, config):
            barrier.wait(5)  # passes only when both are being built
            super().__init__(config)

    class Two(Stack):
        left = slot(Engine, flavor_of(Engine, Slow))
        right = slot(Engine, flavor_of(Engine, Slow))

    two = Two()
    assert all(isinstance(built, Slow) for built in in_threads(two.left, two.right))


def test_implementations_are_imported_in_parallel(tmp_path, monkeypatch):
    """Two implementations that are slow to import are imported at the same time by two threads."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(threading, "both_importing", threading.Barrier(2), raising=False)
    for name in ("left_parts", "right_parts"):
        source = "import threading, parts\nthreading.both_importing.wait(5)\nclass Made(parts.Engine): pass\n"
        (tmp_path / f"{name}.py").write_text(source)

    class Two(Stack):
        left = slot(Engine, flavor_of(Engine, "left_parts:Made"))
        right = slot(Engine, flavor_of(Engine, "right_parts:Made"))

    two = Two()
    assert all(isinstance(built, Engine) for built in in_threads(two.left, two.right))


def test_threads_that_touch_a_slot_first_inside_an_override():
    """Threads that ask for a slot first, at once and inside an override, all get what is built from the override."""
    for _ in range(rounds(2_000, least=100)):
        town, fake = Town(), engine()
        town.engine.override(fake)
        barrier = threading.Barrier(2)

        def use(town=town, barrier=barrier):
            barrier.wait(5)
            return town.car().engine

        assert in_threads(use, use) == [fake, fake]


def test_an_override_is_never_lost_to_others():
    """What is in force stays in force for all threads, while others override other slots in any order."""
    town, fake = Town(), engine()
    town.override_providers(engine=fake)
    done, seen = threading.Event(), set()

    def watch():
        while not done.is_set():
            seen.add((town.engine(), town.car().engine, tuple(town.in_force)[:1]))

    def disturb():
        for _ in range(rounds(5_000, least=200)):
            one, other = town.override(garage=Garage(StackComponentConfig())), town.override(garage=GarageFlavor)
            one.__enter__(), other.__enter__()
            one.__exit__(None, None, None), other.__exit__(None, None, None)
        done.set()

    in_threads(watch, disturb)
    assert seen == {(fake, fake, ("engine",))}


def test_a_constructor_may_wait_for_a_thread_that_uses_another_slot():
    """A constructor that starts a thread, which uses another slot, and joins it, finishes."""

    class Patient(Car):
        def __init__(self, config):
            super().__init__(config)
            thread = threading.Thread(target=town.engine)
            thread.start()
            thread.join(5)
            assert not thread.is_alive()

    town = Town(car=flavor_of(Car, Patient))
    assert isinstance(town.car(), Patient)


def circle_of(**needs):
    """Make a stack where building each slot uses another, once all of them are being built."""
    begun = {name: threading.Event() for name in needs}

    def needy(name, component_type):
        class Needy(component_type):
            def __init__(self, _config):
                begun[name].set()
                for event in begun.values():
                    event.wait(5)
                getattr(town, needs[name])()

        return flavor_of(component_type, Needy)

    types = {"engine": Engine, "car": Car, "garage": Garage}
    town = Town(**{name: needy(name, types[name]) for name in needs})
    return town


def test_two_threads_that_need_each_other():
    """Two threads that each build what the other needs are both told, with the path, and neither hangs."""
    for _ in range(rounds(200, least=20)):
        town = circle_of(engine="car", car="engine")
        told = in_threads(town.engine, town.car)
        assert all(isinstance(error, errors.CircularComponentError) for error in told)
        assert {error.path for error in told} <= {("engine", "car", "engine"), ("car", "engine", "car")}


def test_a_circle_of_three_threads():
    """A circle over three threads is told to each of them, with its whole path to one at least."""
    town = circle_of(engine="car", car="garage", garage="engine")
    told = in_threads(town.engine, town.car, town.garage)
    assert all(isinstance(error, errors.CircularComponentError) for error in told)
    assert any(len(error.path) == 4 for error in told)


def test_a_need_that_shows_only_while_building():
    """A constructor that reaches for a slot which needs it is told the whole path."""

    class Curious(Engine):
        def __init__(self, _config):
            town.garage()

    town = Town(engine=flavor_of(Engine, Curious))
    with pytest.raises(errors.CircularComponentError, match="garage -> car -> engine -> garage"):
        town.garage()


def test_a_thread_that_is_done_closes_no_circle():
    """Between the end of a build and its last step nobody is told of a circle."""
    cell = Town().engine.cell
    cell.builder = 1  # a thread that builds nothing any more
    assert _circle(cell, 2) == ()


def test_two_threads_that_ask_for_a_slot_at_once():
    """A slot that another thread has made meanwhile is taken as it is."""
    town = Town()
    assert town.state.join(Town.engine) is town.state.join(Town.engine)


def test_waiting_threads_are_not_told_of_circles():
    """Many threads that wait for one slow slot, some through others, all get what they asked for."""

    class Slow(Engine):
        def __init__(self, config):
            time.sleep(0.01)
            super().__init__(config)

    for _ in range(rounds(200, least=20)):
        town = Town(engine=flavor_of(Engine, Slow))
        found = in_threads(*[town.garage, town.car, town.engine] * 4)
        assert len(set(map(id, found))) == 3
        assert not any(isinstance(thing, Exception) for thing in found)


def test_none_is_a_value():
    """An unchecked override may be None, and is given like any other value."""
    town = Town()
    town.engine.override(None, unchecked=True)
    assert town.car().engine is None


def test_start_builds_all():
    """`start` builds every slot that is bound, each after what it needs."""

    class Named(Town):
        spare = slot(Garage)

    named = Named()
    named.start()
    assert named.garage.cell.component.car is named.car.cell.component


def test_start_builds_what_is_named():
    """`start` with names builds these and what they need, and nothing else."""
    town = Town()
    town.start("car")
    assert isinstance(town.engine.cell.component, Engine)
    assert not isinstance(town.garage.cell.component, Garage)


def test_start_builds_in_parallel():
    """`start` builds slots that do not need each other at the same time."""
    barrier = threading.Barrier(2)

    class Slow(Engine):
        def __init__(self, config):
            barrier.wait(5)
            super().__init__(config)

    class Two(Stack):
        left = slot(Engine, flavor_of(Engine, Slow))
        right = slot(Engine, flavor_of(Engine, Slow))

    Two().start()


def test_start_tells_all_failures():
    """`start` tells of all that failed, once each, and leaves out what needs it; the rest is built."""
    tried = []

    class Broken(Engine):
        def __init__(self, _config):
            tried.append(self)
            raise OSError("no fuel")

    class Wreck(Garage):
        def __init__(self, _config):
            raise ValueError("no roof")

    class Mixed(Town):
        garage = slot(Garage, flavor_of(Garage, Wreck))
        good = slot(Engine, EngineFlavor)
        car = slot(Car, CarFlavor, inject={"engine": "engine"})

    mixed = Mixed(engine=flavor_of(Engine, Broken))
    with pytest.raises(ExceptionGroup, match="not all components of Mixed could be built") as caught:
        mixed.start()
    assert sorted(map(str, caught.value.exceptions)) == ["no fuel", "no roof"]
    assert len(tried) == 1
    assert isinstance(mixed.good.cell.component, Engine)


def test_start_of_an_unknown_slot():
    """`start` refuses a name that is none of a slot."""
    with pytest.raises(errors.UnknownSlotError, match=r"Did you mean 'engine'\?"):
        Town().start("engin")
