"""The registry: from a name, a dotted path or a class to the flavor."""

import pytest

from stackdi import Flavor, StackComponent, StackComponentConfig
from stackdi.components import ArtifactStore
from stackdi.components.artifact_store import LocalFlavor, MemoryFlavor, S3Flavor
from stackdi.errors import DefinitionError, DottedPathError, FlavorMismatchError, UnknownFlavorError
from stackdi.registry import BUILT_IN, _registered, find

FLAVORS = "stackdi.components.artifact_store.flavors"


class Notebook(StackComponent):
    component_type = "notebook"


class PaperFlavor(Flavor):
    name = "paper"
    type = Notebook
    config_class = StackComponentConfig
    implementation_class = Notebook


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Return a function that installs a distribution with the given entry points, until the test ends."""
    monkeypatch.syspath_prepend(tmp_path)
    _registered.cache_clear()

    def write(name, entry_points, metadata="Metadata-Version: 2.1\nName: {}\nVersion: 1.0\n"):
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        folder.joinpath("entry_points.txt").write_bytes(entry_points.encode("latin-1"))
        if metadata:
            folder.joinpath("METADATA").write_bytes(metadata.format(name).encode("latin-1"))

    yield write
    _registered.cache_clear()


def declared(flavor, name="artifact_store"):
    """Return the class from which a flavor was loaded."""
    component_type = {"artifact_store": ArtifactStore, "notebook": Notebook}[name]
    return type(find(flavor, component_type).declared)


@pytest.mark.parametrize(
    ("given", "flavor"),
    [
        ("local", LocalFlavor),
        ("memory", MemoryFlavor),
        ("s3", S3Flavor),
        (f"{FLAVORS}:LocalFlavor", LocalFlavor),
        (f"{FLAVORS}.LocalFlavor", LocalFlavor),
        ("stackdi.components.artifact_store:S3Flavor", S3Flavor),
        (LocalFlavor, LocalFlavor),
    ],
)
def test_a_flavor_is_found_by_name_path_or_class(given, flavor):
    """A built-in name, a dotted path and the class itself lead to the flavor."""
    assert declared(given) is flavor


def test_a_flavor_outside_of_the_package_is_found_by_its_class():
    """A component type and a flavor of anybody's own need no registration."""
    assert declared(PaperFlavor, "notebook") is PaperFlavor


def test_a_flavor_is_loaded_once():
    """To find a flavor again gives the same record."""
    assert find("local", ArtifactStore) is find("local", ArtifactStore)


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_a_built_in_flavor_has_the_name_that_it_is_found_by(name):
    """The table of built-in flavors names each as the flavor names itself."""
    record = find(BUILT_IN[name], ArtifactStore)
    assert name == f"{record.interface.component_type}.{record.name}"


def test_an_unknown_name_is_told_with_the_known_ones():
    """The error of an unknown name has a close match and all names there are."""
    message = (
        r"^artifact_store has no flavor 'lcoal'\. Known flavors: 'local', 'memory', 's3'\. Did you mean 'local'\?$"
    )
    with pytest.raises(UnknownFlavorError, match=message):
        find("lcoal", ArtifactStore)


def test_an_unknown_name_may_have_no_close_match():
    """Where no name is close, the error says how else to name a flavor."""
    with pytest.raises(UnknownFlavorError, match=r"Give the dotted path of one, 'package\.module:Flavor'\.$"):
        find("dask", ArtifactStore)


def test_a_name_is_sought_in_its_component_type_alone():
    """A component type that nobody registered a flavor for has none, whatever others have."""
    with pytest.raises(UnknownFlavorError, match=r"^notebook has no flavor 'local'\. None is registered\."):
        find("local", Notebook)


@pytest.mark.parametrize("given", ["local", f"{FLAVORS}:LocalFlavor"])
def test_a_flavor_of_another_type_is_refused(install, given):
    """A flavor must be of the component type that is asked for, whatever way it was found."""
    install("other", f"[stackdi.flavors]\nlocal = {FLAVORS}:LocalFlavor")
    message = rf"^The flavor '{given}' is of the component type 'artifact_store', where 'notebook' is needed\.$"
    with pytest.raises(FlavorMismatchError, match=message):
        find(given, Notebook)


def test_a_class_of_another_type_is_refused_by_its_path():
    """The error of a flavor class of another type names it by its dotted path."""
    message = rf"^The flavor '{__name__}:PaperFlavor' is of the component type 'notebook', where 'artifact_store' is "
    with pytest.raises(FlavorMismatchError, match=message):
        find(PaperFlavor, ArtifactStore)


@pytest.mark.parametrize(("given", "told"), [("pathlib:Path", "pathlib:Path"), (int, "<class 'int'>"), (5, "5")])
def test_what_is_no_flavor_is_refused(given, told):
    """What a dotted path leads to, and what is given as a class, must be a Flavor."""
    with pytest.raises(DefinitionError, match=f"^The flavor {told} cannot be used: it is no subclass of Flavor"):
        find(given, ArtifactStore)


def test_a_dotted_path_that_leads_nowhere_is_refused():
    """A typo in a dotted path is told as such."""
    with pytest.raises(DottedPathError, match=r"has no 'LoclFlavor'\. Did you mean 'LocalFlavor'\?"):
        find(f"{FLAVORS}:LoclFlavor", ArtifactStore)


# Entry points


@pytest.mark.parametrize("name", ["artifact_store.mine", "mine"])
def test_a_distribution_registers_a_flavor(install, name):
    """An entry point names a flavor with its component type or without."""
    install("my-flavors", f"[stackdi.flavors]\n{name} = {FLAVORS}:MemoryFlavor")
    assert declared("mine") is MemoryFlavor


def test_an_entry_point_may_have_spaces_and_extras(install):
    """What the format of entry points allows beside the path does not matter."""
    install("my-flavors", f"[stackdi.flavors]\nmine = {FLAVORS} : MemoryFlavor [s3]")
    assert declared("mine") is MemoryFlavor


def test_a_name_with_its_type_goes_before_a_bare_one(install):
    """Where both are registered, the entry point that says the component type is taken."""
    install("my-flavors", f"[stackdi.flavors]\nmine = absent:Flavor\nartifact_store.mine = {FLAVORS}:MemoryFlavor")
    assert declared("mine") is MemoryFlavor


def test_a_built_in_name_cannot_be_taken(install):
    """A distribution does not replace a flavor that comes with stackdi."""
    install("my-flavors", f"[stackdi.flavors]\nartifact_store.local = {FLAVORS}:MemoryFlavor")
    assert declared("local") is LocalFlavor


def test_a_registered_name_is_among_the_known_ones(install):
    """The error of an unknown name lists what distributions registered for that component type."""
    install("my-flavors", "[stackdi.flavors]\nartifact_store.mine = a:B\nbare = a:B\nnotebook.other = a:B")
    with pytest.raises(UnknownFlavorError, match=r"Known flavors: 'bare', 'local', 'memory', 'mine', 's3'\."):
        find("dask", ArtifactStore)


def test_entry_points_of_other_groups_do_not_count(install):
    """A flavor is registered in the group `stackdi.flavors` and in no other."""
    install("my-flavors", f"[console_scripts]\nmine = {FLAVORS}:MemoryFlavor")
    with pytest.raises(UnknownFlavorError, match="has no flavor 'mine'"):
        find("mine", ArtifactStore)


def test_a_registered_flavor_is_imported_when_it_is_asked_for(install):
    """An entry point that leads nowhere harms nobody who does not ask for it."""
    install("my-flavors", f"[stackdi.flavors]\nbroken = absent:Flavor\nmine = {FLAVORS}:MemoryFlavor")
    assert declared("mine") is MemoryFlavor
    with pytest.raises(DottedPathError, match="there is no module 'absent'"):
        find("broken", ArtifactStore)


def test_the_installed_distributions_are_scanned_once(install):
    """What is installed after the first look is not seen by the same process."""
    install("first", f"[stackdi.flavors]\nfirst = {FLAVORS}:MemoryFlavor")
    assert declared("first") is MemoryFlavor
    install("second", f"[stackdi.flavors]\nsecond = {FLAVORS}:MemoryFlavor")
    with pytest.raises(UnknownFlavorError, match="has no flavor 'second'"):
        find("second", ArtifactStore)


def test_the_first_distribution_on_the_path_wins(install, tmp_path, monkeypatch):
    """Of two distributions that register one name, that which Python finds first is taken."""
    install("my-flavors", "[stackdi.flavors]\nmine = absent:Flavor")
    folder = tmp_path / "first" / "other-1.0.dist-info"
    folder.mkdir(parents=True)
    folder.joinpath("entry_points.txt").write_text(f"[stackdi.flavors]\nmine = {FLAVORS}:MemoryFlavor")
    monkeypatch.syspath_prepend(tmp_path / "first")
    assert declared("mine") is MemoryFlavor


@pytest.mark.parametrize("broken", ["[stackdi.flavors]\nno entry point", "\xff"])
def test_broken_entry_points_are_a_warning(install, broken):
    """A distribution whose entry points cannot be read is named in a warning, and the others still count."""
    install("broken", broken)
    install("my-flavors", f"[stackdi.flavors]\nmine = {FLAVORS}:MemoryFlavor")
    message = "^the flavors of the distribution 'broken' are left out, its entry points cannot be read: "
    with pytest.warns(RuntimeWarning, match=message):
        assert declared("mine") is MemoryFlavor


@pytest.mark.parametrize("metadata", ["", "Name: \xff\n"], ids=["missing", "broken"])
def test_broken_entry_points_without_metadata_are_a_warning(install, metadata):
    """A distribution that cannot even be named is a warning all the same."""
    install("broken", "\xff", metadata)
    install("my-flavors", f"[stackdi.flavors]\nmine = {FLAVORS}:MemoryFlavor")
    message = "^the flavors of a distribution without metadata are left out, its entry points cannot be read: "
    with pytest.warns(RuntimeWarning, match=message):
        assert declared("mine") is MemoryFlavor
