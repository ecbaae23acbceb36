"""What the core takes from the inside of dependency-injector, so that a new version that changes it is told here."""

from importlib.metadata import requires, version

import pytest
from dependency_injector import containers, providers
from packaging.requirements import Requirement

from stackdi import Slot, Stack, slot
from stackdi.components import ArtifactStore

BOUND = next(Requirement(text) for text in requires("stackdi") if text.startswith("dependency-injector"))


class Training(Stack):
    artifact_store = slot(ArtifactStore, "memory")


def test_the_version_is_within_its_bounds():
    """The tests run with a version that the package allows."""
    assert BOUND.specifier.contains(version("dependency-injector"))


def test_the_version_is_bounded_on_both_sides():
    """A version that is not known yet is not allowed, and neither is one that was not tested."""
    assert {bound.operator for bound in BOUND.specifier} == {">=", "<"}


def test_a_container_sets_no_other_state():
    """Whatever the constructor of a dynamic container sets, a stack answers without it, on itself and on its class."""
    for name in vars(containers.DynamicContainer()):
        assert getattr(Training(), name) is not NotImplemented
        assert hasattr(Training, name)


def test_a_slot_needs_no_singleton():
    """A slot is found as a singleton, though the constructor of that was never called."""
    assert Slot.__mro__[1] is providers.BaseSingleton
    assert isinstance(Training().artifact_store, providers.BaseSingleton)


@pytest.mark.parametrize("name", ["override", "reset_last_overriding", "reset_override", "related", "overridden"])
def test_a_slot_answers_for_what_it_inherits(name):
    """What a provider does with fields that a slot does not fill, the slot does in its own way."""
    assert name in vars(Slot)
    assert hasattr(providers.Provider, name)


@pytest.mark.parametrize("name", ["override", "override_providers", "reset_override"])
def test_a_stack_answers_for_what_it_inherits(name):
    """What a container does by the position of overrides, a stack does in its own way."""
    assert name in vars(Stack)
    assert hasattr(containers.DynamicContainer, name)


def test_contexts_undo_through_the_provider():
    """The contexts of dependency-injector undo an override by a method that a slot answers for."""
    stack = Training()
    stack.artifact_store.override({"flavor": "memory"})
    with providers.OverridingContext(stack.artifact_store, providers.Object(1)):
        assert stack.in_force
    assert not stack.in_force
