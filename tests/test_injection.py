"""Cross-slot injection: what a flavor requires is found, checked before anything is built, and given by keyword."""

import pytest
from dependency_injector import providers

from parts import Car, CarFlavor, Engine, EngineFlavor, Garage, GarageFlavor, Motor, engine, flavor_of
from stackdi import Stack, StackComponentConfig, errors, slot


class Town(Stack):
    garage = slot(Garage, GarageFlavor)
    car = slot(Car, CarFlavor)
    engine = slot(Engine, EngineFlavor)


def test_components_are_injected():
    """A flavor gets the components of the types that it requires, from the slots of the same stack."""
    town = Town()
    assert town.garage().car is town.car()
    assert town.car().engine is town.engine()


def test_a_constructor_gets_them_by_keyword():
    """An implementation with a constructor of its own is given the components by keyword."""

    class Tuned(Car):
        def __init__(self, config, *, engine):
            super().__init__(config)
            self.tuned = engine

    town = Town(car=flavor_of(Car, Tuned, Engine))
    assert town.car().tuned is town.engine()


def test_what_is_given_to_one_stack_is_injected():
    """A binding that is passed to a stack serves the needs of its slots, and may have needs of its own."""
    ready = engine()
    assert Town(engine=ready).garage().car.engine is ready


def test_a_new_need_is_injected():
    """A binding with needs that the class did not have is wired for this stack alone."""

    class Electric(Engine):
        garage: Garage

    class Simple(Stack):
        engine = slot(Engine, EngineFlavor)
        garage = slot(Garage, flavor_of(Garage, Garage))

    stack = Simple(engine=flavor_of(Engine, Electric, Garage))
    assert stack.engine().garage is stack.garage()
    assert isinstance(Simple().engine(), Motor)


def test_inject_resolves_an_ambiguity():
    """Where two slots have one type, `inject` says which is meant, by slot or by name."""

    class Two(Stack):
        first = slot(Engine, EngineFlavor)
        second = slot(Engine, EngineFlavor)
        by_slot = slot(Car, CarFlavor, inject={"engine": second})
        by_name = slot(Car, CarFlavor, inject={"engine": "first"})

    stack = Two()
    assert stack.by_slot().engine is stack.second()
    assert stack.by_name().engine is stack.first()


def test_a_slot_does_not_serve_itself():
    """A flavor that requires its own type gets it from the other slot of that type."""

    class Cached(Engine):
        engine: Engine

    class Layered(Stack):
        cached = slot(Engine, flavor_of(Engine, Cached, Engine))
        raw = slot(Engine, EngineFlavor)

    stack = Layered()
    assert stack.cached().engine is stack.raw()


def refused(**slots):
    """Return the reasons for which a class with these slots cannot make a stack."""
    with pytest.raises(errors.InjectionError, match="Bad cannot be wired") as caught:
        type("Bad", (Stack,), slots)()
    return list(caught.value.reasons)


@pytest.mark.parametrize(
    ("slots", "reason"),
    [
        ({"car": slot(Car, CarFlavor)}, "'car' (flavor 'car' of car) needs engine, which no other slot provides"),
        (
            {"car": slot(Car, CarFlavor), "a": slot(Engine), "b": slot(Engine)},
            (
                "'car' (flavor 'car' of car) needs engine, which the slots 'a', 'b' provide: choose one, "
                "slot(..., inject={...})"
            ),
        ),
        (
            {"car": slot(Car, CarFlavor, inject={"engine": "motr"}), "motor": slot(Engine)},
            "'car' (flavor 'car' of car) needs engine, and there is no slot 'motr' to inject. Did you mean 'motor'?",
        ),
        (
            {"car": slot(Car, CarFlavor, inject={"engine": "garage"}), "garage": slot(Garage)},
            "'car' (flavor 'car' of car) needs engine, which the slot 'garage' does not provide",
        ),
        (
            {"car": slot(Car, CarFlavor), "engine": slot(Engine, flavor_of(Engine, Engine, Car))},
            "the circle car -> engine -> car",
        ),
    ],
    ids=["missing", "ambiguous", "unknown inject", "wrong inject", "circle"],
)
def test_a_need_that_cannot_be_met(slots, reason):
    """A need that is missing, ambiguous or in a circle is refused when the first stack is made."""
    assert refused(**slots) == [reason]


def test_all_needs_that_cannot_be_met_at_once():
    """One error tells of all needs of a class, circles with their paths."""
    needs_garage = flavor_of(Engine, Engine, Garage)
    needs_itself = flavor_of(Garage, Garage, Engine)
    reasons = refused(
        garage=slot(Garage, needs_itself, inject={"engine": "engine"}),
        engine=slot(Engine, needs_garage),
        car=slot(Car, CarFlavor),
        other=slot(Engine, EngineFlavor),
    )
    assert reasons[0].startswith("'car' (flavor 'car' of car) needs engine, which the slots 'engine', 'other' provide")
    assert reasons[1] == "the circle garage -> engine -> garage"


def test_two_circles_are_both_told():
    """Two circles that share no slot are two reasons."""
    slots = {
        "a": slot(Engine, flavor_of(Engine, Engine, Car), inject={"car": "b"}),
        "b": slot(Car, CarFlavor, inject={"engine": "a"}),
        "c": slot(Engine, flavor_of(Engine, Engine, Car), inject={"car": "d"}),
        "d": slot(Car, CarFlavor, inject={"engine": "c"}),
    }
    assert refused(**slots) == ["the circle a -> b -> a", "the circle c -> d -> c"]


def test_a_circle_that_is_given():
    """A binding that closes a circle is refused when it is given to a stack, or to an override."""
    needs_garage = flavor_of(Engine, Engine, Garage)
    with pytest.raises(errors.InjectionError, match="the circle garage -> car -> engine -> garage"):
        Town(engine=needs_garage)
    town = Town()
    with pytest.raises(errors.InjectionError, match="the circle garage -> car -> engine -> garage"):
        town.override(engine=needs_garage)
    assert town.in_force == {}


def test_a_missing_need_that_is_given():
    """A binding whose needs cannot be met is refused when it is given."""

    class Alone(Stack):
        car = slot(Car)

    with pytest.raises(errors.InjectionError, match=r"'car' .* needs engine, which no other slot provides"):
        Alone(car=CarFlavor)


def test_a_flavor_that_cannot_be_loaded_has_no_needs():
    """A flavor that is not found keeps no stack from being made; its slot tells when it is used."""

    class Broken(Stack):
        car = slot(Car, "cra")
        engine = slot(Engine, EngineFlavor)

    stack = Broken()
    assert isinstance(stack.engine(), Motor)
    with pytest.raises(errors.UnknownFlavorError, match="car has no flavor 'cra'"):
        stack.car()


def test_a_provider_takes_the_slots_of_its_class():
    """A provider that is declared with slots of the class gets the components of the stack."""

    class Wired(Stack):
        engine = slot(Engine, EngineFlavor)
        car = slot(Car, providers.Factory(Car, StackComponentConfig(), engine=engine))
        alias = slot(Engine, engine)

    first, second = Wired(), Wired()
    assert first.car().engine is first.engine()
    assert second.car().engine is second.engine()
    assert first.alias() is first.engine()


def test_the_chain_is_in_the_note():
    """What a constructor raises while others wait for it is told once, with the chain of slots."""

    class Seized(Engine):
        def __init__(self, _config):
            raise OSError("no oil")

    with pytest.raises(OSError, match="no oil") as caught:
        Town(engine=flavor_of(Engine, Seized)).garage()
    (note,) = caught.value.__notes__
    assert note.endswith("chain: garage -> car -> engine")


def test_requires_must_be_component_types():
    """A flavor that requires something else is refused when its class is made."""
    with pytest.raises(errors.DefinitionError, match=r"its requires .* is no tuple of component types"):
        flavor_of(Car, Car, int)


def test_an_injection_that_nothing_needs():
    """What is to be injected and is not needed is refused: a typo would have no effect otherwise."""
    slots = {"car": slot(Car, CarFlavor, inject={"engin": "engine"}), "engine": slot(Engine, EngineFlavor)}
    assert refused(**slots) == ["'car' (flavor 'car' of car) does not need 'engin', which is to be injected"]


@pytest.mark.parametrize("inject", [{Engine: "engine"}, {"engine": 5}])
def test_what_cannot_be_injected(inject):
    """`inject` maps names to slots; anything else is refused where it is written."""
    with pytest.raises(errors.BindingError, match="What is injected maps the name of a component type to a slot"):
        slot(Car, CarFlavor, inject=inject)
