"""Flavors: how their authors write them, how they are refused, and when what they name is imported."""

import sys
from importlib import import_module

import pytest

from stackdi import Flavor, StackComponent, StackComponentConfig
from stackdi.components import ArtifactStore
from stackdi.components.artifact_store import LocalConfig, LocalFlavor, MemoryConfig, S3Config, S3Flavor
from stackdi.components.artifact_store.memory import MemoryArtifactStore
from stackdi.errors import DefinitionError, DottedPathError, FlavorMismatchError, MissingDependencyError
from stackdi.flavor import is_component_type, load


class Notebook(StackComponent):
    component_type = "notebook"


class Paper(Notebook):
    pass


class PaperFlavor(Flavor):
    name = "paper"
    type = Notebook
    config_class = StackComponentConfig
    implementation_class = Paper


class Properties(Flavor):
    @property
    def name(self):
        return "paper"

    @property
    def type(self):
        return Notebook

    @property
    def config_class(self):
        return StackComponentConfig

    @property
    def implementation_class(self):
        return Paper

    @property
    def requirements(self):
        return ["paper>=1"]


def flavor_with(**attributes):
    """Make a flavor that is right but for the given attributes."""
    return type("Odd", (PaperFlavor,), attributes)


def implementation_of(flavor):
    """Return the implementation class of a flavor, which imports it."""
    return load(flavor).implementation_class


@pytest.mark.parametrize("flavor", [PaperFlavor, Properties])
def test_a_flavor_is_written_in_attributes_or_in_properties(flavor):
    """Both ways to write a flavor say the same."""
    record = load(flavor)
    assert (record.name, record.interface, record.config_class, record.implementation_class) == (
        "paper",
        Notebook,
        StackComponentConfig,
        Paper,
    )


@pytest.mark.parametrize(("flavor", "requirements"), [(PaperFlavor, ()), (Properties, ("paper>=1",))])
def test_requirements_are_optional(flavor, requirements):
    """A flavor has the requirements that it names, in a tuple or a list, and none unless it names some."""
    assert load(flavor).requirements == requirements


def test_a_subclass_of_a_flavor_changes_what_it_names():
    """What a flavor does not say itself it has from its base class."""
    record = load(flavor_with(name="pulp"))
    assert (record.name, record.interface) == ("pulp", Notebook)


def test_a_record_says_what_it_is():
    """The text of a record is the name of the flavor and of its component type."""
    assert str(load(PaperFlavor)) == "flavor 'paper' of notebook"


@pytest.mark.parametrize("name", ["s3", "my_s3", "my-s3", "3d", "a" * 63])
def test_a_name_is_short_and_plain(name):
    """A name has up to 63 lowercase letters, digits, underscores and hyphens."""
    assert load(flavor_with(name=name)).name == name


WRONG = {
    "uppercase name": ({"name": "S3"}, r"its name 'S3' does not match \[a-z0-9\]\[a-z0-9_-\]\{0,62\}"),
    "empty name": ({"name": ""}, "its name '' does not match"),
    "dotted name": ({"name": "my.s3"}, r"its name 'my\.s3' does not match"),
    "long name": ({"name": "a" * 64}, "its name 'a{64}' does not match"),
    "name with a line break": ({"name": "s3\n"}, r"its name 's3\\n' does not match"),
    "number for a name": ({"name": 5}, "its name 5 does not match"),
    "type of another kind": ({"type": int}, "its type <class 'int'> is no subclass of StackComponent with a comp"),
    "type without a name": (
        {"type": StackComponent},
        "its type <class .*> is no subclass of StackComponent with a component_type",
    ),
    "name for a type": ({"type": "notebook"}, "its type 'notebook' is no subclass of StackComponent"),
    "config of another kind": (
        {"config_class": int},
        "its config_class <class 'int'> is neither a subclass of StackComponentConfig nor a dotted path to one",
    ),
    "short name for a config": ({"config_class": "Config"}, "its config_class 'Config' is neither a subclass of"),
    "config for an implementation": (
        {"implementation_class": LocalConfig},
        "its implementation_class <class '.*LocalConfig'> is neither a subclass of StackComponent nor a dotted path",
    ),
    "component for an implementation": (
        {"implementation_class": Paper(StackComponentConfig())},
        r"its implementation_class Paper\(.*\) is neither a subclass of StackComponent nor a dotted path to one",
    ),
    "string for requirements": ({"requirements": "s3fs"}, "its requirements 's3fs' are no tuple of strings"),
    "numbers for requirements": ({"requirements": (1,)}, r"its requirements \(1,\) are no tuple of strings"),
}


@pytest.mark.parametrize(("attributes", "reason"), WRONG.values(), ids=WRONG)
def test_a_wrong_attribute_is_refused_when_the_class_is_made(attributes, reason):
    """An attribute that is not what it must be is told at once, with what it is."""
    with pytest.raises(DefinitionError, match=rf"^The flavor {__name__}:Odd cannot be used: {reason}"):
        flavor_with(**attributes)


@pytest.mark.parametrize("name", ["name", "type", "requirements"])
def test_a_wrong_property_is_refused_when_the_flavor_is_loaded(name):
    """What a property says is told when the flavor is loaded."""
    odd = flavor_with(**{name: property(lambda _: 5)})
    with pytest.raises(DefinitionError, match=rf"^The flavor {__name__}:Odd cannot be used: its {name} 5 "):
        load(odd)


@pytest.mark.parametrize("name", ["config_class", "implementation_class"])
def test_a_wrong_class_from_a_property_is_refused_when_it_is_read(name):
    """A property that gives a class is asked when that class is needed, and its answer is checked then."""
    record = load(flavor_with(**{name: property(lambda _: int)}))
    with pytest.raises(DefinitionError, match=f"its {name} <class 'int'> is neither a subclass of StackComponent"):
        getattr(record, name)


@pytest.mark.parametrize("name", ["config_class", "implementation_class"])
def test_a_dotted_path_to_another_kind_of_class_is_refused_when_it_is_read(name):
    """What a dotted path leads to is checked like the class itself."""
    record = load(flavor_with(**{name: "pathlib:Path"}))
    with pytest.raises(DefinitionError, match=f"its {name} <class 'pathlib.*Path'> is neither a subclass of Stack"):
        getattr(record, name)


@pytest.mark.parametrize("name", ["config_class", "implementation_class"])
def test_a_dotted_path_to_another_dotted_path_is_refused(name):
    """A dotted path leads to a class, and not to another path."""
    record = load(flavor_with(**{name: f"{LocalFlavor.__module__}:LocalFlavor.implementation_class"}))
    with pytest.raises(DefinitionError, match=f"its {name} leads to the string '.*LocalArtifactStore'"):
        getattr(record, name)


@pytest.mark.parametrize("name", ["name", "type", "config_class", "implementation_class", "requirements"])
def test_a_method_in_place_of_a_property_is_refused(name):
    """Where a property was meant and its decorator forgotten, the error says to add it."""
    method = vars(ArtifactStore)["exists"]
    with pytest.raises(DefinitionError, match=f"'{name}' is a method, add @property above it"):
        flavor_with(**{name: method})


def test_all_that_is_wrong_with_a_class_is_told_at_once():
    """The error has a reason for each attribute that is wrong."""
    with pytest.raises(DefinitionError, match="cannot be used") as caught:
        flavor_with(name="S3", type=int, config_class=lambda self: self, implementation_class=5, requirements="s3fs")
    assert len(caught.value.reasons) == 5


def test_all_that_is_missing_is_told_at_once():
    """A flavor that lacks attributes is refused when it is loaded, with each of them."""
    bare = type("Bare", (Flavor,), {"name": "bare"})
    message = rf"^The flavor {__name__}:Bare cannot be used: it has no 'type'; it has no 'config_class'; "
    with pytest.raises(DefinitionError, match=message + r"it has no 'implementation_class'\.$"):
        load(bare)


# What is imported, and when


def test_a_flavor_is_loaded_without_its_implementation():
    """The config class can be had where the implementation cannot even be found."""
    record = load(flavor_with(config_class=LocalConfig, implementation_class="absent.module:Store"))
    assert record.config_class is LocalConfig
    with pytest.raises(DottedPathError, match=r"'absent\.module:Store' leads nowhere: there is no module 'absent'"):
        _ = record.implementation_class


def test_a_flavor_is_loaded_without_its_config_class():
    """The config class is looked up when it is read."""
    record = load(flavor_with(config_class="stackdi.components.artifact_store:LoclConfig"))
    with pytest.raises(DottedPathError, match=r"has no 'LoclConfig'\. Did you mean 'LocalConfig'\?"):
        _ = record.config_class


def test_dotted_paths_lead_to_both_classes():
    """A flavor may name both of its classes by dotted paths."""
    record = load(
        type(
            "Dotted",
            (Flavor,),
            {
                "name": "dotted",
                "type": ArtifactStore,
                "config_class": "stackdi.components.artifact_store:MemoryConfig",
                "implementation_class": "stackdi.components.artifact_store.memory:MemoryArtifactStore",
            },
        )
    )
    assert (record.config_class, record.implementation_class) == (MemoryConfig, MemoryArtifactStore)


def test_a_class_is_looked_up_once():
    """A property is asked for its class once."""
    asked = []
    record = load(flavor_with(implementation_class=property(lambda _: asked.append(1) or Paper)))
    assert record.implementation_class is record.implementation_class
    assert asked == [1]


@pytest.mark.parametrize(
    ("flavor", "told"),
    [
        (LocalFlavor, "stackdi.components.artifact_store.local:LocalArtifactStore"),
        (PaperFlavor, f"{__name__}:Paper"),
    ],
)
def test_a_record_tells_where_its_implementation_is(flavor, told):
    """The dotted path of the implementation can be told without importing it."""
    assert load(flavor).implementation == told


def test_a_record_tells_where_the_implementation_of_a_property_was():
    """What a property gave can be told after it was asked."""
    record = load(Properties)
    assert record.implementation_class is Paper
    assert record.implementation == f"{__name__}:Paper"


def test_a_record_does_not_take_a_property_for_an_implementation():
    """Before a property was asked, nobody is told the repr of the property for the implementation."""
    assert "property object" not in load(Properties).implementation


def test_a_third_party_that_the_implementation_lacks_is_told_with_the_pip_line(monkeypatch):
    """A flavor whose third party is missing says which one, and what pip has to install."""
    monkeypatch.delitem(sys.modules, "stackdi.components.artifact_store.s3", raising=False)
    monkeypatch.setitem(sys.modules, "s3fs", None)
    message = (
        r"^The flavor 's3' of artifact_store needs the module 's3fs', which is not installed\. "
        r"Run: pip install 'stackdi\[s3\]'$"
    )
    with pytest.raises(MissingDependencyError, match=message):
        implementation_of(S3Flavor)


def test_a_config_needs_no_third_party(monkeypatch):
    """The config class of a flavor can be had where its third party is missing."""
    monkeypatch.setitem(sys.modules, "s3fs", None)
    assert load(S3Flavor).config_class is S3Config


def test_a_third_party_that_a_property_lacks_is_told_with_the_pip_line():
    """A property may import the implementation itself, and a missing third party is told alike."""
    importing = property(lambda _: import_module("absent_third_party"))
    message = (
        r"^The flavor 'paper' of notebook needs the module 'absent_third_party', which is not installed\. "
        r"Run: pip install 'absent>=1' 'more'$"
    )
    with pytest.raises(MissingDependencyError, match=message):
        implementation_of(flavor_with(implementation_class=importing, requirements=("absent>=1", "more")))


def test_a_module_that_is_missing_from_the_package_of_a_flavor_is_no_third_party():
    """An import that a property gets wrong in its own package passes through as it is."""
    importing = property(lambda _: import_module("stackdi.absent.module"))
    with pytest.raises(ModuleNotFoundError, match=r"No module named 'stackdi\.absent'"):
        implementation_of(flavor_with(implementation_class=importing, __module__="stackdi.flavors"))


def test_a_missing_module_without_a_name_passes_through():
    """A ModuleNotFoundError that a property raises in words of its own passes through."""

    def refuse(_):
        raise ModuleNotFoundError("install the paper first")

    with pytest.raises(ModuleNotFoundError, match=r"^install the paper first$"):
        implementation_of(flavor_with(implementation_class=property(refuse)))


@pytest.mark.parametrize("given", [MemoryArtifactStore, "stackdi.components.artifact_store.memory:MemoryArtifactStore"])
def test_an_implementation_of_another_type_is_refused(given):
    """An implementation must be of the component type of its flavor."""
    message = (
        r"^The implementation 'stackdi\.components\.artifact_store\.memory:MemoryArtifactStore' is of the component "
        r"type 'artifact_store', where Notebook is needed\.$"
    )
    with pytest.raises(FlavorMismatchError, match=message):
        implementation_of(flavor_with(implementation_class=given))


def test_an_implementation_of_no_type_is_refused():
    """A component class that says no component type is of none."""
    with pytest.raises(FlavorMismatchError, match="is of the component type 'none', where Notebook is needed"):
        implementation_of(flavor_with(implementation_class=StackComponent))


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (Notebook, True),
        (Paper, True),
        (ArtifactStore, True),
        (StackComponent, False),
        (LocalConfig, False),
        (Paper(StackComponentConfig()), False),
        ("notebook", False),
        (type("Odd", (StackComponent,), {"component_type": 5}), False),
    ],
    ids=repr,
)
def test_a_component_type_says_its_name(value, answer):
    """A component type is a class of components whose `component_type` is a string."""
    assert is_component_type(value) is answer
