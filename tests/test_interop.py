"""A stack among the other containers of dependency-injector, in web frameworks, and in another process."""

import copy
import multiprocessing
import os
import pickle
import sys

import pytest
from dependency_injector import containers, providers
from dependency_injector.wiring import Provide, Provider, inject
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from flask import Flask

from parts import Car, CarFlavor, Engine, EngineFlavor, Garage, GarageFlavor, engine
from stackdi import Secret, Stack, StackComponentConfig, errors, slot
from stackdi.components import ArtifactStore
from stackdi.components.artifact_store import MemoryConfig
from stackdi.components.artifact_store.memory import MemoryArtifactStore


class Training(Stack):
    artifact_store = slot(ArtifactStore, "memory")
    other = slot(ArtifactStore, "local", path="artifacts")


class Town(Stack):
    garage = slot(Garage, GarageFlavor)
    car = slot(Car, CarFlavor)
    engine = slot(Engine, EngineFlavor)


class Service:
    def __init__(self, store):
        self.store = store


class App(containers.DeclarativeContainer):
    stack = providers.Container(Training)
    service = providers.Singleton(Service, store=stack.artifact_store)


@pytest.fixture
def wired():
    """Return a function that wires functions to a stack, which is unwired at the end of the test."""
    stacks = []

    def wire(stack, **functions):
        module = type(sys)("wired")
        vars(module).update(functions)
        stack.wire(modules=[module])
        stacks.append(stack)
        return module

    yield wire
    for stack in stacks:
        stack.unwire()


@inject
def stored(
    store: ArtifactStore = Provide[Training.artifact_store],
    by_name: ArtifactStore = Provide["artifact_store"],
    provider=Provider[Training.artifact_store],
    path: str = Provide[Training.artifact_store.provided.path],
):
    """Take a component by each marker that dependency-injector has."""
    return store, by_name, provider(), path


def test_markers(wired):
    """Markers of the class give the components of the stack that was wired."""
    stack = Training()
    store = stack.artifact_store()
    assert wired(stack, use=stored).use() == (store, store, store, "memory://")


def test_markers_of_a_base_class(wired):
    """Markers of a stack class work on a stack of its subclass, also for a slot that is declared anew there."""

    class Production(Training):
        other = slot(ArtifactStore, "memory")

    stack = Production()
    assert wired(stack, use=stored).use()[0] is stack.artifact_store()


def test_an_override_reaches_wired_functions(wired):
    """A wired function gets what overrides the slot."""
    stack, fake = Training(), MemoryArtifactStore(MemoryConfig())
    module = wired(stack, use=stored)
    with stack.override(artifact_store=fake):
        assert module.use()[0] is fake
    assert module.use()[0] is stack.artifact_store()


fastapi = FastAPI()
flask = Flask(__name__)


@fastapi.get("/")
@inject
def read_fastapi(store: ArtifactStore = Depends(Provide[Training.artifact_store])) -> list[str]:  # noqa: B008, FAST002
    """List the artifacts."""
    return store.listdir()


@flask.get("/")
@inject
def read_flask(store: ArtifactStore = Provide[Training.artifact_store]) -> list[str]:
    """List the artifacts."""
    return store.listdir()


@pytest.mark.parametrize("client", [TestClient(fastapi), flask.test_client()], ids=["fastapi", "flask"])
def test_web_frameworks(client):
    """A route of a web framework gets its component injected, and the override of a test."""
    stack = Training()
    with stack.artifact_store().open("a", "w"):
        pass
    stack.wire(modules=[sys.modules[__name__]])
    try:
        answers = [client.get("/")]
        with stack.override(artifact_store={"flavor": "memory"}):
            answers.append(client.get("/"))
    finally:
        stack.unwire()
    assert [answer.json() if callable(answer.json) else answer.json for answer in answers] == [["a"], []]


def test_nested_in_a_container():
    """A stack is nested in a container, and its slots are injected into the providers of that."""
    first, second = App(), App()
    assert first.service().store is first.stack.artifact_store()
    assert first.stack.artifact_store() is not second.stack.artifact_store()
    assert isinstance(first.stack(), Training)


def test_nested_with_overriding_providers():
    """A container provider that overrides slots of its stack does so in each instance."""
    store = MemoryArtifactStore(MemoryConfig())

    class Outer(containers.DeclarativeContainer):
        stack = providers.Container(Training, artifact_store=providers.Object(store))

    outer = Outer()
    assert outer.stack.artifact_store() is store
    outer.stack.reset_override()
    assert outer.stack.other.flavor == "local"


def test_the_reset_of_an_outer_container():
    """An outer container that resets its singletons resets the slots, too."""
    app = App()
    before = app.stack.artifact_store()
    app.reset_singletons()
    assert app.stack.artifact_store() is not before


def test_a_stack_overrides_another():
    """The providers of a stack serve to override another."""
    stack, other = Training(), Training()
    stack.override_providers(**other.providers)
    assert stack.artifact_store() is other.artifact_store()


def test_override_providers():
    """`override_providers` is in force from the call to the end of its block; an unknown name leaves nothing behind."""
    stack, store = Training(), MemoryArtifactStore(MemoryConfig())
    with stack.override_providers(artifact_store=store) as same:
        assert same is stack
        assert stack.artifact_store() is store
    assert stack.artifact_store() is not store
    with pytest.raises(errors.UnknownSlotError, match="'othr'"):
        stack.override_providers(artifact_store=store, othr=store)
    assert stack.in_force == {}


def test_a_slot_as_an_overriding_provider():
    """A slot overrides a provider of dependency-injector."""
    stack, raw = Training(), providers.Object(1)
    with raw.override(stack.artifact_store):
        assert raw() is stack.artifact_store()
    assert raw() == 1


def test_related_slots_are_traversed():
    """Traversal reaches what a slot is built from."""
    town = Town()
    assert set(town.garage.traverse()) == {town.car, town.engine}


def test_deepcopy():
    """A deep copy of a stack has its bindings and overrides, and components of its own."""
    source, ready = providers.Factory(MemoryArtifactStore, MemoryConfig()), engine()
    stack = Training(artifact_store=source)
    stack.clock = providers.Object(5)
    town = Town(engine=ready)
    with town.override(car=CarFlavor):
        copied, copied_town = copy.deepcopy(stack), copy.deepcopy(town)
        assert copied_town.in_force.keys() == {"car"}
    assert copied.artifact_store() is not stack.artifact_store()
    assert copied.clock() == 5
    assert copied_town.engine() is ready
    assert copy.deepcopy(Town.engine) is Town.engine
    assert providers.deepcopy(town.car).name == "car"
    assert stack.__deepcopy__(None).artifact_store.flavor is None


def answer(connection):  # pragma: no cover - it runs in another process
    """In another process: rebuild the stack that is sent, use it, and send back what it has."""
    stack = pickle.loads(connection.recv_bytes())
    with stack.artifact_store().open("a", "w"):
        pass
    connection.send((stack.artifact_store().listdir(), stack.other.config.path, os.getpid()))


def test_a_stack_travels_to_another_process(tmp_path, monkeypatch):
    """The bindings of a stack are pickled, with relative paths as they were bound, and rebuilt elsewhere."""
    monkeypatch.chdir(tmp_path)
    stack = Training(artifact_store={"flavor": "local", "path": "here"})
    here, there = multiprocessing.get_context("fork").Pipe()
    process = multiprocessing.get_context("fork").Process(target=answer, args=(there,))
    process.start()
    monkeypatch.chdir("/")
    here.send_bytes(pickle.dumps(stack))
    assert here.poll(20)
    listed, path, pid = here.recv()
    process.join()
    assert (listed, path) == (["a"], stack.other.config.path)
    assert pid != os.getpid()
    assert (tmp_path / "here" / "a").exists()


def test_what_is_in_force_travels():
    """An override by a flavor travels; one by a component is refused, naming the slot."""
    town = Town()
    with town.override(engine={"flavor": EngineFlavor}):
        assert pickle.loads(pickle.dumps(Town())).engine.flavor == "motor"
    with town.override(engine=engine()), pytest.raises(errors.BindingError, match="the slot 'engine' holds"):
        pickle.dumps(town)


def test_what_the_class_binds_need_not_travel():
    """A component that the class binds is there in the other process, since the class is."""
    assert isinstance(pickle.loads(pickle.dumps(Ready())).engine(), Engine)


class Ready(Stack):
    engine = slot(Engine, engine())


@pytest.mark.parametrize("key", [Secret("hunter2"), "hunter2"])
def test_a_literal_secret_does_not_travel(key):
    """A binding that holds a secret value refuses to be pickled, however the value was given."""
    stack = Training(artifact_store={"flavor": "s3", "path": "s3://b", "key": key})
    with pytest.raises(errors.SecretError, match="cannot be pickled"):
        pickle.dumps(stack)


def test_a_binding_does_not_show_a_secret():
    """What is bound, and what overrides, shows no secret that was given as plain data."""
    stack = Training(artifact_store={"flavor": "s3", "path": "s3://b", "key": "hunter2"})
    stack.other.override({"flavor": "s3", "path": "s3://b", "key": "hunter2"})
    shown = f"{stack.given} {stack.other.overridden} {stack.artifact_store} {list(stack.traverse())} {stack.in_force}"
    assert "hunter2" not in shown


def test_a_slot_is_copied_with_its_stack():
    """A slot that is pickled brings its stack along."""
    slot_of_a_copy = pickle.loads(pickle.dumps(Town().engine))
    assert (slot_of_a_copy.name, type(slot_of_a_copy.stack)) == ("engine", Town)


def test_a_provider_beside_a_slot_is_shared():
    """A provider of others that stands beside a slot in a provider is theirs, and not a copy; options are no slots."""
    clock = providers.Singleton(object)
    config = providers.Configuration(default={"tag": "fast"})

    class Timed(Car):
        def __init__(self, config, engine, clock, tag):
            super().__init__(config, engine=engine)
            self.clock, self.tag = clock, tag

    class Timing(Stack):
        engine = slot(Engine, EngineFlavor)
        car = slot(Car, providers.Factory(Timed, StackComponentConfig(), engine, clock=clock, tag=config.tag))

    car = Timing().car()
    assert (car.clock, car.tag) == (clock(), "fast")
