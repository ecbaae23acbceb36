"""Stacks: declaration, rebinding, closing, and that they are containers of dependency-injector."""

import gc
import sys

import pytest
from dependency_injector import containers, providers
from dependency_injector.wiring import Provide, inject

from stackdi import Flavor, Stack, StackComponent, StackComponentConfig, errors, slot
from stackdi.components import ArtifactStore
from stackdi.components.artifact_store import LocalConfig


class Training(Stack):
    store = slot(ArtifactStore, "memory")
    other = slot(ArtifactStore, "local", path="/artifacts")


def test_a_stack_is_a_container():
    """A stack is a dynamic container, of the class that made it."""
    assert isinstance(Training(), containers.DynamicContainer)
    assert isinstance(Training(), Training)


def test_slots_are_inherited_and_replaced():
    """A subclass has the slots of its bases, and may declare one anew."""

    class Production(Training):
        store = slot(ArtifactStore, "local", path="/data")
        third = slot(ArtifactStore)

    assert list(Production.slots) == ["store", "other", "third"]
    assert Production().store.config == LocalConfig(path="/data")


def test_a_binding_holds_for_one_stack():
    """What is passed to a stack changes no other stack of its class."""
    changed = Training(store={"flavor": "local", "path": "/data"})
    assert changed.store.flavor == "local"
    assert Training().store.flavor == "memory"


def test_an_unknown_slot():
    """A keyword that names no slot is refused, with the slots that there are and the closest."""
    with pytest.raises(errors.UnknownSlotError, match=r"Its slots: 'other', 'store'. Did you mean 'store'\?"):
        Training(stor="memory")


def test_all_problems_at_once():
    """The problems of all configs that are passed come in one error."""
    with pytest.raises(errors.ConfigError) as caught:
        Training(store={"flavor": "local", "pth": 1}, other={"flavor": "s3", "path": "gs://x", "key": 5})
    assert [(problem.where, problem.code) for problem in caught.value.problems] == [
        ("store.pth", "unknown"),
        ("store.path", "missing"),
        ("other.key", "type"),
        ("other.path", "value"),
    ]


@pytest.mark.parametrize(
    ("binding", "error", "message"),
    [
        ("locl", errors.UnknownFlavorError, "Did you mean 'local'"),
        ({"path": "/data"}, errors.BindingError, "needs the key 'flavor'"),
        (5, errors.BindingError, "An object of type int is no binding"),
        (int, errors.BindingError, "The class int is no binding"),
        ("nowhere.flavors:Local", errors.DottedPathError, "there is no module 'nowhere'"),
    ],
)
def test_a_wrong_binding(binding, error, message):
    """What is no binding, or leads nowhere, is refused when the stack is made."""
    with pytest.raises(error, match=message):
        Training(store=binding)


def test_a_flavor_of_another_type():
    """A flavor of another component type is refused when it is given."""

    class Engine(StackComponent):
        component_type = "engine"

    class EngineFlavor(Flavor):
        name = "motor"
        type = Engine
        config_class = StackComponentConfig
        implementation_class = Engine

    with pytest.raises(errors.FlavorMismatchError, match="'engine', where 'artifact_store' is needed"):
        Training(store=EngineFlavor)


def test_an_unknown_attribute():
    """A name that a stack does not have is an AttributeError, as for any object."""
    with pytest.raises(AttributeError, match="no attribute 'stroe'"):
        Training().stroe  # noqa: B018


@pytest.mark.parametrize("name", ["parent", "providers", "override", "close", "wire", "slots"])
def test_a_reserved_name(name):
    """A slot cannot have a name that the container needs for itself."""
    with pytest.raises(errors.DefinitionError, match=f"'{name}' is taken by the container itself"):
        type("Bad", (Stack,), {name: slot(ArtifactStore)})


def test_all_faults_of_a_class_at_once():
    """Everything that is wrong with a stack class is told in one error."""
    shared = slot(ArtifactStore)
    body = {"wire": slot(ArtifactStore), "a": shared, "b": shared, "clock": providers.Object(1), "store": 5}
    with pytest.raises(errors.DefinitionError) as caught:
        type("Bad", (Training,), body)
    assert len(caught.value.reasons) == 4


def test_one_slot_under_two_names():
    """A slot object that stands under two names is refused."""
    shared = slot(ArtifactStore)
    with pytest.raises(errors.DefinitionError, match="'b' is the slot 'a' again"):
        type("Bad", (Stack,), {"a": shared, "b": shared})


def test_a_slot_is_not_assigned():
    """A slot of a stack can be neither assigned nor deleted."""
    stack = Training()
    with pytest.raises(errors.BindingError, match="'store' cannot be assigned"):
        stack.store = providers.Object(1)
    with pytest.raises(errors.BindingError, match="'store' cannot be deleted"):
        del stack.store


def test_other_attributes_are_free():
    """Further attributes and providers can be set and deleted, as on any dynamic container."""
    stack = Training()
    stack.clock = providers.Object(5)
    assert stack.clock() == 5
    assert "clock" in stack.providers
    del stack.clock
    assert "clock" not in stack.providers


def test_making_a_stack_builds_nothing():
    """A new stack holds no slot, and no state, before it is used."""
    assert vars(Training()) == {}


def test_providers():
    """The providers of class and stack are its slots by name."""
    stack = Training()
    assert list(Training.providers) == list(stack.providers) == ["store", "other"]
    assert stack.providers["store"] is stack.store
    assert Training.providers["store"] is Training.store


def test_traverse():
    """Traversal reaches every slot."""
    stack = Training()
    assert set(stack.traverse()) == {stack.store, stack.other}


def test_wiring():
    """Functions of a wired module get components injected by dependency-injector's own markers."""

    @inject
    def use(store=Provide[Training.store], named=Provide["store"]):
        return store, named

    module = type(sys)("wired")
    module.use = use
    stack = Training()
    stack.wire(modules=[module])
    try:
        assert module.use() == (stack.store(), stack.store())
    finally:
        stack.unwire()


def test_reset_singletons():
    """dependency-injector's own reset finds the slots."""
    stack = Training()
    first = stack.store()
    stack.reset_singletons()
    assert stack.store() is not first


def test_a_stack_is_collected():
    """A stack that nobody holds leaves no slots behind."""
    Training().store()
    gc.collect()
    assert not [thing for thing in gc.get_objects() if isinstance(thing, Training)]


def test_repr():
    """A stack shows its class and the names of its slots."""
    assert repr(Training()) == "Training(store, other)"
