"""Slots: what is bound, first use, and how failures are told."""

import re
import threading
import time

import pytest
from dependency_injector import providers

from parts import rounds
from stackdi import Flavor, Slot, Stack, StackComponent, StackComponentConfig, errors, slot
from stackdi.components import ArtifactStore
from stackdi.components.artifact_store import LocalConfig, LocalFlavor, MemoryConfig, S3Config
from stackdi.components.artifact_store.memory import MemoryArtifactStore


class EngineConfig(StackComponentConfig):
    power: int = 1


class Engine(StackComponent[EngineConfig]):
    component_type = "engine"


class Motor(Engine):
    built: int = 0
    failures: int = 0

    def __init__(self, config: EngineConfig) -> None:
        super().__init__(config)
        type(self).built += 1
        time.sleep(0.001)  # long enough for other threads to arrive
        if type(self).failures:
            type(self).failures -= 1
            raise OSError("no fuel")


class MotorFlavor(Flavor):
    name = "motor"
    type = Engine
    config_class = EngineConfig
    implementation_class = Motor


class Car(Stack):
    engine = slot(Engine, MotorFlavor)
    spare = slot(Engine)


@pytest.fixture(autouse=True)
def _fresh_motor():
    Motor.built = Motor.failures = 0


def test_a_component_is_built_once():
    """Every use of a slot gives the same component."""
    car = Car()
    assert car.engine() is car.engine()
    assert Motor.built == 1


def test_a_component_knows_its_slot():
    """The slot names the component that it builds."""
    assert Car().engine().name == "engine"


def test_each_stack_has_its_own_components():
    """Two stacks of one class share no component."""
    assert Car().engine() is not Car().engine()


def test_many_threads_build_once():
    """Many threads that meet at a cold slot get one component."""
    for _ in range(rounds(1_000, least=20)):
        Motor.built = 0
        car = Car()
        barrier = threading.Barrier(64)
        found = []

        def use(car=car, barrier=barrier, found=found):
            barrier.wait()
            found.append(car.engine())

        threads = [threading.Thread(target=use) for _ in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert Motor.built == 1
        assert len(set(map(id, found))) == 1


def test_a_failure_is_not_cached():
    """After a constructor failed, the next use tries again."""
    Motor.failures = 2
    car = Car()
    for _ in range(2):
        with pytest.raises(OSError, match="no fuel"):
            car.engine()
    assert isinstance(car.engine(), Motor)


def test_a_failure_is_told_with_its_place():
    """The exception of a constructor passes through with a note of stack, slot, flavor, implementation and chain."""
    Motor.failures = 1
    with pytest.raises(OSError, match="no fuel") as caught:
        Car().engine()
    (note,) = caught.value.__notes__
    assert note == (
        "while building the slot 'engine' of Car (flavor 'motor', implementation "
        f"'{Motor.__module__}:Motor'); chain: engine"
    )


def test_a_failure_has_no_foreign_context():
    """Nothing of the slot's own machinery shows as the context of an exception."""
    Motor.failures = 1
    with pytest.raises(OSError, match="no fuel") as caught:
        Car().engine()
    assert caught.value.__context__ is None


def test_an_exception_raised_again_has_one_note():
    """An exception object that is raised at every try does not collect notes."""
    error = OSError("for ever")

    class Broken(Engine):
        def __init__(self, _config):
            raise error

    class BrokenFlavor(MotorFlavor):
        implementation_class = Broken

    car = Car(engine=BrokenFlavor)
    for _ in range(3):
        with pytest.raises(OSError, match="for ever"):
            car.engine()
    assert len(error.__notes__) == 1


def test_a_component_that_needs_itself():
    """A constructor that uses its own slot is told so, with the path."""

    class Ouroboros(Engine):
        def __init__(self, _config):
            car.engine()

    class OuroborosFlavor(MotorFlavor):
        implementation_class = Ouroboros

    car = Car(engine=OuroborosFlavor)
    with pytest.raises(errors.CircularComponentError, match="engine -> engine"):
        car.engine()


def test_unbound():
    """A stack with an unbound slot can be made; to use the slot is an error that says what to do."""
    car = Car()
    for use in (car.spare, lambda: car.spare.config, lambda: car.spare.flavor):
        with pytest.raises(errors.UnboundSlotError, match=r"Nothing is bound to the slot 'spare' of Car.*Car\(spare="):
            use()


def test_the_slot_of_a_class_is_not_used():
    """A slot on the class belongs to no stack, so it builds nothing."""
    with pytest.raises(errors.DefinitionError, match="it belongs to a class; make a stack of it"):
        Car.engine()


def test_the_interface_must_be_a_component_type():
    """A slot takes component types alone."""
    with pytest.raises(errors.DefinitionError, match="interface int cannot be used"):
        slot(int, "local")


def test_reset_builds_anew():
    """After a reset the next use builds a new component."""
    car = Car()
    first = car.engine()
    car.engine.reset()
    assert car.engine() is not first


def test_reset_during_a_build():
    """A build that was under way at a reset does not come back as the component of the slot."""
    started, resume = threading.Event(), threading.Event()

    class Slow(Engine):
        def __init__(self, config):
            super().__init__(config)
            started.set()
            resume.wait(5)

    class SlowFlavor(MotorFlavor):
        implementation_class = Slow

    car = Car(engine=SlowFlavor)
    found = []
    thread = threading.Thread(target=lambda: found.append(car.engine()))
    thread.start()
    started.wait(5)
    car.engine.reset()
    resume.set()
    thread.join()
    assert car.engine() is not found[0]


FORMS = {
    "name": "memory",
    "dotted path": "stackdi.components.artifact_store.flavors:MemoryFlavor",
    "config": MemoryConfig(),
    "data": {"flavor": "memory"},
    "provider": providers.Object(MemoryArtifactStore(MemoryConfig())),
    "component": MemoryArtifactStore(MemoryConfig()),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_forms_in_a_slot(form):
    """Every form of binding can be declared."""

    class Training(Stack):
        store = slot(ArtifactStore, form)

    assert isinstance(Training().store(), MemoryArtifactStore)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_forms_in_a_stack(form):
    """Every form of binding can be given when a stack is made."""

    class Training(Stack):
        store = slot(ArtifactStore)

    assert isinstance(Training(store=form).store(), MemoryArtifactStore)


def test_a_flavor_class_with_values():
    """A Flavor class takes config values as keywords."""

    class Training(Stack):
        store = slot(ArtifactStore, LocalFlavor, path="/artifacts")

    assert Training().store.config == LocalConfig(path="/artifacts")
    assert Training().store.flavor == "local"


def test_a_provider_is_called_once():
    """What a provider gives at first use stays the component of the slot."""

    class Training(Stack):
        store = slot(ArtifactStore, providers.Factory(MemoryArtifactStore, MemoryConfig()))

    stack = Training()
    assert stack.store() is stack.store()
    assert stack.store.flavor is None


def test_a_provider_of_something_else():
    """A provider whose product does not fit the interface is refused at first use."""

    class Training(Stack):
        store = slot(ArtifactStore, providers.Object(5))

    with pytest.raises(errors.FlavorMismatchError, match=r"The component int .* where ArtifactStore is needed"):
        Training().store()


def test_the_config_of_a_component():
    """A ready-made component shows its own config."""
    config = S3Config(path="s3://bucket")

    class Store(MemoryArtifactStore):
        pass

    class Training(Stack):
        store = slot(ArtifactStore, Store(config))

    assert Training().store.config is config


def test_the_config_error_names_the_slot():
    """The problems of a config have paths that start with the slot, at first use and when it is read."""

    class Training(Stack):
        store = slot(ArtifactStore, "local", pth="x")

    for use in (lambda: Training().store.config, lambda: Training().store()):
        with pytest.raises(errors.ConfigError, match=r"store\.pth: unknown key\. Did you mean 'path'"):
            use()


def test_a_narrower_interface():
    """A slot may ask for one implementation, and refuses another of the same component type."""

    class Training(Stack):
        store = slot(MemoryArtifactStore, "local", path="/artifacts")

    with pytest.raises(errors.FlavorMismatchError, match=r"LocalArtifactStore.*where MemoryArtifactStore is needed"):
        Training().store()


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        ({}, "nothing bound"),
        ({"spare": MotorFlavor}, "flavor 'motor', implementation '.*Motor'"),
        ({"spare": Motor(EngineConfig())}, "component Motor"),
        ({"spare": providers.Object(1)}, "provider <dependency_injector.providers.Object"),
    ],
)
def test_repr(bound, said):
    """A slot tells its name, its stack, its interface and what is bound."""
    car = Car(**bound)
    assert repr(car.spare).startswith("<slot 'spare' of Car: Engine, ")
    assert re.search(said, repr(car.spare))


def test_a_slot_is_a_provider():
    """A slot is a provider of dependency-injector, and can be injected like any."""
    car = Car()
    assert isinstance(car.engine, Slot)
    assert providers.Factory(dict, engine=car.engine)()["engine"] is car.engine()
    assert car.engine.provides is Engine


def test_related_providers_are_traversed():
    """What a slot takes its component from is reached by traversal."""
    source = providers.Object(Motor(EngineConfig()))
    assert source in list(Car(spare=source).traverse())
