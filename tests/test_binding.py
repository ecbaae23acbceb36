"""Bindings: the forms that what is given to a slot can have, and what each of them builds."""

from contextlib import chdir

import pytest
from dependency_injector import providers

from stackdi import Flavor, StackComponent, StackComponentConfig
from stackdi._binding import ComponentBinding, FlavorBinding, ProviderBinding, bind, check_component
from stackdi.components import ArtifactStore
from stackdi.components.artifact_store import LocalConfig, LocalFlavor, MemoryConfig, MemoryFlavor
from stackdi.components.artifact_store.memory import MemoryArtifactStore
from stackdi.errors import (
    BindingError,
    ConfigError,
    DefinitionError,
    DottedPathError,
    FlavorMismatchError,
    UnknownFlavorError,
)


class Notebook(StackComponent):
    component_type = "notebook"


class Paper(Notebook):
    pass


class PaperFlavor(Flavor):
    name = "paper"
    type = Notebook
    config_class = StackComponentConfig
    implementation_class = Paper


class Versioned(ArtifactStore):
    """A narrower interface than that of the built-in flavors."""


class Unflavored(LocalConfig):
    """A config whose base class names a flavor, and which names none itself."""


class ByClass(MemoryConfig):
    flavor = MemoryFlavor


class ByPath(MemoryConfig):
    flavor = "stackdi.components.artifact_store:MemoryFlavor"


FORMS = {
    "name": ("memory", {"path": "memory://a"}),
    "dotted path": ("stackdi.components.artifact_store:MemoryFlavor", {"path": "memory://a"}),
    "flavor class": (MemoryFlavor, {"path": "memory://a"}),
    "config": (MemoryConfig(path="memory://a"), {}),
    "config that names a class": (ByClass(path="memory://a"), {}),
    "config that names a path": (ByPath(path="memory://a"), {}),
    "mapping with a name": ({"flavor": "memory", "path": "memory://a"}, {}),
    "mapping with a class": ({"flavor": MemoryFlavor, "path": "memory://a"}, {}),
}


@pytest.mark.parametrize(("given", "values"), FORMS.values(), ids=FORMS)
def test_a_binding_names_a_flavor_and_its_config(given, values):
    """Each form of a binding by flavor has the flavor's name, and the config with its values."""
    binding = bind(ArtifactStore, given, values)
    assert (binding.flavor, binding.config.path) == ("memory", "memory://a")


@pytest.mark.parametrize(("given", "values"), FORMS.values(), ids=FORMS)
def test_a_binding_by_flavor_builds_the_implementation(given, values):
    """Each form of a binding by flavor builds its implementation, with the config, and owns it."""
    binding = bind(ArtifactStore, given, values)
    assert binding.parts == (MemoryArtifactStore, binding.config)


def test_a_mapping_is_left_as_it_was():
    """To bind a mapping takes nothing out of it."""
    given = {"flavor": "memory"}
    bind(ArtifactStore, given, {})
    assert given == {"flavor": "memory"}


def test_a_config_is_bound_as_it_is():
    """A config object is not made anew."""
    config = MemoryConfig()
    assert bind(ArtifactStore, config, {}).config is config


def test_to_bind_looks_nothing_up():
    """A name that nobody registered, and a path that leads nowhere, can be bound."""
    assert isinstance(bind(ArtifactStore, "absent", {}), FlavorBinding)
    assert isinstance(bind(ArtifactStore, "absent.module:Flavor", {}), FlavorBinding)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ("lcoal", UnknownFlavorError, r"Did you mean 'local'\?"),
        ("absent.module:Flavor", DottedPathError, "there is no module 'absent'"),
        (PaperFlavor, FlavorMismatchError, "is of the component type 'notebook', where 'artifact_store' is needed"),
        ({"flavor": "lcoal"}, UnknownFlavorError, r"Did you mean 'local'\?"),
        (type("Odd", (LocalConfig,), {"flavor": 5})(path="a"), DefinitionError, "it is no subclass of Flavor"),
    ],
)
def test_a_wrong_flavor_is_told_when_it_is_asked_for(given, error, message):
    """A flavor that cannot be found, or is of another type, is an error of the first look at it."""
    binding = bind(ArtifactStore, given, {})
    with pytest.raises(error, match=message):
        _ = binding.flavor


def test_wrong_values_are_told_when_the_config_is_asked_for():
    """Values that the config class refuses are an error of the first look at the config."""
    binding = bind(ArtifactStore, "local", {"pth": "a"})
    with pytest.raises(ConfigError, match=r"pth: unknown key\. Did you mean 'path'\?"):
        _ = binding.config


def test_a_config_is_structured_once():
    """A binding keeps its config."""
    binding = bind(ArtifactStore, "local", {"path": "a"})
    assert binding.config is binding.config


def test_a_config_of_another_flavor_is_refused():
    """A config object must be of the config class of the flavor that it names."""
    odd = type("Odd", (StackComponentConfig,), {"flavor": LocalFlavor})
    with pytest.raises(BindingError, match=r"^Odd is no LocalConfig, which the flavor 'local' of artifact_store takes"):
        _ = bind(ArtifactStore, odd(), {}).config


def test_a_relative_path_starts_where_the_slot_was_bound(tmp_path):
    """A relative path is relative to the working directory of the moment when it was bound."""
    with chdir(tmp_path):
        binding = bind(ArtifactStore, "local", {"path": "artifacts"})
    assert binding.config.path == str(tmp_path / "artifacts")


def test_an_implementation_that_does_not_fit_the_slot_is_refused():
    """A slot that takes a narrower interface than the flavor's refuses an implementation that lacks it."""
    message = r"^The implementation '.*memory:MemoryArtifactStore' is of the component type .* Versioned is needed\.$"
    with pytest.raises(FlavorMismatchError, match=message):
        bind(Versioned, "memory", {}).parts  # noqa: B018


# Providers and components


def test_a_provider_builds_what_it_provides():
    """A provider is called when the component is needed, and goes on to own it."""
    binding = bind(Notebook, providers.Factory(Paper, StackComponentConfig()), {})
    assert isinstance(binding, ProviderBinding)
    assert (type(binding.build({})), binding.flavor) == (Paper, None)


def test_a_provider_of_something_else_is_refused():
    """What a provider gives must be of the slot's interface."""
    message = r"^The component int is of the component type 'none', where Notebook is needed\.$"
    with pytest.raises(FlavorMismatchError, match=message):
        bind(Notebook, providers.Object(5), {}).build({})


def test_a_provider_has_no_config():
    """Nothing is known of a component before its provider is called."""
    with pytest.raises(BindingError, match="has no config before it is called"):
        _ = bind(Notebook, providers.Object(5), {}).config


def test_a_component_is_what_it_builds():
    """A ready-made component is used as it is, and stays its maker's."""
    paper = Paper(StackComponentConfig())
    binding = bind(Notebook, paper, {})
    assert isinstance(binding, ComponentBinding)
    assert (binding.component, binding.config, binding.flavor) == (paper, paper.config, None)


def test_a_component_of_another_type_is_refused_at_once():
    """A ready-made component must be of the slot's interface."""
    message = r"^The component Paper is of the component type 'notebook', where ArtifactStore is needed\.$"
    with pytest.raises(FlavorMismatchError, match=message):
        bind(ArtifactStore, Paper(StackComponentConfig()), {})


@pytest.mark.parametrize(
    ("component", "actual"), [(5, "none"), (Paper(StackComponentConfig()), "notebook")], ids=["number", "paper"]
)
def test_a_component_is_checked_by_its_class(component, actual):
    """What is no instance of an interface is refused with the component type that it has, if any."""
    with pytest.raises(FlavorMismatchError, match=f"is of the component type '{actual}', where ArtifactStore is"):
        check_component(component, ArtifactStore)


# What is no binding


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (5, "An object of type int is no binding"),
        (None, "An object of type NoneType is no binding"),
        ([MemoryFlavor], "An object of type list is no binding"),
        (MemoryFlavor(), "An object of type MemoryFlavor is no binding"),
    ],
)
def test_what_is_no_binding_is_refused(given, message):
    """What has none of the forms of a binding is refused, with all of these forms."""
    with pytest.raises(BindingError, match=rf"^{message}\. That is a flavor \(name, dotted path or Flavor class\)"):
        bind(ArtifactStore, given, {})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (MemoryConfig, "The class MemoryConfig is a class: give an instance, or the flavor and its values."),
        (
            MemoryArtifactStore,
            "The class MemoryArtifactStore is a class: give an instance, or the flavor and its values.",
        ),
        ({}, "A mapping needs the key 'flavor' with a name, dotted path or Flavor class. It is empty."),
        ({"flavor": int}, "A mapping needs the key 'flavor' with a name, dotted path or Flavor class. It is empty."),
        (
            {"flavour": "local", "path": "a"},
            (
                "A mapping needs the key 'flavor' with a name, dotted path or Flavor class. "
                "Its keys: 'flavour', 'path'. Did you mean 'flavour'?"
            ),
        ),
        (
            Unflavored(path="a"),
            "An object of type Unflavored names no flavor in its body: add one, or give the flavor and its values.",
        ),
    ],
)
def test_what_is_nearly_a_binding_is_refused(given, message):
    """What lacks little to be a binding is refused, with what it lacks."""
    with pytest.raises(BindingError) as caught:
        bind(ArtifactStore, given, {})
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "given",
    [MemoryConfig(), {"flavor": "memory"}, providers.Object(5), Paper(StackComponentConfig())],
    ids=["config", "mapping", "provider", "component"],
)
def test_only_a_flavor_takes_values(given):
    """Values beside anything but a flavor are refused by their names."""
    message = (
        f"^An object of type {type(given).__name__} takes no values \\(path, key\\): name the flavor that takes them"
    )
    with pytest.raises(BindingError, match=message):
        bind(ArtifactStore, given, {"path": "a", "key": "b"})


# What is said of them


def test_a_binding_by_flavor_says_what_was_named():
    """Before a flavor was looked up, its binding says what was given."""
    assert str(bind(ArtifactStore, "memory", {})) == "flavor 'memory'"


def test_a_binding_by_flavor_says_what_was_found():
    """After a flavor was looked up, its binding says its name and its implementation."""
    binding = bind(ArtifactStore, MemoryFlavor, {})
    assert binding.flavor == "memory"
    assert str(binding) == (
        "flavor 'memory', implementation 'stackdi.components.artifact_store.memory:MemoryArtifactStore'"
    )


def test_a_binding_says_what_kind_it_is():
    """The text of a binding names its provider, or the class of its component."""
    provider = providers.Object(5)
    assert str(bind(Notebook, provider, {})) == f"provider {provider}"
    assert str(bind(Notebook, Paper(StackComponentConfig()), {})) == "component Paper"
