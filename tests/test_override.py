"""Overrides: checked, all or nothing, nested, left in any order, and nothing is stale on either side."""

import asyncio
import gc
import threading
from unittest.mock import Mock

import pytest
from dependency_injector import providers

from parts import Car, CarFlavor, Engine, EngineFlavor, Garage, GarageFlavor, Motor, engine, flavor_of
from stackdi import Stack, StackComponentConfig, errors, slot


class Town(Stack):
    garage = slot(Garage, GarageFlavor)
    car = slot(Car, CarFlavor, inject={"engine": "engine"})
    engine = slot(Engine, EngineFlavor)
    spare = slot(Engine, EngineFlavor)


@pytest.fixture
def town():
    """Return a stack with a garage that holds a car that has an engine."""
    return Town()


def test_an_override_is_in_force_in_its_block(town):
    """Inside the block the slot gives what overrides it, outside what it gave before."""
    before, fake = town.engine(), engine()
    with town.override(engine=fake) as inside:
        assert inside is town
        assert town.engine() is fake
    assert town.engine() is before


def test_an_override_acts_on_enter(town):
    """To make an override changes nothing before it is entered."""
    fake = engine()
    override = town.override(engine=fake)
    assert town.engine() is not fake
    with override:
        assert town.engine() is fake


def test_dependents_are_not_stale(town):
    """What was built from the overridden slot is built anew inside, and the earlier instances are back after."""
    garage, fake = town.garage(), engine()
    with town.override(engine=fake):
        assert town.garage() is not garage
        assert town.garage().car.engine is fake
    assert town.garage() is garage
    assert garage.car.engine is town.engine()


def test_a_dependent_built_inside_is_not_kept(town):
    """What was first built inside an override is built anew outside."""
    with town.override(engine=engine()):
        inside = town.car()
    assert town.car() is not inside
    assert town.car().engine is town.engine()


def test_unrelated_components_are_untouched(town):
    """A component that is not built from the overridden slot stays the same."""
    before = town.engine()
    with town.override(car=Car(StackComponentConfig())):
        assert town.engine() is before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_blocks_end_in_any_order(town, order):
    """Two overrides of one slot may be left in any order; each takes away itself alone."""
    real, fakes = town.car(), [engine(), engine()]
    overrides = [town.override(engine=fake) for fake in fakes]
    for override in overrides:
        override.__enter__()
    overrides[order[0]].__exit__(None, None, None)
    assert town.car().engine is fakes[order[1]]
    overrides[order[1]].__exit__(None, None, None)
    assert town.car() is real


def test_an_exception_ends_an_override(town):
    """An exception that leaves the block takes the override away."""
    real = town.engine()
    with pytest.raises(OSError, match="on the road"), town.override(engine=engine()):
        raise OSError("on the road")
    assert town.engine() is real


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"engin": None}, errors.UnknownSlotError, "Did you mean 'engine'"),
        ({"engine": Car(StackComponentConfig())}, errors.FlavorMismatchError, "where Engine is needed"),
        ({"engine": 5}, errors.BindingError, "An object of type int is no binding"),
        ({"engine": {"flavor": EngineFlavor, "power": 1}}, errors.ConfigError, "engine.power: unknown key"),
        ({"engine": CarFlavor}, errors.FlavorMismatchError, "'car', where 'engine' is needed"),
    ],
)
def test_all_or_nothing(town, given, error, message):
    """One thing that is wrong keeps the whole override out."""
    real = town.spare
    with pytest.raises(error, match=message):
        town.override(spare=engine(), **given)
    assert town.in_force == {}
    assert town.spare is real


def test_an_unchecked_override(town):
    """A deliberate stub passes with `unchecked`, as a component or by a provider."""
    stub = object()
    with town.override(unchecked=True, engine=stub):
        assert town.car().engine is stub
    with town.engine.override(providers.Object(stub), unchecked=True):
        assert town.engine() is stub


def test_an_unchecked_component_of_another_type(town):
    """A component of another type passes with `unchecked`, too."""
    with town.override(unchecked=True, engine=Car(StackComponentConfig())):
        assert isinstance(town.engine(), Car)


def test_a_mock_with_a_spec_fits(town):
    """A mock that was made with the interface as its spec needs no `unchecked`."""
    mock = Mock(spec=Engine)
    with town.override(engine=mock):
        assert town.engine() is mock


def test_the_overridden_implementation_is_not_imported():
    """A slot that is overridden needs neither its implementation nor its third parties."""

    class Missing(Stack):
        engine = slot(Engine, flavor_of(Engine, "no_such_module.engines:Engine"))
        car = slot(Car, CarFlavor)

    stack, fake = Missing(), engine()
    with stack.override(engine=fake):
        assert stack.car().engine is fake
    with pytest.raises(errors.DottedPathError, match="there is no module 'no_such_module'"):
        stack.car()


def test_overrides_nest(town):
    """An inner override is in force until it ends, over the outer one."""
    outer, inner = engine(), engine()
    with town.override(engine=outer):
        with town.override(engine=inner):
            assert town.car().engine is inner
        assert town.car().engine is outer


def test_what_is_in_force_can_be_read(town):
    """The stack tells what overrides its slots, the innermost first in force."""
    with town.override(engine=engine(), spare={"flavor": EngineFlavor}):
        assert town.in_force["engine"] == "component Motor"
        assert town.in_force["spare"].startswith("flavor 'motor'")
    assert town.in_force == {}


def test_an_override_by_a_flavor_is_built_once(town):
    """A flavor as an override is built on first use, once for the block."""
    with town.override(engine=EngineFlavor):
        assert town.engine() is town.engine()
        assert town.car().engine is town.engine()


def test_an_override_with_needs_of_its_own(town):
    """A flavor as an override gets the components that it requires, as they are in force."""

    class Hybrid(Engine):
        engine: Engine

    fake = engine()
    with town.override(spare=fake), town.override(engine=flavor_of(Engine, Hybrid, Engine)):
        assert town.car().engine.engine is fake


def test_an_override_as_a_decorator(town):
    """An override decorates a function, and is in force while that runs."""
    fake = engine()

    @town.override(engine=fake)
    def drive(speed, *, twice=False):
        return town.car().engine, speed * (1 + twice)

    assert drive(2, twice=True) == (fake, 4)
    assert drive.__name__ == "drive"
    assert town.engine() is not fake


def test_an_override_as_a_decorator_of_a_coroutine(town):
    """An override decorates a coroutine function, and is in force while that runs."""
    fake = engine()

    @town.override(engine=fake)
    async def drive():
        await asyncio.sleep(0)
        return town.engine()

    assert asyncio.run(drive()) is fake
    assert town.engine() is not fake


def test_an_asynchronous_block(town):
    """An override is an asynchronous context, too."""
    fake = engine()

    async def drive():
        async with town.override(engine=fake):
            return town.engine()

    assert asyncio.run(drive()) is fake
    assert town.engine() is not fake


def test_an_override_may_be_entered_again(town):
    """One override can be entered any number of times, also while it is in force."""
    override = town.override(engine=engine())
    with override, override:
        pass
    assert town.in_force == {}


def test_every_thread_sees_an_override(town):
    """An override belongs to the stack, so another thread that uses the stack sees it."""
    fake, found = engine(), []
    with town.override(engine=fake):
        thread = threading.Thread(target=lambda: found.append(town.engine()))
        thread.start()
        thread.join()
    assert found == [fake]


def test_other_stacks_do_not_see_it(town):
    """An override of one stack is none of another of the same class."""
    with town.override(engine=engine()):
        assert Town().engine() is not town.engine()


def test_a_build_under_way_ends_where_it_began():
    """A component whose building began before an override does not appear inside it."""
    started, resume = threading.Event(), threading.Event()

    class Slow(Car):
        def __init__(self, config, **components):
            super().__init__(config, **components)
            started.set()
            resume.wait(5)

    stack, found, fake = Town(car=flavor_of(Car, Slow, Engine)), [], engine()
    thread = threading.Thread(target=lambda: found.append(stack.car()))
    thread.start()
    started.wait(5)
    with stack.override(engine=fake):
        resume.set()
        thread.join()
        assert stack.car().engine is fake
    assert stack.car() is found[0]


def test_a_slot_first_used_inside_an_override(town):
    """A slot that is first asked for inside nested overrides takes part in all of them."""
    fake, other = engine(), Car(StackComponentConfig())
    with town.override(engine=fake):
        assert town.garage().car.engine is fake
        with town.override(car=other):
            assert town.garage().car is other
        assert town.garage().car.engine is fake
    assert town.garage().car.engine is town.engine()


def test_the_slots_own_override_acts_at_once(town):
    """As in dependency-injector, `slot.override` is in force from the call on, and its block ends it."""
    fake = engine()
    override = town.engine.override(fake)
    assert town.car().engine is fake
    with override as overridden:
        assert overridden is town.engine
        assert town.engine() is fake
    assert town.engine() is not fake


def test_reset_last_overriding(town):
    """The last override of a slot is undone by position when it is asked for that way."""
    fakes = [engine(), engine()]
    for fake in fakes:
        town.engine.override(fake)
    town.engine.reset_last_overriding()
    assert town.engine() is fakes[0]
    town.engine.reset_last_overriding()
    with pytest.raises(Exception, match="is not overridden"):
        town.engine.reset_last_overriding()


def test_reset_override(town):
    """All overrides of a slot are undone at once, and those of other slots stay."""
    fake = engine()
    town.override_providers(engine=engine(), spare=fake)
    town.engine.override(engine())
    town.engine.reset_override()
    assert isinstance(town.engine(), Motor)
    assert town.engine.overridden == ()
    assert town.spare() is fake
    town.car.reset_override()
    assert town.spare() is fake


def test_reset_override_of_a_stack(town):
    """All overrides of a stack are undone at once."""
    town.override_providers(engine=engine())
    town.reset_override()
    assert town.in_force == {}


def test_a_block_that_was_undone_already(town):
    """To leave a block whose override was undone inside changes nothing."""
    with town.override(engine=engine()):
        town.reset_override()
        outer = town.override_providers(spare=engine())
    assert list(town.in_force) == ["spare"]
    outer.__exit__(None, None, None)
    outer.__exit__(None, None, None)
    assert town.in_force == {}


def test_a_generator_is_not_decorated(town):
    """A generator, which runs when the override is over, is refused."""
    with pytest.raises(TypeError, match="an override decorates no generator"):
        town.override(engine=engine())(lambda: (yield))


def test_overridden_shows_providers(town):
    """A slot shows what overrides it as providers, as dependency-injector does."""
    fake, source = engine(), providers.Object(engine())
    assert (town.engine.overridden, town.engine.last_overriding) == ((), None)
    with town.override(engine=fake), town.override(engine=source), town.override(engine=EngineFlavor):
        shown = town.engine.overridden
    assert (shown[0](), shown[1]) == (fake, source)
    assert str(shown[2]()).startswith("flavor 'motor'")
    assert Town.engine.overridden == ()


def test_the_slot_of_a_class_cannot_be_overridden():
    """An override on the class, which would leak into every later stack, is refused."""
    with pytest.raises(errors.DefinitionError, match="it belongs to a class; make a stack of it"):
        Town.engine.override(engine())


def test_a_circle_that_appears_when_a_layer_goes():
    """An override that needs what one below it provides does not hang when that is left first."""

    class Electric(Engine):
        car: Car

    class Street(Stack):
        car = slot(Car, CarFlavor)
        engine = slot(Engine, EngineFlavor)

    street = Street()
    lower = street.override_providers(car=Car(StackComponentConfig()))
    upper = street.override_providers(engine=flavor_of(Engine, Electric, Car))
    assert street.engine().car is street.car()
    lower.__exit__(None, None, None)
    assert isinstance(street.engine(), Electric)
    upper.__exit__(None, None, None)
    assert street.car().engine is street.engine()


def test_an_override_leaves_no_garbage(town):
    """What an override made is freed when it ends, without the garbage collector."""
    town.car()
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            with town.override(engine=engine()):
                town.car()
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_reset_reaches_dependents(town):
    """A reset builds anew what was built from the slot, and nothing else."""
    car, spare = town.car(), town.spare
    with town.engine.reset():
        assert town.car() is not car
        again = town.car()
    assert town.car() is not again
    assert town.spare is spare


def test_a_reset_spares_what_is_overridden(town):
    """A reset inside an override leaves a dependent that is overridden, and so not built from the slot, as it is."""
    ready = Car(StackComponentConfig())
    with town.override(engine=EngineFlavor, car=ready):
        before, garage = town.engine(), town.garage()
        town.engine.reset()
        assert town.engine() is not before
        assert (town.car(), town.garage()) == (ready, garage)
